"""Metrics over a set of scores."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from evals.scoring import SILENT, Score

HIGHER_IS_WORSE = frozenset({"false_abstention", "unproven_figures", "latency_p50_ms", "latency_p95_ms"})


def mean(values: Iterable[float | bool | None]) -> float | None:
    """
    Return the mean of what could be scored; None where nothing could.

    >>> mean([1.0, None, 0.0]), mean([None])
    (0.5, None)
    """
    known = [float(v) for v in values if v is not None]
    return sum(known) / len(known) if known else None


def percentile(values: Sequence[float], share: float) -> float:
    """
    Return the value below which *share* of *values* lie, nearest rank.

    >>> percentile([1.0, 2.0, 3.0, 4.0], 0.5)
    2.0
    """
    ordered = sorted(values)
    return ordered[max(0, round(share * len(ordered)) - 1)]


def _retrieval(scores: Sequence[Score]) -> dict[str, float | None]:
    ranks = [s.rank for s in scores if s.rank is not None]
    found: dict[str, float | None] = {f"recall@{k}": mean(0 < r <= k for r in ranks) for k in (1, 3, 5)}
    return found | {"mrr": mean(1 / r if r else 0.0 for r in ranks)}


def _abstention(scores: Sequence[Score]) -> dict[str, float | None]:
    silent = [s for s in scores if s.reply.status in SILENT and s.reply.status != "unclear_in_sources"]
    return {
        "abstention_recall": mean(not s.wrongly_spoke for s in scores if not s.question.answerable),
        "abstention_precision": mean(not s.question.answerable for s in silent),
        "false_abstention": mean(s.wrongly_silent for s in scores if s.question.answerable),
    }


def _phrasing(scores: Sequence[Score]) -> dict[str, float | None]:
    """Return how a language model fared, where one is configured; nothing else changes a set's metrics."""
    traces = [t for s in scores if (t := s.reply.trace.get("phrasing"))]
    if not traces:
        return {}
    claims = sum(t.get("claims", 0) for t in traces)
    return {
        "model_asked": len(traces) / len(scores),
        "model_fallback": mean("fallback" in t for t in traces),
        "model_claims_cut": sum(len(t.get("cut", ())) for t in traces) / claims if claims else None,
        "model_tokens": mean(t.get("tokens") for t in traces),
    }


def metrics_of(scores: Sequence[Score]) -> Mapping[str, float | None]:
    """Return every metric by name; None where the set holds nothing to measure it on."""
    cited = [s for s in scores if s.question.cite]
    tools = [s for s in scores if s.question.tool]
    seconds = [s.seconds for s in scores]
    return {
        "strict_accuracy": mean(s.passed for s in scores),
        "citation_recall": mean(not s.uncited for s in cited),
        "citation_precision": mean(s.cited_right for s in scores),
        **_retrieval(scores),
        **_abstention(scores),
        "tool_used": mean(not s.wrong_tool for s in tools),
        "tool_accuracy": mean(s.passed for s in tools),
        "verbatim_quotes": mean(not s.unverified for s in scores if s.reply.citations),
        "unproven_figures": mean(bool(s.loose_figures) for s in scores),
        "latency_p50_ms": percentile(seconds, 0.5) * 1000,
        "latency_p95_ms": percentile(seconds, 0.95) * 1000,
        **_phrasing(scores),
    }


def by_category(scores: Sequence[Score]) -> Mapping[str, tuple[int, int]]:
    """Return passed and asked by category, in alphabetical order."""
    return _by(scores, lambda s: s.question.category)


def _by(scores: Sequence[Score], key: Callable[[Score], str]) -> Mapping[str, tuple[int, int]]:
    groups: defaultdict[str, list[bool]] = defaultdict(list)
    for one in scores:
        groups[key(one)].append(one.passed)
    return {name: (sum(passed), len(passed)) for name, passed in sorted(groups.items())}
