"""Evidence to draft: the library's answer, quoted passages, or what is said nearby when the sources are silent."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from assistant.replies import phrases
from assistant.replies.draft import Claim, Draft, Layout, claims_of
from assistant.replies.reply import Status, ToolUse
from assistant.rules.calculation import Ask
from assistant.rules.eligibility import ASPECTS
from assistant.search.ranking import Ranked
from assistant.search.retriever import Evidence, Hit
from assistant.sources.corpus import Corpus
from assistant.sources.library import Entry, Proof
from assistant.text.sentences import sentences

CONTACT_QUOTE = "Om ni har frågor är ni välkomna att kontakta någon av oss."
_NEARBY = 2
_MAX_QUOTE = 300
_MAX_FOLLOW_UPS = 3
_BESIDE, _MAX_BESIDE = 2, 2
"""So many sentences of so many runners-up are given beside the likeliest answer."""
_SILENT = frozenset({Status.NOT_IN_SOURCES, Status.UNCLEAR_IN_SOURCES})
_ELIGIBILITY = frozenset({*ASPECTS, "behörighet", Ask.BIDRAG})
"""Rules in whose place an eligibility rule may answer; whether a sum is allowed is found where the largest grant is."""
_ABSTAINING = frozenset({Status.NOT_IN_SOURCES, Status.OUT_OF_SCOPE, Status.REFUSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """
    Where a likely answer is an answer; set on evals' dev set.

    *answer*: the least share of the evidence that an answer must have.
    *beside*: a runner-up with at least this part of the winner's share is given beside it.
    *silence*: so many times the share of the other answers must those have together that say the sources are silent.
    *eligibility*: the least part of the evidence that must be about eligibility for a tentative rule to stand.
    *rule*: the part of the evidence from which on it says by itself which rule is asked.
    """

    answer: float = 0.12
    beside: float = 0.1
    silence: float = 1.4
    eligibility: float = 0.15
    rule: float = 0.35


def _follow_ups(corpus: Corpus, entries: Sequence[Entry]) -> tuple[str, ...]:
    related = dict.fromkeys(r for entry in entries for r in entry.related)
    own = {entry.id for entry in entries}
    return tuple(corpus.entry_by_id[r].question for r in related if r not in own)[:_MAX_FOLLOW_UPS]


def ask_vinnova(corpus: Corpus) -> tuple[Claim, ...]:
    """Return the claim that says whom to ask, with the call's own words as proof."""
    proofs = corpus.prove(CONTACT_QUOTE)
    return (Claim(text=phrases.ASK_VINNOVA, proofs=proofs[:1], layout=Layout.PARAGRAPH),) if proofs else ()


def _lacks_advice(entry: Entry) -> bool:
    return Status(entry.status) in _SILENT and "fråga" not in entry.answer.lower()


def from_entries(corpus: Corpus, entries: Sequence[Entry], ranked: Sequence[Ranked]) -> Draft:
    """Return the first entry's answer, the start of the others' beside it, and whom to ask where the sources are silent."""
    first, *others = entries
    status = Status(first.status)
    beside = tuple(claim for entry in others for claim in claims_of(entry)[:_BESIDE])
    return Draft(
        status=status,
        claims=(*claims_of(first), *beside, *(ask_vinnova(corpus) if _lacks_advice(first) else ())),
        follow_ups=_follow_ups(corpus, entries),
        trace={"entry": first.id, "beside": [e.id for e in others], "share": ranked[0].share},
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


def not_understood() -> Draft:
    """Return that the question has no word that is known here."""
    return Draft(status=Status.CLARIFY, claims=(Claim(text=phrases.NOT_UNDERSTOOD, phrase=True),))


def _chosen(corpus: Corpus, ranked: Sequence[Ranked], limits: Thresholds) -> tuple[Entry, ...]:
    """Return the entries to answer with; none where no entry is likely enough."""
    silent = [r for r in ranked if corpus.entry_by_id[r.entry].status in _ABSTAINING]
    spoken = [r for r in ranked if r not in silent]
    if sum(r.share for r in silent) > limits.silence * sum(r.share for r in spoken):
        return (corpus.entry_by_id[silent[0].entry],)
    if not spoken or spoken[0].share < limits.answer:
        return ()
    first, *others = ((corpus.entry_by_id[r.entry], r.share) for r in spoken)
    beside = [
        e for e, share in others[:_MAX_BESIDE] if share >= limits.beside * first[1] and e.status == first[0].status
    ]
    return (first[0], *beside)


def compose(corpus: Corpus, evidence: Evidence, limits: Thresholds) -> Draft:
    """
    Return the draft that *evidence* carries.

    The shares come from one contest in which the entries that mark where the sources end compete
    like all others: silence wins on evidence, and where two answers are about as likely both are given.
    """
    if not evidence.familiar:
        return not_understood()
    chosen = _chosen(corpus, evidence.ranked, limits)
    if not chosen:
        return from_passages(corpus, evidence, Status.NOT_IN_SOURCES)
    return from_entries(corpus, chosen, evidence.ranked)


def stands(draft: Draft, evidence: Evidence | None, corpus: Corpus, limits: Thresholds) -> bool:
    """Return whether a rule's draft stands: a tentative one does not where the evidence is about another subject."""
    if evidence is None or not draft.tentative:
        return True
    shares = _by_rule(corpus, evidence)
    own = shares.keys() & _ELIGIBILITY if draft.tool and draft.tool.name == "eligibility" else shares.keys() - {""}
    return sum(shares[rule] for rule in own) >= limits.eligibility * sum(shares.values())


def _by_rule(corpus: Corpus, evidence: Evidence) -> dict[str, float]:
    """Return the share of the evidence that each rule has by the entries that stand for it; "" is none."""
    shares: dict[str, float] = {}
    for ranked in evidence.ranked:
        rule = corpus.entry_by_id[ranked.entry].rule
        shares[rule] = shares.get(rule, 0.0) + ranked.share
    return shares


def rule_asked(corpus: Corpus, evidence: Evidence | None, limits: Thresholds) -> str:
    """Return the rule that *evidence* says is asked, whatever the words; empty where it says none."""
    shares = _by_rule(corpus, evidence) if evidence else {}
    best = max(shares, key=shares.__getitem__, default="")
    return best if shares.get(best, 0.0) >= limits.rule * sum(shares.values()) else ""


def with_findings(draft: Draft, tool: ToolUse | None) -> Draft:
    """Return *draft* with what a rule found beside it; only an answer has findings beside it."""
    return replace(draft, tool=tool) if draft.status in {Status.ANSWERED, Status.UNCLEAR_IN_SOURCES} else draft


def _together(drafts: Sequence[Draft]) -> ToolUse | None:
    """Return the first function used; where others were too, its result holds theirs, so that all figures stay proven."""
    used = [draft.tool for draft in drafts if draft.tool]
    if not used:
        return None
    first, *others = used
    more = [asdict(tool) for tool in others if tool != first]
    return replace(first, result={**first.result, "dessutom": more}) if more else first


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
        tool=_together(drafts),
        follow_ups=tuple(dict.fromkeys(f for d in drafts for f in d.follow_ups))[:_MAX_FOLLOW_UPS],
        trace={"parts": [dict(d.trace) for d in drafts]},
    )
