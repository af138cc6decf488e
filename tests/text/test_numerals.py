from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.numerals import find_numerals

ONES = ["", "ett", "tva", "tre", "fyra", "fem", "sex", "sju", "atta", "nio"]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("tolv", 12),
        ("tjugofem", 25),
        ("hundra", 100),
        ("trehundrafemtio", 350),
        ("sexhundratusen", 600_000),
        ("tre miljoner", 3_000_000),
        ("1 000 000", 1_000_000),
        ("1.000.000", 1_000_000),
        ("1 234,50", Decimal("1234.50")),
        ("½", Decimal("0.5")),
        ("-5", -5),
        ("en kvarts miljon", 250_000),
        ("en och en kvarts miljon", 1_250_000),
        ("trehundrasjutti tusen", 370_000),
        ("tvahundra tussen", 200_000),
    ],
)
def test_tal_i_ord_och_siffror(written: str, value: Decimal) -> None:
    assert [n.value for n in find_numerals(written)] == [value]


@pytest.mark.parametrize(
    ("written", "values"), [("fem sex", [5, 6]), ("10-12", [10, 12]), ("tre och fyra", [3, 4]), ("kommunen", [])]
)
def test_flera_tal_halls_isar(written: str, values: list[int]) -> None:
    assert [n.value for n in find_numerals(written)] == values


@given(hundreds=st.integers(min_value=1, max_value=9), ones=st.integers(min_value=0, max_value=9))
def test_sammansatta_hundratal(hundreds: int, ones: int) -> None:
    (numeral,) = find_numerals(f"{ONES[hundreds]}hundra{ONES[ones]}")
    assert numeral.value == hundreds * 100 + ones
