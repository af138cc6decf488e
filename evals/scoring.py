"""Scores of one reply against one question; what could not be scored is None and stays out of the means."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.replies.reply import Reply, Status
from assistant.replies.verify import tool_figures
from assistant.sources.corpus import Corpus
from assistant.sources.documents import Passage
from assistant.sources.quotes import locate
from assistant.text.figures import figures
from evals.matching import holds, normalised
from evals.questions import Question

ABSTAINING = frozenset({Status.NOT_IN_SOURCES, Status.OUT_OF_SCOPE, Status.REFUSED})
SILENT = ABSTAINING | {Status.UNCLEAR_IN_SOURCES}
"""What counts as silence where the sources hold no answer; an open text counts as both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How one reply did."""

    question: Question
    reply: Reply
    seconds: float
    missing: tuple[tuple[str, ...], ...]
    forbidden: tuple[str, ...]
    uncited: tuple[tuple[str, ...], ...]
    wrong_tool: bool
    wrongly_silent: bool
    wrongly_spoke: bool
    cited_right: float | None
    rank: int | None
    """Rank of the first passage found that holds a gold snippet, 1 = best; None: no gold, 0: not found."""
    unverified: tuple[str, ...]
    loose_figures: frozenset[str]

    @property
    def passed(self) -> bool:
        """Return whether all that the question demands holds."""
        faults = (self.missing, self.forbidden, self.uncited, self.unverified, self.loose_figures)
        return not (any(faults) or self.wrong_tool or self.wrongly_silent or self.wrongly_spoke)


def _holds_snippet(passage: str, snippets: Sequence[str]) -> bool:
    plain = normalised(passage)
    return any(normalised(s) in plain for s in snippets)


def _cited_right(question: Question, reply: Reply) -> float | None:
    gold = [s for group in question.cite for s in group]
    if not gold or not reply.citations:
        return None
    return sum(_holds_snippet(c.passage, gold) for c in reply.citations) / len(reply.citations)


def _first(passages: Sequence[Passage], gold: Sequence[str]) -> int:
    return next((n for n, passage in enumerate(passages, start=1) if _holds_snippet(passage.text, gold)), 0)


def _rank(question: Question, retrieved: Sequence[Sequence[Passage]]) -> int | None:
    gold = [s for group in question.cite for s in group]
    if not gold or not retrieved:
        return None
    ranks = [_first(passages, gold) for passages in retrieved]
    return min((rank for rank in ranks if rank), default=0)


def _unverified(reply: Reply, corpus: Corpus) -> tuple[str, ...]:
    known = corpus.passage_by_id
    return tuple(
        c.quote
        for c in reply.citations
        if c.anchor not in known or known[c.anchor].text != c.passage or locate(c.quote, c.passage) is None
    )


def loose_figures(reply: Reply) -> frozenset[str]:
    """Return the figures of the reply that neither a quote nor the function's result proves."""
    proven = frozenset().union(*(figures(c.quote) | figures(c.note) for c in reply.citations), frozenset())
    marks = frozenset(str(c.n) for c in reply.citations)
    text = reply.text
    for mark in marks:
        text = text.replace(f"[{mark}]", "")
    return figures(text) - proven - tool_figures(reply.tool)


def score(question: Question, reply: Reply, corpus: Corpus, seconds: float) -> Score:
    """Return how *reply* did; its trace tells which passages retrieval brought for each part of the question."""
    retrieved = [[corpus.passage_by_id[i] for i, _ in part] for part in reply.trace.get("passages", ())]
    text = normalised(reply.text)
    return Score(
        question=question,
        reply=reply,
        seconds=seconds,
        missing=tuple(group for group in question.must if not any(holds(f, text) for f in group)),
        forbidden=tuple(f for f in question.must_not if holds(f, text)),
        uncited=tuple(g for g in question.cite if not any(_holds_snippet(c.passage, g) for c in reply.citations)),
        wrong_tool=question.tool is not None and (reply.tool is None or reply.tool.name != question.tool),
        wrongly_silent=question.answerable and reply.status in ABSTAINING | {Status.ERROR},
        wrongly_spoke=not question.answerable and reply.status not in SILENT,
        cited_right=_cited_right(question, reply),
        rank=_rank(question, retrieved),
        unverified=_unverified(reply, corpus),
        loose_figures=loose_figures(reply),
    )
