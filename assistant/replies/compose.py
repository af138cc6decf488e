"""Evidence to draft: the library's answer, quoted passages, or what is said nearby when the sources are silent."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.replies import phrases
from assistant.replies.draft import Claim, Draft, Layout, claims_of
from assistant.replies.reply import Status
from assistant.search.ranking import Ranked
from assistant.search.retriever import Evidence, Hit
from assistant.sources.corpus import Corpus
from assistant.sources.library import Entry, Proof
from assistant.text.sentences import sentences

CONTACT_QUOTE = "Om ni har frågor är ni välkomna att kontakta någon av oss."
_NEARBY = 2
_MAX_QUOTE = 300
_MAX_FOLLOW_UPS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """
    Where a likely answer is an answer: shares of the evidence, set on evals' dev set.

    *answer*: at least this share for the winner; *together*: or this for the winner and its like-minded
    runners-up; *known*: at least this share of the question's words is known at all.
    """

    answer: float = 0.30
    passage: float = 1.2
    known: float = 0.34


def _follow_ups(corpus: Corpus, entries: Sequence[Entry]) -> tuple[str, ...]:
    related = dict.fromkeys(r for entry in entries for r in entry.related)
    own = {entry.id for entry in entries}
    return tuple(corpus.entry_by_id[r].question for r in related if r not in own)[:_MAX_FOLLOW_UPS]


def ask_vinnova(corpus: Corpus) -> tuple[Claim, ...]:
    """Return the claim that says whom to ask, with the call's own words as proof."""
    proofs = corpus.prove(CONTACT_QUOTE)
    return (Claim(text=phrases.ASK_VINNOVA, proofs=proofs[:1], layout=Layout.PARAGRAPH),) if proofs else ()


def from_entry(corpus: Corpus, entry: Entry, ranked: Sequence[Ranked]) -> Draft:
    """Return the library's answer as a draft; where the sources are silent also whom to ask."""
    status = Status(entry.status)
    silent = status in {Status.NOT_IN_SOURCES, Status.UNCLEAR_IN_SOURCES}
    return Draft(
        status=status,
        claims=(*claims_of(entry), *(ask_vinnova(corpus) if silent else ())),
        follow_ups=_follow_ups(corpus, [entry]),
        trace={"entry": entry.id, "share": ranked[0].share},
    )


def _best_quote(hit: Hit) -> Proof:
    lines = hit.passage.text.splitlines()
    first = next((s for line in lines for s in sentences(line.removeprefix("• ")) if len(s) <= _MAX_QUOTE), lines[0])
    return Proof(quote=first, passage=hit.passage)


def from_passages(corpus: Corpus, evidence: Evidence, status: Status) -> Draft:
    """Return quoted passages: the answer where they say it, else what is said nearby and whom to ask."""
    lead = phrases.SAYS if status is Status.ANSWERED else f"{phrases.NOT_IN_SOURCES} {phrases.NEARBY}"
    quotes = [_best_quote(hit) for hit in evidence.hits[:_NEARBY]]
    entries = [corpus.entry_by_id[r.entry] for r in evidence.ranked[:_MAX_FOLLOW_UPS]]
    return Draft(
        status=status,
        claims=(
            Claim(text=lead, phrase=True),
            *(Claim(text=f"”{p.quote}”", proofs=(p,), layout=Layout.BULLET) for p in quotes),
            *(() if status is Status.ANSWERED else ask_vinnova(corpus)),
        ),
        follow_ups=tuple(e.question for e in entries if e.status == "answered"),
        trace={"entry": "", "share": evidence.ranked[0].share if evidence.ranked else 0.0},
    )


def out_of_scope() -> Draft:
    """Return that the question is about something else."""
    return Draft(status=Status.OUT_OF_SCOPE, claims=(Claim(text=phrases.OUT_OF_SCOPE, phrase=True),))


def compose(corpus: Corpus, evidence: Evidence, limits: Thresholds) -> Draft:
    """
    Return the draft that *evidence* carries.

    The shares come from one calibrated contest in which the entries that mark where the sources end
    compete like all others, so silence wins on evidence and not below a fixed similarity.
    """
    if evidence.known_words < limits.known:
        return out_of_scope()
    if not evidence.ranked:
        return from_passages(corpus, evidence, Status.NOT_IN_SOURCES)
    best = evidence.ranked[0]
    if best.share >= limits.answer:
        return from_entry(corpus, corpus.entry_by_id[best.entry], evidence.ranked)
    return from_passages(corpus, evidence, Status.NOT_IN_SOURCES)


def joined(drafts: Sequence[Draft]) -> Draft:
    """
    Return one draft for several questions asked at once; equal answers are given once.

    Answered wins over silence, since each part says itself what the sources do not hold.
    """
    if len(drafts) == 1:
        return drafts[0]
    claims = dict.fromkeys(claim for draft in drafts for claim in draft.claims)
    order = (Status.ANSWERED, Status.UNCLEAR_IN_SOURCES, Status.NOT_IN_SOURCES, Status.CLARIFY)
    statuses = [draft.status for draft in drafts]
    return Draft(
        status=next((s for s in order if s in statuses), statuses[0]),
        claims=tuple(claims),
        tool=next((d.tool for d in drafts if d.tool), None),
        follow_ups=tuple(dict.fromkeys(f for d in drafts for f in d.follow_ups))[:_MAX_FOLLOW_UPS],
        trace={"parts": [dict(d.trace) for d in drafts]},
    )
