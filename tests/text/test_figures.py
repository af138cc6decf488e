import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.figures import figures, unproven


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("högst 600 000 kr", {"600000"}),
        ("0,6 mkr", {"600000"}),
        ("1,5 miljoner", {"1500000"}),
        ("750 tkr", {"750000"}),
        ("åttio procent", {"80"}),
        ("sjuhundrafemtio", set()),
        ("tjugofem dagar", {"25"}),
        ("tre bedömare", {"3"}),
        ("en förening, ett projekt", set()),
        ("12,5 procent", {"12.5"}),
        ("tvåhundratusen euro", {"200000"}),
    ],
)
def test_siffror_hittas_hur_de_an_skrivs(text: str, expected: set[str]) -> None:
    assert figures(text) == expected


@given(st.integers(min_value=2, max_value=10**9))
def test_ett_belopp_bevisas_av_samma_belopp_med_mellanrum(amount: int) -> None:
    spaced = f"{amount:,}".replace(",", " ")
    assert not unproven(f"{amount} kr", [f"högst {spaced} kr"])


@given(st.integers(min_value=13, max_value=10**6))
def test_ett_annat_belopp_bevisas_inte(amount: int) -> None:
    assert unproven(f"{amount} kr", [f"{amount + 1} kr"])
