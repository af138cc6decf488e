"""The real corpus, and what a broken one says."""

from pathlib import Path

import pytest

from assistant.errors import SourceError
from assistant.sources.corpus import Corpus, load_corpus
from assistant.sources.quotes import locate
from assistant.text.figures import unproven
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus(ROOT / "corpus")


def test_alla_208_uppgifter_och_hela_utlysningen_finns_med(corpus: Corpus) -> None:
    restated = [p for p in corpus.passages if p.restated]
    assert len(restated) == 208
    assert all(p.certainty for p in restated)
    assert {s for p in restated for s in p.sources} <= set(corpus.origins) | {p.id.split("#")[1] for p in restated}


def test_varje_mening_i_biblioteket_ar_bevisad(corpus: Corpus) -> None:
    for entry in corpus.entries:
        for sentence in entry.sentences:
            assert all(locate(p.quote, p.passage.text) for p in sentence.proofs), entry.id
            assert not unproven(sentence.text, (p.quote for p in sentence.proofs)), entry.id
            assert sentence.proofs or entry.status != "answered", entry.id


def test_ingen_fragevariant_hor_till_tva_svar(corpus: Corpus) -> None:
    seen: dict[str, str] = {}
    for entry in corpus.entries:
        for question in entry.questions:
            assert seen.setdefault(question.lower(), entry.id) == entry.id, question


def test_utlysningstexten_gar_fore_aterigivna_uppgifter(corpus: Corpus) -> None:
    assert corpus.prove("600 000 kr")[0].passage.document_id == "utlysning"


@pytest.mark.parametrize(
    ("case", "change", "message"),
    [
        ("ett citat som inte finns", ("max 600 000 kr per projekt.", "max 700 000 kr per projekt."), "inte ordagrant"),
        ("en siffra som citatet inte har", ("högst 600 000 kronor", "högst 650 000 kronor"), "siffran 650000"),
        ("okänd status", ('status = "answered"', 'status = "svarat"'), "meningen|okänd status"),
        ("ett fält saknas", ('question = "Hur mycket kan man få?"\n', ""), "fältet question saknas"),
        ("trasig TOML", ("[[entry]]", "[[entry"), "kan inte läsas som TOML"),
        ("hänvisning till inget", ("related = []", 'related = ["borta"]'), "hänvisar till borta"),
    ],
)
def test_ett_fel_i_biblioteket_pekas_ut(small_corpus: Path, case: str, change: tuple[str, str], message: str) -> None:
    path = small_corpus / "library" / "svar.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(*change, 1), encoding="utf-8")
    with pytest.raises(SourceError, match=message):
        load_corpus(small_corpus)


def test_versionen_andras_med_texten(small_corpus: Path) -> None:
    before = load_corpus(small_corpus).version
    path = small_corpus / "documents" / "utlysning.md"
    path.write_text(path.read_text(encoding="utf-8").replace("oss.", "oss!"), encoding="utf-8")
    assert load_corpus(small_corpus).version != before
