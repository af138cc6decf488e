from contextlib import suppress
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.desk.guards import MAX_BYTES, check_size
from assistant.desk.mail import latest, read_eml, read_mbox
from assistant.errors import ImportRefusedError
from tests.desk.mails import based, mail, mbox, quoted, raw

ASKED = "Får en förening på Åland söka?"


def html_only() -> bytes:
    message = EmailMessage()
    message["From"] = "bo@x.example"
    message["Subject"] = "x"
    message.set_content(
        f"<html><head><style>p{{}}</style></head><body><p>Hej!</p><p>{ASKED}</p><script>x()</script>"
        "<p>Mvh<br>Bo</p><blockquote>Gammalt: hur mycket?</blockquote></body></html>",
        subtype="html",
    )
    return message.as_bytes()


def with_attachment() -> bytes:
    message = mail(ASKED)
    message.add_alternative(f"<p>{ASKED}</p>", subtype="html")
    message.add_attachment(b"%PDF-1.4 hemligt", maintype="application", subtype="pdf", filename="budget.pdf")
    message.add_attachment("Ska inte läsas?", filename="bilaga.txt")
    return message.as_bytes()


@pytest.mark.parametrize(
    ("case", "data"),
    [
        ("utf-8 quoted-printable", mail(ASKED, encoding="quoted-printable").as_bytes()),
        ("utf-8 base64", mail(ASKED, encoding="base64").as_bytes()),
        ("iso-8859-1", mail(ASKED, charset="iso-8859-1").as_bytes()),
        (
            "windows-1252 base64",
            raw(
                based(ASKED, "cp1252"),
                "Content-Type: text/plain; charset=windows-1252",
                "Content-Transfer-Encoding: base64",
            ),
        ),
        ("8 bitar utan deklarerad teckenuppsättning", raw(ASKED.encode("iso-8859-1"))),
        (
            "säger utf-8 men är windows-1252",
            raw(ASKED.encode("cp1252"), "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"),
        ),
        (
            "okänd teckenuppsättning",
            raw(ASKED.encode(), "Content-Type: text/plain; charset=x-finns-inte", "Content-Transfer-Encoding: 8bit"),
        ),
        (
            "utf-8 läst som windows-1252",
            raw(
                quoted(ASKED.encode().decode("cp1252", "replace"), "utf-8"),
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: quoted-printable",
            ),
        ),
        ("bara html", html_only()),
        ("bilagor och två former", with_attachment()),
    ],
)
def test_fragan_lases_ratt_ur_varje_slags_mejl(case: str, data: bytes) -> None:
    assert ASKED in read_eml("prov.eml", data).text, case


def test_bilagor_signatur_och_historik_kommer_inte_med() -> None:
    assert "läsas" not in read_eml("prov.eml", with_attachment()).text
    assert read_eml("prov.eml", html_only()).text == f"Hej!\n\n{ASKED}"


def test_rubriker_avkodas() -> None:
    found = read_eml("prov.eml", raw(b"Hej?"))
    assert (found.subject, found.sender) == ("Fråga", "bo@x.example")
    assert found.received is not None
    assert found.received.isoformat() == "2022-03-01T09:00:00+01:00"


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Får vi söka?\n\nMed vänlig hälsning\nBo Ek\n070-1", "Får vi söka?"),
        ("Får vi söka?\n\n--\nBo Ek", "Får vi söka?"),
        ("Får vi söka?\n\nSkickat från min iPhone", "Får vi söka?"),
        ("Får vi söka?\n\nDen tis 1 mars 2022 kl 09:12 skrev Eva <e@x.se>:\n> Hej\n> Vad?", "Får vi söka?"),
        (
            "Får vi söka?\n\nFrån: Eva <e@x.se>\nSkickat: den 1 mars 2022\nTill: Bo\nÄmne: SV\n\nGammalt?",
            "Får vi söka?",
        ),
        ("Får vi söka?\n\n-----Ursprungligt meddelande-----\nFrån: Eva\nGammalt?", "Får vi söka?"),
        ("Får vi söka?\n\nOn 1 Mar 2022, Eva <e@x.se> wrote:\n> old", "Får vi söka?"),
        (
            "Vi är en förening.\n\nFår vi söka?\n\nOch hur mycket?",
            "Vi är en förening.\n\nFår vi söka?\n\nOch hur mycket?",
        ),
        (
            "Från vilken dag gäller kostnaderna? Till vem ska vi skriva?",
            "Från vilken dag gäller kostnaderna? Till vem ska vi skriva?",
        ),
    ],
)
def test_bara_det_nyskrivna_blir_kvar(text: str, own: str) -> None:
    assert latest(text) == own


def test_en_brevlada_lases_i_ordning() -> None:
    found = read_mbox("låda.mbox", mbox([mail(f"Fråga {n}?", number=n) for n in range(50)]))
    assert [m.text for m in found] == [f"Fråga {n}?" for n in range(50)]


def two_parts(number: int) -> EmailMessage:
    message = mail(ASKED, number=number)
    message.add_alternative(f"<p>{ASKED}</p>", subtype="html")
    return message


@pytest.mark.parametrize(
    "messages", [[mail(number=n, encoding="base64") for n in range(3)], [two_parts(n) for n in range(3)]]
)
def test_en_avhuggen_brevlada_avvisas_hel(messages: list[EmailMessage]) -> None:
    whole = mbox(messages)
    for cut in range(4, 60, 7):
        with pytest.raises(ImportRefusedError, match="avhuggen"):
            read_mbox("låda.mbox", whole[:-cut])


@pytest.mark.parametrize("data", [b"hej hopp", b"\x00\x01\x02" * 100, b"PK\x03\x04", b"{}"])
def test_det_som_inte_ar_mejl_avvisas(data: bytes) -> None:
    with pytest.raises(ImportRefusedError):
        read_mbox("x.mbox", data)
    with pytest.raises(ImportRefusedError):
        read_eml("x.eml", data)


def test_femtio_megabyte_avvisas() -> None:
    with pytest.raises(ImportRefusedError, match="för stor"):
        check_size("x.mbox", MAX_BYTES)
    check_size("x.mbox", MAX_BYTES - 1)


@given(st.binary(max_size=400))
def test_inget_skrap_far_lasaren_att_ga_sonder(noise: bytes) -> None:
    with suppress(ImportRefusedError):
        assert isinstance(read_eml("x.eml", b"From: a@b.example\nSubject: x\n" + noise).text, str)
    with suppress(ImportRefusedError):
        assert len(read_mbox("x.mbox", b"From a\nFrom: a@b.example\n" + noise)) >= 1
