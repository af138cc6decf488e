from pathlib import Path

import pytest

from assistant.errors import SourceError
from assistant.sources.documents import read_document
from tests.conftest import ROOT, SMALL_DOCUMENT


def document(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "prov.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_en_lista_hor_ihop_med_raden_som_styr_den(tmp_path: Path) -> None:
    passages = read_document(document(tmp_path, SMALL_DOCUMENT)).passages
    listed = next(p for p in passages if p.id == "utlysning#inte")
    assert listed.text == "Stöd beviljas inte till\n• löpande drift\n• investeringar i utrustning"
    assert listed.headings == ("Belopp", "Stöd beviljas inte till")


@pytest.mark.parametrize(
    ("case", "text", "message"),
    [
        ("utan inledning", "# Rubrik\n\ntext", "inledningen"),
        ("fält saknas", "---\nid: a\n---\n\ntext", "fältet title saknas"),
        ("ankare saknas", SMALL_DOCUMENT.replace(" {#belopp}", ""), "saknar ankare"),
        ("samma ankare två gånger", SMALL_DOCUMENT.replace("#inte", "#belopp"), "flera gånger"),
    ],
)
def test_ett_trasigt_dokument_ger_ett_begripligt_fel(tmp_path: Path, case: str, text: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read_document(document(tmp_path, text))


def test_fel_teckenkodning_ger_ett_begripligt_fel(tmp_path: Path) -> None:
    path = tmp_path / "prov.md"
    path.write_bytes(SMALL_DOCUMENT.encode("latin-1"))
    with pytest.raises(SourceError, match="inte UTF-8"):
        read_document(path)


def test_en_aterigiven_uppgift_bar_ar_och_sakerhet() -> None:
    passages = read_document(ROOT / "corpus" / "documents" / "villkor.md").passages
    fact = next(p for p in passages if p.id == "villkor#V40")
    assert (fact.year, fact.certainty, fact.sources) == ("2019", "delvis läst i källan", ("T19",))
    assert "uppgift från 2019" in fact.note
