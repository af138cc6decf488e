"""A language model phrases what is proven: evidence in, claims out, and only what grounding lets through is shown."""

import hashlib
import json
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any, Protocol

from assistant.errors import ModelError
from assistant.models.claims import SCHEMA, RawClaim, read_claims
from assistant.models.evidence import gather
from assistant.models.grounding import Alike, Evidence, Grounded, Statement, ground, retells
from assistant.models.placeholders import Placeholders
from assistant.replies import phrases
from assistant.replies.draft import Claim, Draft, Layout
from assistant.replies.reply import Status
from assistant.sources.documents import Passage

_EXTRAS = 2
"""Most sentences from passages beside the answer itself."""

OnClaims = Callable[[Draft], None]
"""Hears of the answer so far each time a sentence has cleared the check."""


class Writer(Protocol):
    """What phrasing needs of a chat model."""

    name: str
    tokens: int
    """Read and written so far, of all answers."""

    def stream(self, system: str, user: str, schema: Mapping[str, Any]) -> Generator[str, None, None]:
        """Yield the answer piece by piece; raises ModelError."""
        ...


def prompt(name: str = "formulera") -> str:
    """Return the instruction of that *name*; it holds no fact of the call."""
    return resources.files("assistant.models").joinpath(f"prompts/{name}.md").read_text(encoding="utf-8")


def prompt_version(text: str) -> str:
    """
    Return a short hash, so that a receipt tells which prompt was used.

    >>> prompt_version("a") == prompt_version("a") != prompt_version("b")
    True
    """
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def as_data(question: str, evidence: Mapping[int, Evidence], marks: Placeholders) -> str:
    """Return question and evidence as one JSON object: whatever they say, they are values in it."""
    rows = [
        {"nummer": e.number, "märkt": "svar" if e.claim else "källa", "text": marks.hide(e.text)}
        for e in evidence.values()
    ]
    return json.dumps({"fråga": question, "underlag": rows}, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Phraser:
    """
    Rewrites a draft in a model's words.

    *alike*: whether statement and evidence are alike, beside the check of words; None: words only.
    """

    writer: Writer
    alike: Alike | None = None

    def _grounded(self, raw: RawClaim, evidence: Mapping[int, Evidence], marks: Placeholders) -> Grounded:
        text, number, quote = raw
        statement = Statement(text=" ".join(marks.fill(text).split()), number=number, quote=marks.fill(quote))
        if loose := next(marks.loose(text), ""):
            return Grounded(statement=statement, reason=f"modellen skrev själv {loose}")
        return ground(statement, evidence, self.alike)

    def phrase(self, question: str, draft: Draft, passages: Sequence[Passage], on_claims: OnClaims) -> Draft:
        """
        Return *draft* in the model's words where they are proven, else as it was.

        The draft's status, function and every sentence that the model left out or got wrong stay.
        Raises ModelError where the model fails.
        """
        evidence = gather(draft, passages)
        marks, system, before = Placeholders(), prompt(), self.writer.tokens
        checked: list[Grounded] = []
        with closing(self.writer.stream(system, as_data(question, evidence, marks), SCHEMA)) as pieces:
            for raw in read_claims(pieces):
                checked.append(self._grounded(raw, evidence, marks))
                if checked[-1].claim:
                    on_claims(replace(draft, claims=tuple(g.claim for g in checked if g.claim)))
        return self._marked(merged(draft, evidence, checked), system, checked, self.writer.tokens - before)

    def _marked(self, draft: Draft, system: str, checked: Sequence[Grounded], tokens: int) -> Draft:
        cut = [{"text": g.statement.text, "reason": g.reason} for g in checked if not g.claim]
        trace = {
            "model": self.writer.name,
            "prompt": prompt_version(system),
            "tokens": tokens,
            "claims": len(checked),
            "cut": cut,
        }
        return replace(draft, trace=dict(draft.trace) | {"phrasing": trace | dict(draft.trace.get("phrasing", {}))})


def may_phrase(draft: Draft | None) -> bool:
    """Return whether a model has anything to phrase: an abstention stays one, and a question back stays as put."""
    return draft is not None and draft.status is Status.ANSWERED and any(not c.phrase for c in draft.claims)


def _by_evidence(evidence: Mapping[int, Evidence], checked: Sequence[Grounded]) -> Mapping[int, tuple[Claim, ...]]:
    """Return the shown claims of each piece of the draft that they together tell whole."""
    told: dict[int, tuple[Claim, ...]] = {}
    for number, source in evidence.items():
        said = tuple(g.claim for g in checked if g.claim and g.statement.number == number)
        if source.claim and said and retells(" ".join(c.text for c in said), source.text):
            told[number] = said
    return told


def merged(draft: Draft, evidence: Mapping[int, Evidence], checked: Sequence[Grounded]) -> Draft:
    """
    Return *draft* with the model's sentences in place of those they retell whole, and a few from passages after.

    Where nothing of the draft is retold, the draft itself, marked.
    """
    told = _by_evidence(evidence, checked)
    if not told:
        return without_model(draft)
    numbers = {id(e.claim): n for n, e in evidence.items() if e.claim}
    claims: list[Claim] = []
    for claim in draft.claims:
        own = told.get(numbers.get(id(claim), 0), (claim,))
        claims += _laid_out(own, claim.layout)
    extras = [g.claim for g in checked if g.claim and evidence[g.statement.number].passage][:_EXTRAS]
    mark = Claim(text=phrases.FROM_MODEL, phrase=True, layout=Layout.PARAGRAPH)
    trace = dict(draft.trace) | {"phrasing": {"retold": len(told), "extras": len(extras)}}
    return replace(draft, claims=(*claims, *extras, mark), trace=trace)


def _laid_out(claims: Sequence[Claim], layout: Layout) -> list[Claim]:
    first, *more = claims
    return [replace(first, layout=layout), *more]


def without_model(draft: Draft, fault: ModelError | None = None) -> Draft:
    """Return *draft* as it was, with a line that says that the model took no part."""
    mark = Claim(text=phrases.WITHOUT_MODEL, phrase=True, layout=Layout.PARAGRAPH)
    trace = {"phrasing": {"fallback": str(fault) if fault else "inget kunde beläggas"}}
    return replace(draft, claims=(*draft.claims, mark), trace=dict(draft.trace) | trace)
