import pytest

from assistant.text.identifiers import blank_identifiers


@pytest.mark.parametrize(
    "named",
    [
        "2022-00880",
        "16 maj 2022",
        "2022-05-16",
        "070-123 45 67",
        "+46 8 473 30 89",
        "802000-1234",
        "anna@example.se",
        "www.vinnova.se/ai2022",
        "2022/23",
        "agenda 2030",
    ],
)
def test_det_som_namnger_blankas(named: str) -> None:
    blanked = blank_identifiers(f"se {named} har")
    assert not any(c.isdigit() for c in blanked)
    assert len(blanked) == len(f"se {named} har")


@pytest.mark.parametrize("counted", ["600 000 kr", "12 manader", "2 000 timmar", "80 procent", "10,50", "2000 kr"])
def test_det_som_raknar_star_kvar(counted: str) -> None:
    assert blank_identifiers(counted) == counted
