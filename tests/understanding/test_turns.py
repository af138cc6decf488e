"""What is asked in a message, and in which language."""

import pytest

from assistant.understanding.language import Language, language_of
from assistant.understanding.spelling import Speller
from assistant.understanding.turns import leans_back, made_whole, questions_in


@pytest.mark.parametrize(
    ("case", "message", "parts"),
    [
        ("en enkel fråga", "Vem får söka?", ("Vem får söka?",)),
        (
            "hälsning och underskrift faller bort",
            "Hej!\nVem får söka?\n\nMed vänlig hälsning\nBo Ek",
            ("Vem får söka?",),
        ),
        ("bakgrunden följer med frågan", "Vi är en klubb. Får vi söka?", ("Vi är en klubb. Får vi söka?",)),
        (
            "två meningar, två frågor",
            "Vem får söka? Hur länge får vi hålla på?",
            ("Vem får söka?", "Hur länge får vi hålla på?"),
        ),
        (
            "och fogar två frågor",
            "Hur mycket får vi och när kommer pengarna?",
            ("Hur mycket får vi", "när kommer pengarna?"),
        ),
        ("och mellan ord delar inte", "Får kommuner och föreningar söka?", ("Får kommuner och föreningar söka?",)),
        ("citerad historik läses inte", "Får vi söka?\n> Hur mår du?", ("Får vi söka?",)),
        ("bara ett ord", "maxbelopp", ("maxbelopp",)),
        ("ett snedstreck och ett namn är en underskrift", "Får vi söka?\n/Sofie", ("Får vi söka?",)),
        ("högaktningsfullt likaså", "Får vi söka?\nHögaktningsfullt\nC F Nord", ("Får vi söka?",)),
        (
            "aviserade frågor delas fast den första saknar frågeord",
            "Två snabba inför mötet: maxbelopp per projekt, och hur länge får vi hålla på?",
            ("maxbelopp per projekt", "hur länge får vi hålla på?"),
        ),
        (
            "en upptakt före kolon hindrar inte",
            "Snabb fråga: vad kan vi få, och när kommer pengarna?",
            ("Snabb fråga: vad kan vi få", "när kommer pengarna?"),
        ),
    ],
)
def test_fragorna_i_ett_meddelande(case: str, message: str, parts: tuple[str, ...]) -> None:
    assert questions_in(message) == parts, case


@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        ("och hur länge?", True),
        ("gäller det oss?", True),
        ("Men om vi är en förening då?", True),
        ("Vilka bilagor ska skickas med ansökan?", False),
    ],
)
def test_foljdfragor_kanns_igen(turn: str, expected: bool) -> None:
    assert leans_back(turn) is expected


def test_en_foljdfraga_gors_hel_med_den_senaste_fragan_som_star_for_sig() -> None:
    turns = ["Hej! Vilka bilagor ska vi skicka med?", "ok", "måste alla ha det?"]
    assert made_whole(turns) == "Vilka bilagor ska vi skicka med? måste alla ha det?"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hur mycket kan vi få?", Language.SWEDISH),
        ("Who can apply for the grant?", Language.ENGLISH),
        ("maxbelopp", Language.SWEDISH),
        ("Wie viel Geld können wir bekommen und wer kann das beantragen?", Language.OTHER),
        ("كم المبلغ", Language.OTHER),
        ("AI Sweden?", Language.SWEDISH),
    ],
)
def test_spraket_kanns_igen(text: str, language: Language) -> None:
    assert language_of(text) is language


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("maste vi ha medfinansering", "måste vi ha medfinansiering"),
        ("Kan en komun söka", "Kan en kommun söka"),
        ("Vi i Åmåls FBK undrar", "Vi i Åmåls FBK undrar"),
        ("egeninstats", "egeninsats"),
    ],
)
def test_stavning_lagas_men_namn_lamnas(typed: str, mended: str) -> None:
    speller = Speller(["medfinansiering", "kommun", "egeninsats", "måste"])
    assert speller.repair(typed) == mended


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("hej vi e ett kooperativ som driver förskola, kan vi va koordinator", "vi e ett kooperativ"),
        ("hej kommun här, vi vill ansöka", "kommun här"),
        ("Hej Anna, får vi söka?", "får vi söka?"),
    ],
)
def test_en_halsning_tar_inte_med_sig_vem_som_fragar(message: str, kept: str) -> None:
    assert questions_in(message)[0].startswith(kept)


def test_en_vidarebefordrad_fraga_ar_den_som_stalls() -> None:
    message = (
        "VB: budget\nKan någon räkna på denna?\n> Kommunens kostnader är 525 000 kr. Hur mycket kan vi få?\n> /Per"
    )
    assert questions_in(message)[0].startswith("Kommunens kostnader är 525 000 kr. Hur mycket kan vi få?")
