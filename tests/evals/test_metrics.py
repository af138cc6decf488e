"""Metrics over scores made by hand, so that every figure can be counted on the fingers."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.replies.reply import Reply, Status
from evals.metrics import HIGHER_IS_WORSE, by_category, mean, metrics_of, percentile
from evals.questions import Question
from evals.scoring import Score

GOLD = (("max 600 000 kr",),)


def made(
    status: Status = Status.ANSWERED, *, answerable: bool = True, category: str = "belopp", cite: Any = GOLD,
    tool: str | None = None, trace: Mapping[str, Any] | None = None, **changes: Any,
) -> Score:  # fmt: skip
    question = Question(
        id="q", turns=("?",), category=category, answerable=answerable, must=(), must_not=(), cite=cite, tool=tool, note=""
    )  # fmt: skip
    fields: dict[str, Any] = {
        "seconds": 0.01, "missing": (), "forbidden": (), "uncited": (), "wrong_tool": False, "wrongly_silent": False,
        "wrongly_spoke": False, "cited_right": 1.0, "rank": 1, "unverified": (), "loose_figures": frozenset(),
    }  # fmt: skip
    reply = Reply(status=status, text="", trace=trace or {})
    return Score(question=question, reply=reply, **(fields | changes))


def test_felfria_svar_ger_fulla_matt() -> None:
    metrics = metrics_of([made(), made()])
    for name in ("strict_accuracy", "citation_recall", "citation_precision", "recall@1", "recall@5", "mrr"):
        assert metrics[name] == 1, name
    assert metrics["false_abstention"] == metrics["unproven_figures"] == 0


def test_strikt_ratt_ar_andelen_utan_nagon_brist() -> None:
    scores = [made(), made(missing=(("a",),)), made(loose_figures=frozenset({"7"})), made(wrong_tool=True)]
    metrics = metrics_of(scores)
    assert metrics["strict_accuracy"] == 0.25
    assert metrics["unproven_figures"] == 0.25


def test_sokningens_matt_raknas_pa_platsen() -> None:
    metrics = metrics_of([made(rank=1), made(rank=4), made(rank=0), made(rank=None)])
    assert metrics["recall@1"] == pytest.approx(1 / 3)
    assert metrics["recall@3"] == pytest.approx(1 / 3)
    assert metrics["recall@5"] == pytest.approx(2 / 3)
    assert metrics["mrr"] == pytest.approx((1 + 1 / 4 + 0) / 3)


def test_tystnad_mats_at_bada_hallen() -> None:
    scores = [
        made(Status.NOT_IN_SOURCES, answerable=False),
        made(answerable=False, wrongly_spoke=True),
        made(Status.NOT_IN_SOURCES, wrongly_silent=True),
        made(),
        made(),
    ]
    metrics = metrics_of(scores)
    assert metrics["abstention_recall"] == 0.5
    assert metrics["abstention_precision"] == 0.5
    assert metrics["false_abstention"] == pytest.approx(1 / 3)


def test_det_som_inte_gar_att_mata_ar_tomt_och_inte_noll() -> None:
    metrics = metrics_of([made(cite=(), rank=None, cited_right=None)])
    empty = ("citation_recall", "citation_precision", "recall@5", "mrr", "tool_used", "abstention_recall")
    assert [name for name in empty if metrics[name] is not None] == []


def test_funktionerna_mats_bara_dar_en_kravs() -> None:
    metrics = metrics_of([made(), made(tool="budget"), made(tool="budget", wrong_tool=True)])
    assert metrics["tool_used"] == 0.5


def test_en_sprakmodell_mats_bara_dar_en_har_fragats() -> None:
    assert not any(name.startswith("model_") for name in metrics_of([made()]))
    phrasing = {"claims": 4, "cut": ["a"], "tokens": 100}
    fallen = {"fallback": "tiden tog slut"}
    metrics = metrics_of([made(trace={"phrasing": phrasing}), made(trace={"phrasing": fallen}), made(), made()])
    assert metrics["model_asked"] == 0.5
    assert metrics["model_fallback"] == 0.5
    assert metrics["model_claims_cut"] == 0.25
    assert metrics["model_tokens"] == 100


def test_svarstiden_ar_i_millisekunder() -> None:
    metrics = metrics_of([made(seconds=n / 1000) for n in range(1, 101)])
    assert metrics["latency_p50_ms"] == pytest.approx(50)
    assert metrics["latency_p95_ms"] == pytest.approx(95)


def test_varje_matt_dar_mer_ar_samre_finns() -> None:
    assert set(metrics_of([made()])) >= HIGHER_IS_WORSE


def test_per_kategori_raknas_ratt_av_fragade() -> None:
    scores = [made(category="datum"), made(category="belopp"), made(category="datum", forbidden=("x",))]
    assert list(by_category(scores).items()) == [("belopp", (1, 1)), ("datum", (1, 2))]


@given(st.lists(st.none() | st.floats(0, 1), max_size=20))
def test_medelvardet_ligger_mellan_minst_och_storst(values: list[float | None]) -> None:
    known = [v for v in values if v is not None]
    average = mean(values)
    if not known:
        assert average is None
    else:
        assert average is not None
        assert min(known) - 1e-9 <= average <= max(known) + 1e-9


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=50), st.floats(0, 1))
def test_en_percentil_ar_ett_av_vardena_och_vaxer_med_andelen(values: list[float], share: float) -> None:
    assert percentile(values, share) in values
    assert percentile(values, share) <= percentile(values, 1.0) == max(values)
