import pytest

from assistant.text.privacy import masked


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Jag heter Bo, 800101-1234.", "Jag heter Bo, [personnummer]."),
        ("19800101-1234", "[personnummer]"),
        ("skriv till anna.b@kommun.se tack", "skriv till [e-post] tack"),
        ("ring 070-123 45 67", "ring [telefon]"),
        ("+46 8 473 30 89", "[telefon]"),
        ("dnr 2022-00880 och 600 000 kr", "dnr 2022-00880 och 600 000 kr"),
        ("vårt org.nr 802000-1234", "vårt org.nr 802000-1234"),
    ],
)
def test_personuppgifter_maskas(raw: str, expected: str) -> None:
    assert masked(raw) == expected
