"""From the assistant's reply to a draft that a person can trust: proof, confidence and why, gaps left open."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assistant.desk.letter import Evidence, Part, gap, letter
from assistant.desk.states import Confidence
from assistant.replies import phrases
from assistant.replies.reply import Reply, Status

SURE, FAIRLY = 0.75, 0.45
"""Shares of the evidence that the winning answer holds; above the first a draft seldom needs a change."""

Ask = Callable[[list[str]], Reply]

_ASK_VINNOVA = re.compile(re.escape(phrases.ASK_VINNOVA) + r"(?:\s*\[\d+\])*")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_GAPS: Mapping[Status, str] = {
    Status.NOT_IN_SOURCES: "källorna säger inget om detta",
    Status.UNCLEAR_IN_SOURCES: "källorna är oklara här, ta ställning",
    Status.OUT_OF_SCOPE: "frågan gäller inte utlysningen",
    Status.CLARIFY: "frågan behöver förtydligas, be avsändaren beskriva vad som menas",
    Status.REFUSED: "assistenten svarar inte på sådant, avgör själv",
    Status.ERROR: "assistenten kunde inte svara",
}
_MORE = "källorna säger inte mer, lägg till det du vet"
_ORDER = (Confidence.NONE, Confidence.LOW, Confidence.MIDDLE, Confidence.HIGH)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPart:
    """The proposed answer to one question."""

    question: str
    text: str
    status: Status
    confidence: Confidence
    why: str
    evidence: tuple[Evidence, ...]
    entry: str = ""
    tool: Mapping[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the form that is stored."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The proposed reply to one message."""

    text: str
    parts: tuple[DraftPart, ...]
    confidence: Confidence
    why: str
    corpus: str


def read_part(stored: Mapping[str, Any]) -> DraftPart:
    """Return a stored part."""
    return DraftPart(
        question=stored["question"],
        text=stored["text"],
        status=Status(stored["status"]),
        confidence=Confidence(stored["confidence"]),
        why=stored["why"],
        evidence=tuple(Evidence(**e) for e in stored["evidence"]),
        entry=stored.get("entry", ""),
        tool=stored.get("tool"),
    )


def _share(reply: Reply) -> float:
    trace = reply.trace
    if isinstance(share := trace.get("share"), int | float):
        return float(share)
    tops = [ranked[0][1] for ranked in trace.get("ranked", ()) if ranked]
    return float(min(tops, default=0.0))


def confidence_of(reply: Reply) -> tuple[Confidence, str]:
    """Return how sure the draft is, and why, for the person who judges it."""
    if reply.status not in {Status.ANSWERED, Status.UNCLEAR_IN_SOURCES}:
        return Confidence.NONE, f"{_GAPS[reply.status].capitalize()}."
    proofs = f"{len(reply.citations)} citat kontrollerade mot källorna"
    if reply.tool:
        return Confidence.HIGH, f"Räknat av en funktion som inte gissar; {proofs}."
    share = _share(reply)
    percent = f"{round(share * 100)} procent"
    if reply.status is Status.UNCLEAR_IN_SOURCES:
        return Confidence.LOW, f"Källorna är oklara; {proofs}."
    if share >= SURE:
        return Confidence.HIGH, f"Frågan liknar en känd fråga tydligt ({percent}); {proofs}."
    if share >= FAIRLY:
        return Confidence.MIDDLE, f"Frågan liknar en känd fråga ganska väl ({percent}); {proofs}. Läs igenom."
    return (
        Confidence.LOW,
        f"Frågan liknar flera kända frågor ungefär lika mycket ({percent}); {proofs}. Kontrollera noga.",
    )


def _text(reply: Reply) -> str:
    plain = _BOLD.sub(r"\1", _ASK_VINNOVA.sub("", reply.text)).strip()
    known = bool(reply.trace.get("entry")) or reply.status is Status.ANSWERED or reply.tool
    body = plain if known and reply.status is not Status.ERROR else ""
    missing = _MORE if body and reply.status is Status.NOT_IN_SOURCES else _GAPS.get(reply.status)
    return "\n\n".join(t for t in (body, gap(missing) if missing else "") if t)


def draft_part(question: str, reply: Reply) -> DraftPart:
    """Return the proposed answer to *question*; what *reply* does not prove is left as a gap."""
    confidence, why = confidence_of(reply)
    evidence = tuple(
        Evidence(document=c.document, section=c.section, quote=c.quote, passage=c.passage, url=c.url, anchor=c.anchor)
        for c in reply.citations
    )
    tool = (
        None
        if reply.tool is None
        else {"name": reply.tool.name, "input": dict(reply.tool.input), "result": dict(reply.tool.result)}
    )
    return DraftPart(
        question=question,
        text=_text(reply),
        status=reply.status,
        confidence=confidence,
        why=why,
        evidence=evidence,
        entry=str(reply.trace.get("entry") or ""),
        tool=tool,
    )


def propose(questions: Sequence[str], ask: Ask) -> Proposal:
    """Return the proposed reply to a message of *questions*; each is asked with the first before it."""
    first = questions[0]
    replies = [ask([q] if at == 0 else [first, q]) for at, q in enumerate(questions)]
    parts = tuple(draft_part(q, reply) for q, reply in zip(questions, replies, strict=True))
    weakest = min(parts, key=lambda p: _ORDER.index(p.confidence))
    return Proposal(
        text=letter([Part(question=p.question, text=p.text, evidence=p.evidence) for p in parts]),
        parts=parts,
        confidence=weakest.confidence,
        why=weakest.why,
        corpus=str(replies[0].trace.get("corpus") or ""),
    )
