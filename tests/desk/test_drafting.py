import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.desk.drafting import FAIRLY, SURE, draft_part, propose, read_part
from assistant.desk.letter import Evidence, Part, answers_in, gaps, letter, marks_in, sentences_in, without_marks
from assistant.desk.states import Confidence
from assistant.replies import phrases
from assistant.replies.reply import Reply, Status
from tests.desk.replies import answered, computed, short, silent, unclear


@pytest.mark.parametrize(
    ("case", "reply", "confidence", "gap_count", "why"),
    [
        ("säkert svar", answered(share=SURE), Confidence.HIGH, 0, "tydligt"),
        ("ganska säkert", answered(share=SURE - 0.01), Confidence.MIDDLE, 0, "ganska väl"),
        ("osäkert", answered(share=FAIRLY - 0.01), Confidence.LOW, 0, "Kontrollera noga"),
        ("uträknat", computed(), Confidence.HIGH, 0, "Räknat"),
        ("källorna tiger", silent(), Confidence.NONE, 1, "säger inget"),
        ("källorna är oklara", unclear(), Confidence.LOW, 1, "oklara"),
        ("utanför", short(Status.OUT_OF_SCOPE), Confidence.NONE, 1, "inte utlysningen"),
        ("oklar fråga", short(Status.CLARIFY), Confidence.NONE, 1, "förtydligas"),
        ("fel", short(Status.ERROR), Confidence.NONE, 1, "kunde inte"),
    ],
)
def test_utkastet_sager_hur_sakert_det_ar_och_lamnar_luckor(
    case: str, reply: Reply, confidence: Confidence, gap_count: int, why: str
) -> None:
    part = draft_part("Fråga?", reply)
    assert (part.confidence, len(gaps(part.text))) == (confidence, gap_count), case
    assert why in part.why
    assert phrases.ASK_VINNOVA not in part.text


def test_ett_utkast_utan_svar_gissar_inte_men_visar_vad_som_star_i_narheten() -> None:
    part = draft_part("Fråga?", silent())
    assert part.text == "[Här behöver du skriva själv: källorna säger inget om detta]"
    assert len(part.evidence) == 2


def test_brevet_har_halsning_svar_kallor_och_avslut() -> None:
    assert propose(["Hur mycket?"], lambda _turns: answered()).text == (
        "Hej!\n\nTack för din fråga om utlysningen Starta er AI-resa.\n\nHögst 600 000 kronor. [1]\n\n"
        "Källor\n[1] Utlysningen, Belopp: ”Bidrag kan beviljas med max 600 000 kr per projekt.”\n    https://example.org\n\n"
        "Med vänlig hälsning"
    )


def test_flera_fragor_besvaras_var_for_sig_med_gemensam_kallista() -> None:
    replies = {"Hur mycket?": answered(), "Vem?": answered("En kommun. [1]", quote="Kommun."), "När?": silent()}
    turns: list[list[str]] = []

    def ask(asked: list[str]) -> Reply:
        turns.append(asked)
        return replies[asked[-1]]

    proposal = propose(["Hur mycket?", "Vem?", "När?"], ask)
    assert answers_in(proposal.text) == {
        1: "Högst 600 000 kronor. [1]",
        2: "En kommun. [2]",
        3: "[Här behöver du skriva själv: källorna säger inget om detta]",
    }
    assert proposal.text.count("Källor") == 1
    assert (proposal.confidence, proposal.corpus) == (Confidence.NONE, "v1")
    assert turns == [["Hur mycket?"], ["Hur mycket?", "Vem?"], ["Hur mycket?", "När?"]]


def test_ett_sparat_utkast_lases_tillbaka_som_det_var() -> None:
    part = draft_part("Fråga?", computed())
    assert read_part(part.as_json()) == part


def test_meningarna_i_ett_redigerat_brev_foljer_sina_kallor() -> None:
    text = "Hej!\n\nNi får söka. [1] [2] Ni får\n600 000 kr. [3]\n\nMed vänlig hälsning\nAnna"
    assert [(without_marks(s), marks_in(s)) for s in sentences_in(text)] == [
        ("Ni får söka.", (1, 2)),
        ("Ni får", ()),
        ("600 000 kr.", (3,)),
    ]


WORDS = st.text(alphabet="abcdeåäö ABC.,?!\n", min_size=1, max_size=40).map(lambda t: f"x{t}y")


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4))
def test_det_som_skrivs_i_ett_brev_gar_att_lasa_tillbaka(pairs: list[tuple[str, str]]) -> None:
    proof = Evidence(document="d", section="s", quote="q", passage="q", url="u", anchor="a")
    read = answers_in(letter([Part(question=q, text=f"{a} [1]", evidence=(proof,)) for q, a in pairs]))
    assert list(read.values()) == [f"{a} [1]" for _, a in pairs]
