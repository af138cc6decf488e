"""Quote or silence: a claim is shown only when code finds its quotes in the source and its figures in the quotes."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.replies.draft import Claim, Draft, Layout
from assistant.replies.reply import Citation, Reply, Status, ToolUse
from assistant.sources.library import Proof
from assistant.sources.quotes import locate
from assistant.text.figures import figures

_OPENERS = {Layout.RUN: " ", Layout.PARAGRAPH: "\n\n", Layout.BULLET: "\n- ", Layout.HEADING: "\n\n"}


@dataclass(frozen=True, slots=True)
class Cut:
    """A claim that was not shown, and why."""

    text: str
    reason: str


def tool_figures(tool: ToolUse | None) -> frozenset[str]:
    """Return every figure that the function was given or gave back."""
    if tool is None:
        return frozenset()
    return figures(json.dumps([tool.input, tool.result], ensure_ascii=False, default=str))


def fault_of(claim: Claim, computed: frozenset[str]) -> str:
    """
    Return why *claim* may not be shown; empty where it may.

    *computed*: the figures of the function's input and result, which count as proof for computed claims.
    """
    if any(locate(p.quote, p.passage.text) is None for p in claim.proofs):
        return "citatet finns inte ordagrant i källan"
    if not (claim.proofs or claim.phrase or claim.computed):
        return "inget bevis"
    proven = frozenset().union(*(figures(p.quote) | figures(p.passage.year) for p in claim.proofs), frozenset())
    if loose := figures(claim.text) - proven - (computed if claim.computed else frozenset()):
        return f"obevisad siffra: {min(loose)}"
    return ""


def _numbered(claims: Iterable[Claim]) -> dict[Proof, int]:
    order = dict.fromkeys(proof for claim in claims for proof in claim.proofs)
    return {proof: n for n, proof in enumerate(order, start=1)}


def _citation(proof: Proof, n: int) -> Citation:
    passage = proof.passage
    return Citation(
        n=n,
        document=passage.document,
        section=passage.section,
        quote=proof.quote,
        passage=passage.text,
        url=passage.url,
        anchor=passage.id,
        note=passage.note,
    )


def _rendered(claim: Claim, numbers: dict[Proof, int]) -> str:
    marks = "".join(f" [{numbers[p]}]" for p in claim.proofs)
    if claim.layout is Layout.HEADING:
        return f"{_OPENERS[claim.layout]}**{claim.text}**{marks}"
    return f"{_OPENERS[claim.layout]}{claim.text}{marks}"


def verify(draft: Draft) -> tuple[Reply, tuple[Cut, ...]]:
    """
    Return the reply with only what is proven, citations numbered by first use, and what was cut.

    An answer left without any proven claim becomes `not_in_sources`.
    """
    computed = tool_figures(draft.tool)
    faults = [(claim, fault_of(claim, computed)) for claim in draft.claims]
    kept = [claim for claim, fault in faults if not fault]
    numbers = _numbered(kept)
    answered = draft.status is not Status.ANSWERED or any(c.proofs or c.computed for c in kept)
    reply = Reply(
        status=draft.status if answered else Status.NOT_IN_SOURCES,
        text="".join(_rendered(claim, numbers) for claim in kept).strip(),
        citations=tuple(_citation(proof, n) for proof, n in numbers.items()),
        tool=draft.tool,
        follow_ups=draft.follow_ups,
        trace=draft.trace,
    )
    return reply, tuple(Cut(text=c.text, reason=fault) for c, fault in faults if fault)
