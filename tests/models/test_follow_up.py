"""A model may put a follow-up together, from what the user has said."""

import json

import pytest

from assistant.errors import ModelError
from assistant.models.follow_up import made_whole
from tests.models.fakes import ScriptedWriter

TURNS = ["Vi är en förening som söker 300 000 kr.", "Kan en kommun vara med?", "och hur mycket får den?"]


def asked(*questions: str) -> tuple[str, ...]:
    return made_whole(ScriptedWriter(lambda _data: json.dumps({"questions": questions})), TURNS)


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("Hur mycket får en kommun?", True),
        ("Hur mycket får en förening som söker 300 000 kr?", True),
        ("Hur mycket får en region?", False),
        ("Hur mycket får en förening som söker 500 000 kr?", False),
        ("Vi är en förening som söker.", False),
        ("", False),
    ],
)
def test_bara_anvandarens_egna_ord_blir_en_fraga(question: str, kept: bool) -> None:
    assert asked(question) == ((question,) if kept else ())


@pytest.mark.parametrize("text", ["inte json", '{"fel": []}', '{"questions": "x"', "[" * 3000])
def test_skrap_ar_ett_modellfel(text: str) -> None:
    with pytest.raises(ModelError):
        made_whole(ScriptedWriter(lambda _data: text), TURNS)


def test_modellen_far_turerna_som_data() -> None:
    writer = ScriptedWriter(lambda _data: '{"questions": []}')
    assert made_whole(writer, TURNS) == ()
    assert writer.asked[0][1] == {"turns": TURNS}
