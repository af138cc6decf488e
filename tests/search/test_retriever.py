"""Hybrid search over the small corpus: dense and words fused, the library pointing at what it cites."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.search.retriever import PassageRetriever, Searcher
from assistant.sources.corpus import load_corpus
from tests.search.toy_search import toy_searcher


class Backwards:
    """A re-ranker that likes the passages that were found last."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def predict(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        self.asked += pairs
        return [float(at) for at in range(len(pairs))]


@pytest.fixture
def searcher(small_corpus: Path, tmp_path: Path) -> Searcher:
    return toy_searcher(load_corpus(small_corpus), tmp_path / "index")


@pytest.mark.parametrize(
    ("case", "question", "passage"),
    [
        ("avsnittets egna ord", "investeringar i utrustning", "utlysning#inte"),
        ("bara bibliotekets ord", "taket", "utlysning#belopp"),
        ("sammansatt ord i delar", "driften", "utlysning#inte"),
    ],
)
def test_ratt_avsnitt_kommer_forst(searcher: Searcher, case: str, question: str, passage: str) -> None:
    assert searcher.search([question]).hits[0].passage.id == passage, case


def test_traffarna_ar_skilda_avsnitt_i_fallande_ordning(searcher: Searcher) -> None:
    hits = searcher.search(["Hur mycket kan vi få till drift?"]).hits
    assert len({h.passage.id for h in hits}) == len(hits) == 3
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert all(-1.001 <= h.cosine <= 1.001 and h.bm25 >= 0 for h in hits)


def test_den_fullaste_ordalydelsen_ar_fragan(searcher: Searcher) -> None:
    evidence = searcher.search(["och det?", "Hur mycket kan man få? och det?"])
    assert evidence.question == "Hur mycket kan man få? och det?"
    assert evidence.ranked[0].entry == "belopp"


def test_samma_fraga_ger_samma_svar_igen(searcher: Searcher) -> None:
    assert searcher.search(["driften"]) == searcher.search(["driften"])


@pytest.mark.parametrize("question", ["xylofon", "?", "🙂", "كم المبلغ", "drift " * 500])
def test_en_fraga_utan_traff_ar_inget_fel(searcher: Searcher, question: str) -> None:
    assert len(searcher.search([question]).hits) == 3


def test_en_omrankare_bestammer_ordningen_men_inte_vad_som_hittas(small_corpus: Path, tmp_path: Path) -> None:
    corpus, backwards = load_corpus(small_corpus), Backwards()
    plain = toy_searcher(corpus, tmp_path / "index").search(["drift"])
    reranked = toy_searcher(corpus, tmp_path / "index", reranker=backwards).search(["drift"])
    assert reranked.hits == plain.hits[::-1]
    assert reranked.ranked == plain.ranked
    assert backwards.asked == [("drift", h.passage.context) for h in plain.hits]


def test_langchain_far_avsnitten_ordagrant_med_kalla(searcher: Searcher) -> None:
    found = PassageRetriever(searcher=searcher, k=2).invoke("investeringar i utrustning")
    assert len(found) == 2
    best = found[0]
    assert best.page_content == "Stöd beviljas inte till\n• löpande drift\n• investeringar i utrustning"
    assert best.id == "utlysning#inte"
    assert best.metadata["document"] == "Utlysningen Lilla provet"
    assert best.metadata["section"] == "Stöd beviljas inte till"
    assert best.metadata["url"] == "https://example.org/prov"


def test_langchains_sokare_haller_samma_ordning_som_sokningen(searcher: Searcher) -> None:
    found = PassageRetriever(searcher=searcher).invoke("driften")
    assert [d.id for d in found] == [h.passage.id for h in searcher.search(["driften"]).hits]
