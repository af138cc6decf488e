"""
The way of a question: clean, understand, rules, retrieve, compose, verify, reply.

A LangChain Runnable whose steps are plain functions over one frozen state; a step that settles the
answer sets `reply`, and the steps after it pass the state on untouched.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from langchain_core.callbacks import dispatch_custom_event
from langchain_core.runnables import Runnable, RunnableLambda

from assistant.errors import ModelError
from assistant.models.follow_up import cut_up, may_be_several
from assistant.models.follow_up import made_whole as made_whole_by
from assistant.models.phrasing import Phraser, may_phrase, without_model
from assistant.models.tongues import is_foreign, tongue_of
from assistant.models.translation import Translator, translated, untranslated
from assistant.receipts import receipt_id
from assistant.replies import phrases
from assistant.replies.compose import Thresholds, compose, joined, rule_asked, stands, with_findings
from assistant.replies.draft import Claim, Draft, Layout
from assistant.replies.reply import Reply, Status, ToolUse
from assistant.replies.verify import verify
from assistant.rule_chain import Note
from assistant.search.retriever import Evidence, Searcher
from assistant.sources.corpus import Corpus
from assistant.text.normalise import MAX_CHARACTERS, clean, has_words
from assistant.understanding.language import Language, language_of
from assistant.understanding.spelling import Speller
from assistant.understanding.turns import core_question, made_whole, questions_in, stands_for_another

MAX_TURNS = 20
_LONG = 30
"""From so many words on, the asking sentence is also searched without what leads up to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """
    One question of a message.

    *text*: as asked, its spelling mended, with what leads up to it.  *wordings*: the same as written, made whole
    with the turn it leans on, and cut down to the asking sentence; each is searched and all count alike.
    """

    text: str
    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """All that is known of a question on its way."""

    turns: tuple[str, ...]
    language: Language = Language.SWEDISH
    parts: tuple[Part, ...] = ()
    drafts: tuple[Draft | None, ...] = ()
    evidence: tuple[Evidence | None, ...] = ()
    """One a part; None where a rule has answered it for certain."""
    tools: tuple[ToolUse | None, ...] = ()
    """One a part: what a rule found of the told project, beside an answer of the text; empty: nothing."""
    draft: Draft | None = None
    reply: Reply | None = None
    notes: Mapping[str, Any] = field(default_factory=dict)
    """What a model did on the way, by step; goes into the receipt."""


Step = Callable[[State], State]
Rules = Callable[[Sequence[str], Sequence[str], Note], Sequence[Draft | None]]
"""
Earlier turns and the questions of the last to a draft each that rests on a deterministic function, or None.

What a model read for them is noted.
"""
Suggested = Callable[[Sequence[str], Sequence[str], Sequence[str]], Sequence[Draft | None]]
"""Earlier turns, the questions of the last, and the rule that each seems to ask ("": none), to a draft each or None."""
Checked = Callable[[Sequence[str], str, str], ToolUse | None]
"""Earlier turns, a question and an aspect of eligibility to how the told project stands in it, if one is told."""


def settled(status: Status, text: str) -> Reply:
    """Return a reply that is one set phrase."""
    return Reply(status=status, text=text)


def clean_turns(*, translates: bool = False) -> Step:
    """Return the step that makes plain text of the turns and settles what cannot be read as a question."""

    def step(state: State) -> State:
        turns = tuple(clean(turn) for turn in state.turns[-MAX_TURNS:])
        if not turns or not has_words(turns[-1]):
            return replace(state, turns=turns, reply=settled(Status.CLARIFY, phrases.EMPTY))
        if len(turns[-1]) > MAX_CHARACTERS:
            return replace(state, turns=turns, reply=settled(Status.ERROR, phrases.TOO_LONG))
        language = language_of(turns[-1])
        if translates and language is Language.SWEDISH and is_foreign(turns[-1]):
            language = Language.OTHER
        if language is Language.OTHER and not (translates and tongue_of(turns[-1])):
            return replace(state, turns=turns, reply=settled(Status.CLARIFY, phrases.OTHER_LANGUAGE))
        return replace(state, turns=tuple(t for t in turns if has_words(t)), language=language)

    return step


def _part(earlier: Sequence[str], text: str, written: str = "") -> Part:
    """Return the question *text*, also as *written* before mending; one about "den" only with what it leans on."""
    core = (core_question(text),) if len(text.split()) > _LONG else ()
    whole = made_whole([*earlier, text])
    alone = core if earlier and stands_for_another(text) else (written or text, *core, text)
    return Part(text=text, wordings=tuple(dict.fromkeys((*alone, whole))))


def understand(speller: Speller) -> Step:
    """Return the step that mends spelling and cuts a message into whole questions."""

    def step(state: State) -> State:
        mend = speller.repair if state.language is Language.SWEDISH else str
        *earlier, last = (mend(turn) for turn in state.turns)
        return replace(state, parts=_parts(earlier, questions_in(last), questions_in(state.turns[-1])))

    return step


def _parts(earlier: Sequence[str], questions: Sequence[str], written: Sequence[str] = ()) -> tuple[Part, ...]:
    first, *more = questions
    as_written = written if len(written) == len(questions) else questions
    after = (
        Part(text=text, wordings=tuple(dict.fromkeys((raw, text, made_whole([first, text])))))
        for text, raw in zip(more, as_written[1:], strict=True)
    )
    return (_part(earlier, first, as_written[0]), *after)


def noted(state: State, step: str, trace: Mapping[str, Any]) -> State:
    """Return *state* with what a model did in *step*; unchanged where it did nothing."""
    return replace(state, notes={**state.notes, step: trace}) if trace else state


def split(phraser: Phraser) -> Step:
    """Return the step in which a model may cut a message into its questions; where it fails, our cut stands."""

    def step(state: State) -> State:
        told = [part.text for part in state.parts]
        if not may_be_several(told):
            return state
        try:
            found = cut_up(phraser.writer, told)
        except ModelError as error:
            return noted(state, "split", {"fallback": str(error)})
        parts = _parts(state.turns[:-1], found.kept) if found.kept else state.parts
        return noted(replace(state, parts=parts), "split", found.as_trace())

    return step


def complete(phraser: Phraser) -> Step:
    """Return the step in which a model adds a whole wording to a follow-up; where it fails, ours are enough."""

    def step(state: State) -> State:
        if len(state.turns) < 2 or len(state.parts) != 1:
            return state
        try:
            whole = made_whole_by(phraser.writer, state.turns)
        except ModelError as error:
            return noted(state, "complete", {"fallback": str(error)})
        part = state.parts[0]
        wordings = dict.fromkeys((*whole.kept, *part.wordings))
        return noted(replace(state, parts=(replace(part, wordings=tuple(wordings)),)), "complete", whole.as_trace())

    return step


def apply_rules(rules: Rules) -> Step:
    """Return the step that asks the deterministic functions."""

    def step(state: State) -> State:
        told: list[Mapping[str, Any]] = []
        drafts = rules(state.turns[:-1], [part.text for part in state.parts], told.append)
        return noted(replace(state, drafts=tuple(drafts)), "arguments", next(iter(told), {}))

    return step


def retrieve(searcher: Searcher) -> Step:
    """Return the step that searches library and passages for each question that no rule has answered for certain."""

    def step(state: State) -> State:
        found = [
            None if draft and not draft.tentative else searcher.search(part.wordings)
            for part, draft in zip(state.parts, state.drafts, strict=True)
        ]
        # The library's wordings are Swedish and English: a word in another language is no gibberish for being unknown.
        if state.language is Language.OTHER:
            found = [evidence and replace(evidence, familiar=True) for evidence in found]
        return replace(state, evidence=tuple(found))

    return step


def hear(suggested: Suggested, checked: Checked, corpus: Corpus, limits: Thresholds) -> Step:
    """
    Return the step that asks the rule that the evidence points to, where no words have named one.

    Where too little is told for the rule to answer, the text does, and the rule's findings go with it.
    """

    def step(state: State) -> State:
        rules = [
            "" if draft else rule_asked(corpus, evidence, limits)
            for draft, evidence in zip(state.drafts, state.evidence, strict=True)
        ]
        if not any(rules):
            return state
        heard = suggested(state.turns[:-1], [part.text for part in state.parts], rules)
        tools = [
            None if draft or not rule else checked(state.turns[:-1], part.text, rule)
            for part, draft, rule in zip(state.parts, heard, rules, strict=True)
        ]
        drafts = tuple(draft or more for draft, more in zip(state.drafts, heard, strict=True))
        return replace(state, drafts=drafts, tools=tuple(tools))

    return step


def compose_drafts(corpus: Corpus, limits: Thresholds) -> Step:
    """Return the step that turns evidence into one draft."""

    def step(state: State) -> State:
        tools = state.tools or (None,) * len(state.parts)
        drafts = [
            draft
            if draft and stands(draft, evidence, corpus, limits)
            else evidence and with_findings(compose(corpus, evidence, limits), tool)
            for draft, evidence, tool in zip(state.drafts, state.evidence, tools, strict=True)
        ]
        return replace(state, draft=joined([draft for draft in drafts if draft]))

    return step


SENTENCE = "sentence"
"""Name of the event that carries the answer so far, each time a sentence has cleared the check."""
_FOR_MODEL = 4
"""So many passages a question are given to a model beside the answer."""


def phrase_draft(phraser: Phraser) -> Step:
    """Return the step in which a model may put the draft in its own words; where it fails, the draft stands."""

    def step(state: State) -> State:
        if state.draft is None or state.language is not Language.SWEDISH or not may_phrase(state.draft):
            return state
        question = "\n".join(part.wordings[-1] for part in state.parts)
        passages = tuple(dict.fromkeys(hit.passage for e in state.evidence if e for hit in e.hits[:_FOR_MODEL]))
        try:
            draft = phraser.phrase(
                question, state.draft, passages, lambda so_far: dispatch_custom_event(SENTENCE, so_far)
            )
        except ModelError as error:
            draft = without_model(state.draft, error)
        return replace(state, draft=draft)

    return step


def translate(translator: Translator) -> Step:
    """Return the step in which a model explains a proven draft in the question's language; where it fails, it stands."""

    def step(state: State) -> State:
        tongue = None if state.language is Language.SWEDISH else tongue_of(state.turns[-1])
        if state.draft is None or tongue is None:
            return state
        try:
            draft = translator.translate(state.draft, tongue)
        except ModelError as error:
            draft = untranslated(state.draft, error)
        return replace(state, draft=draft)

    return step


def _in_language(draft: Draft, language: Language) -> Draft:
    if language is Language.SWEDISH or translated(draft):
        return draft
    lead = Claim(text=phrases.ENGLISH_LEAD, phrase=True, layout=Layout.PARAGRAPH)
    return replace(draft, claims=(lead, *draft.claims))


def verify_draft(state: State) -> State:
    """Return *state* with the reply: what is proven, and nothing else."""
    if state.draft is None:
        return replace(state, reply=settled(Status.NOT_IN_SOURCES, phrases.NOT_IN_SOURCES))
    reply, cuts = verify(_in_language(state.draft, state.language))
    trace = dict(reply.trace) | {"cuts": [{"text": c.text, "reason": c.reason} for c in cuts]}
    return replace(state, reply=replace(reply, trace=trace))


def _trace(state: State, reply: Reply, version: str) -> dict[str, Any]:
    return dict(reply.trace) | {
        **({"understanding": dict(state.notes)} if state.notes else {}),
        "corpus": version,
        "turns": list(state.turns),
        "parts": [list(part.wordings) for part in state.parts],
        "ranked": [[(r.entry, round(r.share, 4)) for r in e.ranked] for e in state.evidence if e],
        "passages": [[(h.passage.id, round(h.score, 4)) for h in e.hits] for e in state.evidence if e],
    }


def with_receipt(version: str) -> Step:
    """Return the step that gives every reply its receipt, settled early or not."""

    def step(state: State) -> State:
        reply = state.reply or settled(Status.ERROR, phrases.ERROR)
        receipt = receipt_id(version, state.turns, reply.text)
        return replace(state, reply=replace(reply, receipt=receipt, trace=_trace(state, reply, version)))

    return step


def _unless_settled(step: Step) -> Step:
    return lambda state: state if state.reply else step(state)


def build_chain(
    *,
    corpus: Corpus,
    searcher: Searcher,
    speller: Speller,
    rules: Rules,
    limits: Thresholds,
    suggested: Suggested | None = None,
    checked: Checked | None = None,
    phraser: Phraser | None = None,
    translator: Translator | None = None,
) -> Runnable[State, State]:
    """Return the chain; each step is named, so that traces show it."""
    steps: dict[str, Step] = {
        "clean": clean_turns(translates=translator is not None),
        "understand": understand(speller),
        **({"split": split(phraser), "complete": complete(phraser)} if phraser else {}),
        "rules": apply_rules(rules),
        "retrieve": retrieve(searcher),
        **({"hear": hear(suggested, checked, corpus, limits)} if suggested and checked else {}),
        "compose": compose_drafts(corpus, limits),
        **({"phrase": phrase_draft(phraser)} if phraser else {}),
        **({"translate": translate(translator)} if translator else {}),
        "verify": verify_draft,
    }
    chain: Runnable[State, State] = RunnableLambda(lambda state: state, name="question")
    for name, step in steps.items():
        chain = chain | RunnableLambda(_unless_settled(step), name=name)
    return chain | RunnableLambda(with_receipt(corpus.version), name="receipt")
