"""Scores of replies whose faults are known, over the small corpus."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.replies.draft import Claim, Draft
from assistant.replies.reply import Reply, Status, ToolUse
from assistant.replies.verify import verify
from assistant.sources.corpus import Corpus, load_corpus
from evals.questions import Question
from evals.scoring import Score, loose_figures, score

QUOTE = "Bidrag kan beviljas med max 600 000 kr per projekt."
QUESTION = Question(
    id="q", turns=("Hur mycket kan vi få?",), category="belopp", answerable=True, must=(("600 000 kr", "0,6 mkr"),), must_not=("700 000",),
    cite=(("max 600 000 kr per projekt",),), tool=None, note="",
)  # fmt: skip
SILENT = replace(QUESTION, answerable=False, must=(), must_not=(), cite=())


@pytest.fixture
def corpus(small_corpus: Path) -> Corpus:
    return load_corpus(small_corpus)


@pytest.fixture
def right(corpus: Corpus) -> Reply:
    claim = Claim(text="Ett projekt kan få högst 600 000 kronor.", proofs=corpus.prove(QUOTE))
    passages = [[("utlysning#inte", 0.9), ("utlysning#belopp", 0.5)]]
    return verify(Draft(status=Status.ANSWERED, claims=(claim,), trace={"passages": passages}))[0]


def scored(reply: Reply, corpus: Corpus, question: Question = QUESTION) -> Score:
    return score(question, reply, corpus, 0.01)


def test_ett_ratt_svar_ar_godkant_i_allt(right: Reply, corpus: Corpus) -> None:
    one = scored(right, corpus)
    assert one.passed
    assert one.cited_right == 1
    assert one.rank == 2


@pytest.mark.parametrize(
    ("case", "change", "fault"),
    [
        ("det som krävs saknas", {"text": "Det finns ett tak. [1]"}, "missing"),
        ("det som inte får sägas", {"text": "Inte 700 000 utan 600 000 kr. [1]"}, "forbidden"),
        ("inget citat", {"citations": ()}, "uncited"),
        ("teg i onödan", {"status": Status.NOT_IN_SOURCES}, "wrongly_silent"),
        ("ett fel är ingen tystnad men inget svar", {"status": Status.ERROR}, "wrongly_silent"),
        ("en siffra utan bevis", {"text": "600 000 kr, alltså 12 procent [1]"}, "loose_figures"),
    ],
)
def test_varje_brist_falls_for_sig(right: Reply, corpus: Corpus, case: str, change: dict, fault: str) -> None:
    one = scored(replace(right, **change), corpus)
    assert getattr(one, fault), case
    assert not one.passed, case


@pytest.mark.parametrize(
    ("case", "change"),
    [
        ("citatet är ändrat", {"quote": QUOTE.replace("600", "700")}),
        ("avsnittet är ändrat", {"passage": QUOTE + " Och mer."}),
        ("avsnittet finns inte", {"anchor": "utlysning#borta"}),
    ],
)
def test_ett_citat_som_inte_star_i_kallan_upptacks(right: Reply, corpus: Corpus, case: str, change: dict) -> None:
    forged = replace(right.citations[0], **change)
    one = scored(replace(right, citations=(forged,)), corpus)
    assert one.unverified == (forged.quote,), case
    assert not one.passed, case


@pytest.mark.parametrize(
    ("status", "spoke"),
    [
        (Status.NOT_IN_SOURCES, False),
        (Status.OUT_OF_SCOPE, False),
        (Status.REFUSED, False),
        (Status.UNCLEAR_IN_SOURCES, False),
        (Status.ANSWERED, True),
        (Status.CLARIFY, True),
    ],
)
def test_dar_inget_svar_finns_ar_tystnad_ratt(corpus: Corpus, status: Status, spoke: bool) -> None:
    one = scored(Reply(status=status, text="Det framgår inte."), corpus, SILENT)
    assert one.wrongly_spoke is spoke
    assert one.passed is not spoke


def test_fel_funktion_ar_fel_aven_nar_texten_ar_ratt(right: Reply, corpus: Corpus) -> None:
    question = replace(QUESTION, tool="budget")
    used = ToolUse(name="budget", input={}, result={})
    assert scored(right, corpus, question).wrong_tool
    assert scored(replace(right, tool=replace(used, name="eligibility")), corpus, question).wrong_tool
    assert scored(replace(right, tool=used), corpus, question).passed


def test_vartannat_citat_ratt_ar_halv_precision(right: Reply, corpus: Corpus) -> None:
    other = verify(
        Draft(status=Status.ANSWERED, claims=(Claim(text="Drift.", proofs=corpus.prove("löpande drift")[:1]),))
    )[0].citations[0]
    assert scored(replace(right, citations=(*right.citations, other)), corpus).cited_right == 0.5


@pytest.mark.parametrize(
    ("passages", "rank"),
    [([], None), ([[("utlysning#inte", 1.0)]], 0), ([[("utlysning#inte", 1.0)], [("utlysning#belopp", 1.0)]], 1)],
)
def test_basta_platsen_bland_delfragorna_raknas(right: Reply, corpus: Corpus, passages: list, rank: int | None) -> None:
    assert scored(replace(right, trace={"passages": passages}), corpus).rank == rank


def test_utan_facit_for_citat_blir_matten_tomma_och_inte_noll(right: Reply, corpus: Corpus) -> None:
    one = scored(right, corpus, replace(QUESTION, cite=()))
    assert (one.cited_right, one.rank) == (None, None)
    assert one.passed


@pytest.mark.parametrize(
    ("text", "loose"),
    [
        ("Högst 600 000 kronor. [1]", set()),
        ("Högst sexhundratusen kronor. [1]", set()),
        ("Högst 0,6 miljoner kronor. [1]", set()),
        ("Räknat ger det 400 000 kronor. [1]", set()),
        ("Högst 601 000 kronor. [1]", {"601000"}),
        ("Av dem är två kvar, se [2]. [1]", {"2"}),
    ],
)
def test_en_siffra_maste_komma_ur_ett_citat_eller_en_utrakning(right: Reply, text: str, loose: set[str]) -> None:
    tool = ToolUse(name="budget", input={}, result={"bidrag": 400_000})
    assert loose_figures(replace(right, text=text, tool=tool)) == loose
