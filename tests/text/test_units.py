from decimal import Decimal

import pytest

from assistant.text.units import Unit, counts_things, read_marking, read_prefix


@pytest.mark.parametrize(
    ("after", "unit", "factor"),
    [
        (" tkr", Unit.KR, 1000),
        (" mkr", Unit.KR, 10**6),
        (" tusen euro", Unit.EUR, 1000),
        (" procent", Unit.PERCENT, 1),
        (" år", Unit.MONTHS, 12),
        (" kr/h", Unit.KR_PER_HOUR, 1),
        (" kr i månaden", Unit.KR_PER_MONTH, 1),
        (" är det", Unit.NONE, 1),
        (" män", Unit.NONE, 1),
        (" katter", Unit.NONE, 1),
    ],
)
def test_enheten_efter_ett_tal(after: str, unit: Unit, factor: int) -> None:
    raw = f"5{after}"
    folded = raw.translate(str.maketrans("åäö", "aao"))
    marking = read_marking(folded, raw, 1)
    assert (marking.unit, marking.factor) == (unit, Decimal(factor))


def test_valutan_fore_ett_tal() -> None:
    assert read_prefix("sek 500", 4) is not None
    assert read_prefix("vi 500", 3) is None


@pytest.mark.parametrize(("text", "counts"), [(" medlemmar", True), (" invanare", True), (" kr", False)])
def test_saker_raknas_inte_som_pengar(text: str, counts: bool) -> None:
    assert counts_things(f"12{text}", 2) is counts
