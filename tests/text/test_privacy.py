import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.privacy import masked


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Jag heter Bo, 800101-1234.", "Jag heter Bo, [personnummer]."),
        ("19800101-1234", "[personnummer]"),
        ("8001011234", "[personnummer]"),
        ("pnr 800101 1234, 800101–1234 och 800101 - 1234", "pnr [personnummer], [personnummer] och [personnummer]"),
        ("nr:19121212+1212", "nr:[personnummer]"),
        ("samordningsnummer 701063-2391", "samordningsnummer [personnummer]"),
        ("enskild firma, org.nr 800101-1234", "enskild firma, org.nr [personnummer]"),
        ("skriv till anna.b@kommun.se tack", "skriv till [e-post] tack"),
        ("ring 070-123 45 67", "ring [telefon]"),
        ("ring 070-1234567 el. 08-473 30 00", "ring [telefon] el. [telefon]"),
        ("+46 8 473 30 89", "[telefon]"),
        ("+46 (0)70-123 45 67", "[telefon]"),
        ("040/12 34 56", "[telefon]"),
        ("kort 4111 1111 1111 1111", "kort [kortnummer]"),
        ("IBAN SE45 5000 0000 0583 9825 7466", "IBAN [kontonummer]"),
        ("kontonr: 8327-9, 123 456 789-0 tack", "kontonr: [kontonummer] tack"),
    ],
)
def test_personuppgifter_maskas(raw: str, expected: str) -> None:
    assert masked(raw) == expected


@pytest.mark.parametrize(
    "text",
    [
        "dnr 2022-00880 och 600 000 kr",
        "vårt org.nr 802000-1234",
        "organisationsnummer 202100-0043",
        "Vi har 0,6 mkr och 1 200 000 kr, alltså 200 000 + 400 000",
        "från 2022-05-16 till 2023-05-15 kl 10.30",
        "0 kr i bidrag 2019, 100 000 2020, 200 000 2021",
        '{"share": 0.8001011234567, "cosine": 0.0701234567}',
        "personnummer 800101-12xx",
        "konto 12",
        "ring oss på kontoret i hus 0800",
    ],
)
def test_annat_lamnas_i_fred(text: str) -> None:
    assert masked(text) == text


def test_maskad_json_gar_fortfarande_att_lasa() -> None:
    row = {"fråga": "Bo,\n800101-1234\n070-123 45 67\nbo@x.se", "poäng": 0.9985615611076355, "lista": [1, 0.7, -2]}
    read = json.loads(masked(json.dumps(row)))
    assert read == row | {"fråga": "Bo,\n[personnummer]\n[telefon]\n[e-post]"}


@given(st.text(alphabet="0123456789 -+.,abc@:/\n", max_size=60))
def test_att_maska_tva_ganger_ar_som_en(text: str) -> None:
    assert masked(masked(text)) == masked(text)
