import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.normalise import clean, has_words, quote_form


@pytest.mark.parametrize(
    ("case", "raw", "plain"),
    [
        ("nollbreddstecken försvinner", "bi\u200bdrag", "bidrag"),
        ("hårda blanksteg blir vanliga", "600\u00a0000 kr", "600 000 kr"),
        ("taggar blir blanksteg", "<p>Hej</p><script>x</script>", "Hej x"),
        ("entiteter avkodas", "Mål &amp; medel", "Mål & medel"),
        ("styrtecken försvinner", "a\x00b\x1bc", "abc"),
        ("sönderdelade bokstäver fogas ihop", "a\u030a", "å"),
        ("radbrytningar blir kvar men högst en tom rad", "a\r\n\r\n\r\n\r\nb", "a\n\nb"),
        ("mindre än-tecken i text blir kvar", "är 3 < 5?", "är 3 < 5?"),
    ],
)
def test_stadning(case: str, raw: str, plain: str) -> None:
    assert clean(raw) == plain, case


@given(st.text())
def test_stadad_text_andras_inte_av_att_stadas_om_utan_taggar(raw: str) -> None:
    once = clean(raw.replace("<", "").replace("&", ""))
    assert clean(once) == once


@given(st.text())
def test_citatform_ar_stabil(text: str) -> None:
    assert quote_form(quote_form(text)) == quote_form(text)


@pytest.mark.parametrize(("text", "expected"), [("", False), ("?!", False), ("🙂", False), ("å", True), ("7", True)])
def test_om_det_finns_ord(text: str, expected: bool) -> None:
    assert has_words(text) is expected
