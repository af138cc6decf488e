"""Question files: read whole, or told which line is wrong."""

import json
from pathlib import Path

import pytest

from assistant.errors import InputError
from evals.questions import CATEGORIES, Question, read_questions
from evals.run import SETS

ROW = {
    "id": "a", "turns": ["Hej", "Vem får söka?"], "category": "flertur", "answerable": True, "must": [["kommun", "primärkommun"]],
    "must_not": ["region"], "cite": [["en kommun"]], "tool": None, "note": "",
}  # fmt: skip


def written(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "prov.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_en_fraga_lases_med_allt_den_kraver(tmp_path: Path) -> None:
    (question,) = read_questions(written(tmp_path, json.dumps(ROW), "", "  "))
    assert question == Question(
        id="a",
        turns=("Hej", "Vem får söka?"),
        category="flertur",
        answerable=True,
        must=(("kommun", "primärkommun"),),
        must_not=("region",),
        cite=(("en kommun",),),
        tool=None,
        note="",
    )


def test_falt_som_vi_inte_kanner_stor_inte(tmp_path: Path) -> None:
    (question,) = read_questions(written(tmp_path, json.dumps(ROW | {"author": "någon annan"})))
    assert question.id == "a"


@pytest.mark.parametrize(
    ("case", "line", "says"),
    [
        ("ingen JSON", "hej", "fel form"),
        ("inget objekt", "[]", "fel form"),
        ("ett fält saknas", json.dumps({k: v for k, v in ROW.items() if k != "cite"}), "cite"),
        ("okänd kategori", json.dumps(ROW | {"category": "väder"}), "okänd kategori väder"),
    ],
)
def test_en_trasig_rad_namns(tmp_path: Path, case: str, line: str, says: str) -> None:
    with pytest.raises(InputError, match=rf"prov\.jsonl rad 3.*{says}"):
        list(read_questions(written(tmp_path, json.dumps(ROW), "", line)))


@pytest.mark.parametrize(("name", "least"), [("dev", 150), ("test", 120)])
def test_vara_fragor_tacker_alla_kategorier_och_ar_olika(name: str, least: int) -> None:
    questions = list(read_questions(SETS / f"{name}.jsonl"))
    assert len(questions) >= least
    assert {q.category for q in questions} == CATEGORIES
    assert len({q.id for q in questions}) == len({q.turns for q in questions}) == len(questions)
    assert {q.answerable for q in questions} == {True, False}


def test_ingen_fraga_star_bade_i_dev_och_test() -> None:
    dev, test = ({q.turns for q in read_questions(SETS / f"{name}.jsonl")} for name in ("dev", "test"))
    assert not dev & test
