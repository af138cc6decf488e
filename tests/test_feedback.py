"""Readers' verdicts: one line each, masked, and never a reason for the page to fail."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from assistant.feedback import Feedback


def rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_varje_omdome_blir_en_rad_och_de_tidigare_star_kvar(tmp_path: Path) -> None:
    path = tmp_path / "ny" / "synpunkter.jsonl"
    assert Feedback(path).keep(receipt="abc", verdict="bra")
    assert Feedback(path).keep(receipt="def", verdict="dåligt", reason="För kort,\nsaknar datum")
    first, second = rows(path)
    assert (first["receipt"], first["verdict"], first["reason"]) == ("abc", "bra", "")
    assert (second["receipt"], second["reason"]) == ("def", "För kort,\nsaknar datum")


def test_tiden_ar_utc_sa_att_rader_fran_olika_datorer_kan_ordnas(tmp_path: Path) -> None:
    Feedback(tmp_path / "s.jsonl").keep(receipt="abc", verdict="bra")
    assert datetime.fromisoformat(rows(tmp_path / "s.jsonl")[0]["time"]).utcoffset() == timedelta(0)


def test_personuppgifter_i_skalet_sparas_inte(tmp_path: Path) -> None:
    Feedback(tmp_path / "s.jsonl").keep(receipt="abc", verdict="dåligt", reason="Ring 070-123 45 67 eller bo@x.se")
    assert rows(tmp_path / "s.jsonl")[0]["reason"] == "Ring [telefon] eller [e-post]"


def test_en_disk_som_inte_tar_emot_kostar_bara_omdomet(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("", encoding="utf-8")
    assert not Feedback(tmp_path / "fil" / "s.jsonl").keep(receipt="abc", verdict="bra")
