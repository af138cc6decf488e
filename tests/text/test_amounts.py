from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.amounts import Amount, find_amounts, format_amount, parse_amount
from assistant.text.units import Unit


@pytest.mark.parametrize(
    ("written", "kronor"),
    [
        ("600 000 kr", 600_000),
        ("600000 kronor", 600_000),
        ("750tkr", 750_000),
        ("0,9 mkr", 900_000),
        ("1,2 miljoner", 1_200_000),
        ("500 000:-", 500_000),
        ("400k", 400_000),
        ("720.000 kr", 720_000),
        ("SEK 640 000", 640_000),
        ("480,000 SEK", 480_000),
        ("en halv miljon", 500_000),
        ("sjuhundrafemtio tusen", 750_000),
        ("sexhundratusen kronor", 600_000),
        ("fyrahundrafemtio tusen spänn", 450_000),
        ("en och en halv miljon", 1_500_000),
        ("drygt 600 000 kr", 600_000),
        ("300 timmar à 650 kr", 195_000),
        ("45 000 kr i månaden i 10 månader", 450_000),
        ("1 krona", 1),
    ],
)
def test_belopp_lases_hur_de_an_skrivs(written: str, kronor: int) -> None:
    found = [a for a in find_amounts(written) if a.unit is Unit.KR]
    assert [a.value for a in found] == [kronor]


@pytest.mark.parametrize(
    ("written", "months"),
    [
        ("12 månader", 12),
        ("10 mån", 10),
        ("ett år", 12),
        ("1,5 år", 18),
        ("ett halvår", 6),
        ("18 months", 18),
        ("2 years", 24),
    ],
)
def test_tid_lases_i_manader(written: str, months: int) -> None:
    assert [(a.value, a.unit) for a in find_amounts(written)] == [(months, Unit.MONTHS)]


@pytest.mark.parametrize(
    "written",
    [
        "dnr 2022-00880",
        "den 16 maj 2022",
        "ring 08-473 30 89",
        "klockan 14:30",
        "12 000 medlemmar",
        "anna@example.se",
        "Agenda 2030",
    ],
)
def test_siffror_som_namnger_ar_inga_belopp(written: str) -> None:
    assert not find_amounts(written)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("600 tkr, eller nej 400", [600_000, 400_000]),
        ("mellan 500 och 700 tkr", [700_000]),
        ("5–600 tkr", [600_000]),
        ("personal 300 000, konsult 150 000 och resor 20 000", [300_000, 150_000, 20_000]),
    ],
)
def test_enheten_foljer_med_mellan_belopp(text: str, values: list[int]) -> None:
    assert [a.value for a in find_amounts(text)] == values


def test_ett_bart_tal_tar_enheten_av_det_som_sades_fore() -> None:
    before = find_amounts("600 tkr")[0]
    (corrected,) = find_amounts("nej, 400 menade jag", like=before)
    assert (corrected.value, corrected.unit, corrected.inherited) == (400_000, Unit.KR, True)


@pytest.mark.parametrize(
    ("written", "value"), [("2022", 2022), ("0,6 mkr", 600_000), ("30 %", 30), ("200 000 euro", 200_000)]
)
def test_ett_formularfalt_ar_ett_belopp(written: str, value: int) -> None:
    amount = parse_amount(written)
    assert amount is not None
    assert amount.value == value


@pytest.mark.parametrize("written", ["", "sex bananer", "600 000 och 400 000", "massor"])
def test_annat_an_ett_belopp_ar_inget(written: str) -> None:
    assert parse_amount(written) is None


@given(kronor=st.integers(min_value=1, max_value=10**12))
def test_ett_belopp_som_skrivs_ut_lases_tillbaka(kronor: int) -> None:
    written = format_amount(Amount(value=kronor, unit=Unit.KR))
    assert (parse_amount(written) or Amount(value=0, unit=Unit.NONE)).value == kronor


@given(
    whole=st.integers(min_value=1, max_value=10**6),
    unit=st.sampled_from([Unit.EUR, Unit.PERCENT, Unit.MONTHS, Unit.HOURS, Unit.KR_PER_HOUR, Unit.KR_PER_MONTH]),
)
def test_varje_enhet_lases_tillbaka(whole: int, unit: Unit) -> None:
    amount = parse_amount(format_amount(Amount(value=whole, unit=unit)))
    assert amount is not None
    assert (amount.value, amount.unit) == (whole, unit)


@given(tenths=st.integers(min_value=1, max_value=9_999))
def test_miljoner_med_decimal_ar_exakta(tenths: int) -> None:
    written = f"{Decimal(tenths) / 10}".replace(".", ",") + " mkr"
    assert [a.value for a in find_amounts(written)] == [tenths * 100_000]
