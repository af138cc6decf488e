import pytest

from assistant.search.lexical import LetterSearch, WordSearch
from assistant.search.terms import Terms, stem


@pytest.mark.parametrize(
    ("one", "other"),
    [("föreningarna", "förening"), ("kommuner", "kommun"), ("projektparterna", "projektpart"), ("pengarna", "pengar")],
)
def test_bojningar_far_samma_sokform(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_sammansattningar_hittas_ocksa_genom_sina_delar() -> None:
    terms = Terms(["personal", "kostnader"])("personalkostnader")
    assert {stem("personal"), stem("kostnad")} <= set(terms)


def test_ordsokning_ger_noll_utan_gemensamma_ord() -> None:
    assert WordSearch(["bidrag till projekt", "sista dag"]).scores("xylofon").tolist() == [0.0, 0.0]


def test_bokstavssokning_ser_genom_stavfel() -> None:
    scores = LetterSearch(["avsiktsförklaring", "medfinansiering"]).scores("avsigtsförklarning")
    assert scores[0] > scores[1]
