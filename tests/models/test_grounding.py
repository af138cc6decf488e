"""What a model may say: the same as one piece of evidence, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.models.grounding import Evidence, Grounded, Statement, contradiction, ground, nearest
from assistant.sources.documents import Passage
from assistant.sources.library import Proof

BODY = (
    "Bidrag kan beviljas med max 600 000 kr per projekt.\n"
    "Om ni inte följer våra villkor kan ni bli återbetalningsskyldiga.\n"
    "Enskild firma kan inte delta som projektpart.\n"
    "Små företag får 60 procent, medelstora företag 50 procent, stora företag 40 procent."
)
PASSAGE = Passage(
    id="utlysning#belopp", document_id="utlysning", document="Utlysningen", section="Belopp", headings=("Belopp",),
    text=BODY, url="https://example.org", restated=False,
)  # fmt: skip
APPROVED = "Ett projekt kan få högst 600 000 kronor, men bara om det inte har börjat."
EVIDENCE = {
    1: Evidence(number=1, text=APPROVED, proofs=(Proof(quote="max 600 000 kr per projekt", passage=PASSAGE),)),
    2: Evidence(number=2, text=BODY, passage=Proof(quote=BODY, passage=PASSAGE)),
    3: Evidence(number=3, text="Ni kan få högst 400 000 kronor.", computed=True),
}


def said(text: str, number: int, quote: str) -> Grounded:
    return ground(Statement(text=text, number=number, quote=quote), EVIDENCE)


@pytest.mark.parametrize(
    ("text", "number", "quote"),
    [
        (APPROVED, 1, "max 600 000 kr per projekt"),
        ("Högst 600 000 kr kan ett projekt få, men endast om det inte har börjat.", 1, APPROVED),
        ("Bidrag kan beviljas med högst 600 000 kronor per projekt.", 2, "Bidrag kan beviljas med max 600 000 kr"),
        ("Ni kan bli återbetalningsskyldiga om ni inte följer villkoren.", 2, "Om ni inte följer våra villkor kan ni"),
        ("En enskild firma kan inte delta som projektpart.", 2, "Enskild firma kan inte delta"),
        ("Medelstora företag får 50 procent.", 2, "medelstora företag 50 procent"),
        ("Ni kan få högst 400 000 kronor.", 3, "högst 400 000 kronor"),
    ],
)
def test_det_underlaget_sager_far_sagas_med_andra_ordval(text: str, number: int, quote: str) -> None:
    found = said(text, number, quote)
    assert found.reason == ""
    assert found.claim is not None
    assert found.claim.computed is (number == 3)


@pytest.mark.parametrize(
    ("case", "text", "number", "quote", "reason"),
    [
        ("ändrad siffra", "Ett projekt kan få högst 700 000 kronor, men bara om det inte har börjat.", 1, APPROVED, "700000"),
        ("annan enhet", "Bidrag kan beviljas med max 600 000 euro per projekt.", 2, "Bidrag kan beviljas med", "euro"),
        ("gränsen omvänd", "Ett projekt kan få minst 600 000 kronor, men bara om det inte har börjat.", 1, APPROVED, "minst"),
        ("nekningen borta", "Enskild firma kan delta som projektpart.", 2, "Enskild firma kan inte delta", "negation"),
        ("nekning tillagd", "Bidrag kan inte beviljas med max 600 000 kr per projekt.", 2, "Bidrag kan beviljas med", "negation"),
        ("villkoret borta", "Ett projekt kan få högst 600 000 kronor.", 1, APPROVED, "endast"),
        ("annan aktör", "En enskild region kan inte delta som projektpart.", 2, "Enskild firma kan inte", "region"),
        ("fel par av siffra och aktör", "Små företag får 50 procent.", 2, "Små företag får 60 procent", "hör inte ihop"),
        ("påhittat tillägg", "Enskild firma kan inte delta som projektpart i Norge.", 2, "Enskild firma kan", "norge"),
        ("citatet finns inte", "Enskild firma kan inte delta.", 2, "Enskild firma får gärna delta", "citatet"),
        ("citat ur ett annat underlag", "Ni kan få högst 400 000 kronor.", 1, "Ni kan få högst 400 000", "citatet"),
        ("numret finns inte", APPROVED, 9, APPROVED, "numret"),
        ("inget sägs", "Ja!", 1, APPROVED, "säger inget"),
    ],
)  # fmt: skip
def test_det_underlaget_inte_sager_stryks_med_skal(case: str, text: str, number: int, quote: str, reason: str) -> None:
    found = said(text, number, quote)
    assert found.claim is None, case
    assert reason in found.reason, case


@pytest.mark.parametrize("word", ["Ja", "Nej"])
def test_ett_ja_eller_nej_utan_stod_faller_men_meningen_star(word: str) -> None:
    found = said(f"{word}, enskild firma kan inte delta som projektpart.", 2, "Enskild firma kan inte delta")
    assert found.claim is not None
    assert found.claim.text == "Enskild firma kan inte delta som projektpart."


@pytest.mark.parametrize("text", ["Nej, det går inte.", "Det går inte."])
def test_svarets_eget_nej_star_kvar(text: str) -> None:
    evidence = {
        1: Evidence(number=1, text="Nej, det går inte.", proofs=(Proof(quote="kan inte delta", passage=PASSAGE),))
    }
    found = ground(Statement(text=text, number=1, quote="det går inte"), evidence)
    assert found.claim is not None
    assert found.claim.text == "Nej, det går inte."


def test_ett_nastan_ratt_citat_byts_mot_kallans_ordalydelse() -> None:
    assert (
        nearest("Enskild firma kan inte delta som en projektpart", BODY)
        == "Enskild firma kan inte delta som projektpart."
    )
    assert nearest("Enskild firma kan delta", BODY) is None


def test_en_punkt_i_en_lista_bars_av_raden_som_styr_den() -> None:
    listed = "Stöd beviljas inte till\n• löpande drift\n• investeringar i utrustning"
    evidence = {1: Evidence(number=1, text=listed, passage=Proof(quote=listed, passage=PASSAGE))}
    true = ground(Statement(text="Stöd beviljas inte till löpande drift.", number=1, quote="löpande drift"), evidence)
    false = ground(Statement(text="Stöd beviljas till löpande drift.", number=1, quote="löpande drift"), evidence)
    assert true.claim is not None
    assert false.claim is None


def test_ett_for_olikt_par_stryks_dar_likhet_mats() -> None:
    statement = Statement(text=APPROVED, number=1, quote=APPROVED)
    assert ground(statement, EVIDENCE, lambda _a, _b: False).claim is None
    assert ground(statement, EVIDENCE, lambda _a, _b: True).claim is not None


@given(st.text(alphabet="abcdefghijklmnoprstuvåäö ", min_size=4, max_size=60))
def test_ingen_mening_med_frammande_ord_kommer_igenom(text: str) -> None:
    reason = contradiction(f"zq{text}", APPROVED)
    assert reason or not text.strip()
