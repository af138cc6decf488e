"""From what a conversation tells to a draft that rests on the rules; None where the text answers, not a rule."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assistant.errors import InputError
from assistant.replies.draft import Claim, Draft, Layout
from assistant.replies.reply import Status, ToolUse
from assistant.replies.rule_answers import both_levels_draft, budget_draft, eligibility_draft
from assistant.rules import calculation
from assistant.rules.budget import calculate
from assistant.rules.eligibility import ASPECTS, check
from assistant.rules.money import kronor
from assistant.rules.projekt import Projekt
from assistant.sources.parameters import Parameters
from assistant.understanding.language import Language, language_of
from assistant.understanding.project.asked import Ask, Aspect
from assistant.understanding.project.asks import Asker
from assistant.understanding.project.facts import Facts, understand
from assistant.understanding.project.lexicon import Lexicon
from assistant.understanding.project.shown import understood

Fill = Callable[[Sequence[Facts]], Sequence[tuple[Facts, Sequence[str], Mapping[str, Any]]]]
"""Facts as read to the same with what a model adds, each addition as a reader sees it, and the trace."""
Note = Callable[[Mapping[str, Any]], None]
"""Hears what the model added and what of it was cut."""

_NAMED = frozenset({Aspect.DATA, Aspect.INRIKTNING})
"""Aspects that are heard only where their own words are said; the others also ring in questions about the text."""
_OWN = re.compile(r"\b(?:vi|oss|vår|vårt|våra|jag|mig|min|mitt|mina|we|us|our|i|my)\b", re.IGNORECASE)
"""Words by which a message speaks of the one who writes."""
_TOGETHER = frozenset({calculation.Ask.BIDRAG, calculation.Ask.EGEN_INSATS})


def _as_read(read: Sequence[Facts]) -> Sequence[tuple[Facts, Sequence[str], Mapping[str, Any]]]:
    return [(facts, (), {}) for facts in read]


def _unheard(_trace: Mapping[str, Any]) -> None:
    """Hear of what a model added and let it be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChain:
    """
    Answers the questions of a message that ask a rule.

    *mend*: repairs Swedish spelling.  *today*: the day the rules reason about.  *fill*: lets a model add to
    what was read.
    """

    lexicon: Lexicon
    parameters: Parameters
    mend: Callable[[str], str]
    today: Callable[[], date]
    fill: Fill = _as_read

    def __call__(self, earlier: Sequence[str], parts: Sequence[str], note: Note = _unheard) -> tuple[Draft | None, ...]:
        """Return a draft for each of *parts*, the questions of the last message; None where no rule is asked."""
        known = [self._mended(turn) for turn in earlier]
        mended = [self._mended(part) for part in parts]
        read = [self._read([*known, *mended[:at], *mended[at + 1 :], part]) for at, part in enumerate(mended)]
        filled = self.fill(read)
        note(filled[-1][2])
        drafts = self._answered([(facts, Asker(self.lexicon).ask(facts)) for facts, _, _ in filled])
        return tuple(_told_of(draft, added) for draft, (_, added, _) in zip(drafts, filled, strict=True))

    def suggested(self, earlier: Sequence[str], parts: Sequence[str], rules: Sequence[str]) -> tuple[Draft | None, ...]:
        """Return a draft for each of *parts* that tells what the rule of that place needs; "" is no rule."""
        known = [self._mended(turn) for turn in earlier]
        asked = [self._pointed_at([*known, self._mended(part)], rule) for part, rule in zip(parts, rules, strict=True)]
        drafts = self._answered([one for one in asked if one])
        return tuple(next(drafts) if one else None for one in asked)

    def checked(self, earlier: Sequence[str], part: str, aspect: str) -> ToolUse | None:
        """Return how the told project stands in *aspect*, beside an answer of the text; None where none is told."""
        if aspect not in ASPECTS:
            return None
        facts = self._read([*(self._mended(turn) for turn in earlier), self._mended(part)])
        told = facts.parties or any(turn.facts for turn in facts.turns) or _OWN.search(part)
        if not told or Asker(self.lexicon).asks_the_text(facts):
            return None
        try:
            verdict = check(facts.projekt, self.parameters, self.today())
        except InputError:
            return None
        return eligibility_draft(facts.projekt, verdict, self.parameters, ASPECTS[aspect], whole=False).tool

    def _pointed_at(self, turns: Sequence[str], rule: str) -> tuple[Facts, Ask] | None:
        if not rule:
            return None
        facts = self._read(turns)
        ask = Asker(self.lexicon).suggested(facts, rule)
        return (facts, ask) if ask else None

    def _mended(self, turn: str) -> str:
        return self.mend(turn) if language_of(turn) is Language.SWEDISH else turn

    def _read(self, turns: Sequence[str]) -> Facts:
        return understand(turns, self.lexicon)

    def _answered(self, read: Sequence[tuple[Facts, Ask | None]]) -> Iterator[Draft | None]:
        money = [ask.budget for _, ask in read if ask and ask.budget]
        together = len(money) > 1 and set(money) <= _TOGETHER
        for facts, ask in read:
            if ask is None:
                yield None
            elif ask.budget:
                draft = self._budget(facts, calculation.Ask.BIDRAG if together else ask.budget)
                yield replace(draft, tentative=not ask.certain)
            else:
                yield self._eligibility(facts, ask)

    def _budget(self, facts: Facts, ask: calculation.Ask) -> Draft:
        if facts.doubt and ask is not calculation.Ask.PERSONAL:
            return _clarifying("budget", facts.doubt)
        projekt = _financed(facts.projekt) if ask is calculation.Ask.PLAN else facts.projekt
        try:
            both = facts.both_levels or _at_either_level(ask, projekt)
            draft = self._at_both_levels(ask, projekt) if both else self._calculated(ask, projekt, facts)
        except InputError as error:
            return _refused("budget", error)
        draft = _without_yes_and_no(draft) if self._asks_the_reverse(facts) else draft
        return self._shown(self._without_unpaid(draft, facts), projekt)

    def _calculated(self, ask: calculation.Ask, projekt: Projekt, facts: Facts) -> Draft:
        first = self.lexicon.facts["fordelning"].has(" ".join(turn.said.folded for turn in facts.turns))
        fordelning = calculation.Fordelning.KOORDINATOR_FORST if first else calculation.Fordelning.PROPORTIONELL
        return budget_draft(ask, projekt, calculate(ask, projekt, self.parameters, fordelning), self.parameters)

    def _at_both_levels(self, ask: calculation.Ask, projekt: Projekt) -> Draft:
        """Return the level of support, else the largest grant, with bonus and without."""
        found = [(bonus, _at_level(projekt, bonus=bonus)) for bonus in (True, False)]
        ask = ask if ask is calculation.Ask.NIVA else calculation.Ask.BIDRAG
        drafts = [(b, budget_draft(ask, p, calculate(ask, p, self.parameters), self.parameters)) for b, p in found]
        return both_levels_draft(drafts)

    def _without_unpaid(self, draft: Draft, facts: Facts) -> Draft:
        """Return *draft* with what was told of unpaid work and is not counted."""
        if not facts.unpaid:
            return draft
        text = f"Oavlönat arbete är ingen kostnad, så {kronor(sum(facts.unpaid))} för det är inte medräknat."
        proofs = self.parameters.krav["obetalt_arbete"].proofs
        claim = Claim(text=text, proofs=proofs, computed=True, layout=Layout.PARAGRAPH)
        return replace(draft, claims=(*draft.claims, claim))

    def _asks_the_reverse(self, facts: Facts) -> bool:
        return self.lexicon.asks["omvant"].has(facts.turns[-1].said.folded)

    def _eligibility(self, facts: Facts, ask: Ask) -> Draft | None:
        if question := next((facts.questions[k] for k in ask.parties if k in facts.questions), ""):
            return _clarifying("eligibility", question)
        asked = tuple(facts.parties[k] for k in ask.parties if k in facts.parties)
        projekt = replace(facts.projekt, parter=asked if Aspect.AKTOR in ask.aspects else facts.projekt.parter)
        projekt = projekt if ask.wanted is None else _applying(projekt, ask.wanted)
        try:
            verdict = check(projekt, self.parameters, self.today())
        except InputError as error:
            return _refused("eligibility", error)
        rules = () if ask.whole else tuple(rule for aspect in ask.aspects for rule in ASPECTS[aspect.value])
        draft = eligibility_draft(projekt, verdict, self.parameters, rules, whole=ask.whole)
        draft = draft if ask.plain and not self._asks_the_reverse(facts) else _without_yes_and_no(draft)
        draft = replace(draft, tentative=not ask.whole and not ask.certain and not _NAMED & set(ask.aspects))
        return self._shown(draft, projekt) if len(projekt.parter) > 1 or ask.whole else draft

    def _shown(self, draft: Draft, projekt: Projekt) -> Draft:
        line = understood(projekt, self.parameters)
        claim = Claim(text=line, computed=True, layout=Layout.PARAGRAPH)
        return replace(draft, claims=(*draft.claims, claim)) if line else draft


def _told_of(draft: Draft | None, added: Sequence[str]) -> Draft | None:
    """Return *draft* with a line on what a model read out of the user's words, so that a wrong reading is seen."""
    if draft is None or not added:
        return draft
    text = f"En språkmodell har läst ut det här ur det du skrev: {', '.join(added)}. Rätta mig om det är fel."
    return replace(draft, claims=(*draft.claims, Claim(text=text, phrase=True, layout=Layout.PARAGRAPH)))


def _at_either_level(ask: calculation.Ask, projekt: Projekt) -> bool:
    """Return whether a level is asked for and it is not told if a bonus condition holds: both are short to give."""
    return ask is calculation.Ask.NIVA and any(
        part.bonusgrund is None and (part.storlek or part.anstallda) for part in projekt.parter
    )


def _at_level(projekt: Projekt, *, bonus: bool) -> Projekt:
    """Return *projekt* with every party in experimentell utveckling at the level with or without bonus."""
    return replace(projekt, parter=tuple(replace(part, bonusgrund=bonus) for part in projekt.parter))


def _financed(projekt: Projekt) -> Projekt:
    """Return *projekt* with the grant that its costs and own money leave, where no grant was named."""
    costs = [*projekt.kostnader, *(cost for part in projekt.parter for cost in part.kostnader)]
    if projekt.sokt_bidrag is not None or projekt.egen_insats is None or not costs:
        return projekt
    return replace(projekt, sokt_bidrag=sum(cost.belopp for cost in costs) - projekt.egen_insats)


def _applying(projekt: Projekt, wanted: int) -> Projekt:
    """Return *projekt* with *wanted* as the grant applied for, which was read as a cost for want of a word on it."""
    parter = tuple(replace(part, kostnader=()) for part in projekt.parter)
    return replace(projekt, parter=parter, kostnader=(), sokt_bidrag=wanted)


def _without_yes_and_no(draft: Draft) -> Draft:
    """Return *draft* without its leading yes or no, where the question is whether something stands in the way."""
    first, *more = draft.claims
    answer, _, rest = first.text.partition(", ")
    if answer not in {"Ja", "Nej"}:
        return draft
    return replace(draft, claims=(replace(first, text=rest[:1].upper() + rest[1:]), *more))


def _clarifying(tool: str, question: str) -> Draft:
    return Draft(
        status=Status.CLARIFY,
        claims=(Claim(text=question, phrase=True),),
        tool=ToolUse(name=tool, input={}, result={"question": question}),
    )


def _refused(tool: str, error: InputError) -> Draft:
    text = f"Det går inte att räkna på: {error}. Skriv om uppgiften, så räknar jag igen."
    return Draft(
        status=Status.CLARIFY,
        claims=(Claim(text=text, computed=True),),
        tool=ToolUse(name=tool, input={"field": error.field}, result={"error": str(error)}),
    )
