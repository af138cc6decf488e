"""A model may put a follow-up together, from what the user has said."""

import json

import pytest

from assistant.errors import ModelError
from assistant.models.follow_up import Reworded, cut_up, made_whole, may_be_several
from tests.models.fakes import ScriptedWriter

TURNS = ["Vi är en förening som söker 300 000 kr.", "Kan en kommun vara med?", "och hur mycket får den?"]


def asked(*questions: str) -> Reworded:
    return made_whole(ScriptedWriter(lambda _data: json.dumps({"questions": questions})), TURNS)


def cut(message: str, *questions: str) -> Reworded:
    return cut_up(ScriptedWriter(lambda _data: json.dumps({"questions": questions})), [message])


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
    found = asked(question)
    assert found.kept == ((question,) if kept else ())
    assert [text for text, _ in found.cut] == ([] if kept else [question])


@pytest.mark.parametrize("text", ["inte json", '{"fel": []}', '{"questions": "x"', "[" * 3000])
def test_skrap_ar_ett_modellfel(text: str) -> None:
    with pytest.raises(ModelError):
        made_whole(ScriptedWriter(lambda _data: text), TURNS)


def test_modellen_far_turerna_som_data() -> None:
    writer = ScriptedWriter(lambda _data: '{"questions": []}')
    assert made_whole(writer, TURNS).kept == ()
    assert writer.asked[0][1] == {"turns": TURNS}


MESSAGE = "Vi är en förening. Får vi söka, gärna också veta när, och krävs inte egen insats?"


@pytest.mark.parametrize(
    ("case", "questions", "kept"),
    [
        ("var för sig", ("Vi är en förening. Får vi söka?", "Får vi veta när?", "Krävs inte egen insats?"),
         ("Vi är en förening. Får vi söka?", "Får vi veta när?", "Krävs inte egen insats?")),
        ("det berättade går inte förlorat", ("Får vi söka, gärna också veta när?", "Krävs inte egen insats?"),
         ("Vi är en förening. Får vi söka, gärna också veta när?", "Krävs inte egen insats?")),
        ("en fråga som faller bort med sitt inte", ("Vi är en förening?",), ()),
        ("ett inte som faller bort", ("Får vi söka?", "Krävs egen insats?"), ()),
        ("främmande ord i en av dem", ("Får vi söka?", "Krävs inte egen insats av regionen?"), ()),
        ("ingenting", (), ()),
    ],
)  # fmt: skip
def test_ett_meddelande_delas_bara_i_anvandarens_egna_ord(
    case: str, questions: tuple[str, ...], kept: tuple[str, ...]
) -> None:
    assert cut(MESSAGE, *questions).kept == kept, case


def test_en_enda_mening_delas_inte_av_en_modell() -> None:
    assert not may_be_several(["Vem får söka?"])
    assert may_be_several(["Vem får söka?", "När?"])


def test_kvittot_far_det_som_strokst_med_skal() -> None:
    trace = cut(MESSAGE, "Får regionen söka?").as_trace()
    assert trace["cut"] == [{"text": "Får regionen söka?", "reason": "frågan har ord som användaren inte har skrivit"}]
    assert Reworded().as_trace() == {}
