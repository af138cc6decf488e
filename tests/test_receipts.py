"""Receipts: kept, masked, found again; a fault of the disk costs the receipt and nothing else."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import InputError
from assistant.receipts import Receipts, receipt_id

TEXTS = st.text(max_size=20)


def test_ett_kvitto_hittas_igen(tmp_path: Path) -> None:
    receipts = Receipts(tmp_path / "nytt" / "kvitton")
    assert receipts.keep("abc123", {"text": "Högst 600 000 kr.", "trace": {"turns": ["Hur mycket?"]}})
    assert receipts.read("abc123") == {"text": "Högst 600 000 kr.", "trace": {"turns": ["Hur mycket?"]}}


def test_personuppgifter_sparas_inte(tmp_path: Path) -> None:
    receipts = Receipts(tmp_path)
    receipts.keep("abc", {"turns": ['Jag, 19800101-1234, heter "Bo"\noch nås på bo@x.se eller 070-123 45 67']})
    kept = (tmp_path / "abc.json").read_text(encoding="utf-8")
    assert not any(secret in kept for secret in ("19800101", "bo@x.se", "070-123"))
    assert receipts.read("abc")["turns"] == ['Jag, [personnummer], heter "Bo"\noch nås på [e-post] eller [telefon]']


@pytest.mark.parametrize("receipt", ["finnsinte", "", "..", "../abc", "abc.json", "a/b"])
def test_ett_kvitto_som_inte_finns_sags_pa_svenska(tmp_path: Path, receipt: str) -> None:
    (tmp_path / "abc.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match="det finns inget kvitto"):
        Receipts(tmp_path / "kvitton").read(receipt)


@pytest.mark.parametrize("content", [b"{", b"", b"\xff\xfe"])
def test_ett_skadat_kvitto_sags_pa_svenska(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "abc.json").write_bytes(content)
    with pytest.raises(InputError, match="kvittot abc är skadat"):
        Receipts(tmp_path).read("abc")


def test_en_disk_som_inte_tar_emot_kostar_kvittot_men_inte_svaret(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("", encoding="utf-8")
    assert not Receipts(tmp_path / "fil").keep("abc", {"text": "svar"})


@given(TEXTS, st.lists(TEXTS, max_size=3), TEXTS)
def test_ett_kvittonummer_kan_laggas_i_ett_filnamn(version: str, turns: list[str], text: str) -> None:
    receipt = receipt_id(version, turns, text)
    assert receipt.isalnum()
    assert receipt == receipt_id(version, turns, text)


@pytest.mark.parametrize(
    "other", [("v2", ["a", "b"], "c"), ("v", ["a"], "bc"), ("v", ["ab"], "c"), ("v", ["b", "a"], "c"), ("v", ["a", "b"], "d")]
)  # fmt: skip
def test_andra_kallor_turer_eller_svar_ger_ett_annat_nummer(other: tuple[str, list[str], str]) -> None:
    assert receipt_id(*other) != receipt_id("v", ["a", "b"], "c")
