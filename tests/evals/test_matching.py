"""How an expected fact is found in a reply, as the question format declares it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.matching import holds, normalised


@pytest.mark.parametrize(
    ("case", "fact", "reply"),
    [
        ("siffergrupper", "600000 kr", "Högst 600 000 kronor."),
        ("siffergrupper med hårda mellanslag", "600 000 kr", "Högst 600\u00a0000\u202fkronor."),
        ("procent som ord", "80 %", "Högst 80 procent av kostnaderna."),
        ("procent som tecken", "80 procent", "max 80% av"),
        ("versaler", "Avsiktsförklaring", "EN AVSIKTSFÖRKLARING"),
        ("över märken och fetstil", "högst 12 månader", "Högst **12 månader** [1]."),
        ("märket mitt i", "12 månader, alltså", "12 månader [1][2], alltså"),
        ("över en radbrytning", "letter of intent", "Letter\nof  intent"),
        ("reguljärt uttryck", r"re:\b12 mån", "tolv, alltså 12 månader"),
    ],
)
def test_ett_faktum_hittas(case: str, fact: str, reply: str) -> None:
    assert holds(fact, normalised(reply)), case


@pytest.mark.parametrize(
    ("case", "fact", "reply"),
    [
        ("en annan siffra", "600 000 kr", "Högst 500 000 kronor."),
        ("tusental skrivs inte ut", "600 tkr", "600 000 kronor"),
        ("uttrycket måste träffa", r"re:^ja\b", "Nej, ja"),
        ("ett märke är ingen siffra", "månader 1", "Högst 12 månader [1]."),
    ],
)
def test_ett_faktum_som_inte_star_dar_hittas_inte(case: str, fact: str, reply: str) -> None:
    assert not holds(fact, normalised(reply)), case


@given(st.text(alphabet="aåÄ 0123%\u00a0[].*krproent", max_size=40))
def test_normalisering_tva_ganger_ar_som_en_utom_for_marken_som_uppstar(text: str) -> None:
    once = normalised(text.replace("[", "").replace("*", ""))
    assert normalised(once) == once


@given(st.integers(1, 999_999_999))
def test_ett_belopp_hittas_hur_siffrorna_an_grupperas(amount: int) -> None:
    spaced = f"{amount:,}".replace(",", "\u00a0")
    assert holds(str(amount), normalised(f"Det blir {spaced} kronor."))
    assert holds(f"{amount} kronor", normalised(f"Det blir {spaced} kr."))
