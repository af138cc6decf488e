"""Which library entry is asked for, over small libraries whose right answer anyone can see."""

from pathlib import Path

import numpy as np
import pytest

from assistant.search.ranking import Ranker, Ranking
from assistant.sources.corpus import load_corpus
from tests.search.test_index import ToyEmbedder
from tests.search.toy_search import corpus_with, toy_index

DOGS = [f"hund valp tik {n}" for n in "abcdefghi"]
SHIPS = [f"båt skepp färja {n}" for n in "abcdefghi"]
TREES = [f"gran tall ek {n}" for n in "abcdefghi"]


def ranker_of(folder: Path, index: Path, **wordings: list[str]) -> Ranker:
    corpus = corpus_with(folder, wordings)
    return Ranker(toy_index(corpus, index), corpus)


def rank(ranker: Ranker, *texts: str, k: int = 8) -> Ranking:
    return ranker.rank(texts, ToyEmbedder().queries(texts), k)


@pytest.fixture
def ranker(small_corpus: Path, tmp_path: Path) -> Ranker:
    return ranker_of(small_corpus, tmp_path / "index", hund=DOGS, bat=SHIPS, trad=TREES)


@pytest.mark.parametrize(
    ("case", "question", "entry"),
    [
        ("bibliotekets egen ordalydelse", "hund valp tik c", "hund"),
        ("ett ord ur den", "skepp", "bat"),
        ("böjt", "granar och tallar", "trad"),
        ("felstavat", "skäpp och färga", "bat"),
    ],
)
def test_det_svar_som_fragan_liknar_kommer_forst(ranker: Ranker, case: str, question: str, entry: str) -> None:
    assert rank(ranker, question).ranked[0].entry == entry, case


def test_andelarna_summerar_till_ett_med_den_storsta_forst(ranker: Ranker) -> None:
    shares = [r.share for r in rank(ranker, "hund").ranked]
    assert sum(shares) == pytest.approx(1)
    assert shares == sorted(shares, reverse=True)
    assert all(0 <= share <= 1 for share in shares)


def test_hogst_sa_manga_svar_som_begarts(ranker: Ranker) -> None:
    assert len(rank(ranker, "hund", k=2).ranked) == 2


def test_alla_satt_att_stalla_fragan_raknas_lika(ranker: Ranker) -> None:
    one, other = rank(ranker, "hund", "färja och båt"), rank(ranker, "färja och båt", "hund")
    assert {r.entry: pytest.approx(r.share, abs=1e-5) for r in one.ranked} == {r.entry: r.share for r in other.ranked}


@pytest.mark.parametrize(
    ("question", "familiar"), [("vilken båt", True), ("båtar", True), ("xylofon", False), ("qwe rty", False)]
)
def test_en_fraga_ar_bekant_om_nagot_ord_i_den_ar_det(ranker: Ranker, question: str, familiar: bool) -> None:
    assert rank(ranker, question).familiar is familiar


def test_ingen_ordalydelse_alls_ger_anda_en_ordning(ranker: Ranker) -> None:
    assert {r.entry for r in rank(ranker, "?").ranked} == {"hund", "bat", "trad"}
    assert all(np.isfinite(r.share) for r in rank(ranker, "?").ranked)


def test_ett_bibliotek_med_ett_enda_svar_gar_att_fraga(small_corpus: Path, tmp_path: Path) -> None:
    ranker = ranker_of(small_corpus, tmp_path / "index", hund=DOGS)
    assert [r.entry for r in rank(ranker, "katt").ranked] == ["hund"]


def test_varje_egen_fraga_i_det_lilla_biblioteket_hittar_hem(small_corpus: Path, tmp_path: Path) -> None:
    corpus = load_corpus(small_corpus)
    ranker = Ranker(toy_index(corpus, tmp_path / "index"), corpus)
    asked = [(q, e.id) for e in corpus.entries for q in e.questions]
    assert [(q, rank(ranker, q).ranked[0].entry) for q, _ in asked] == asked
