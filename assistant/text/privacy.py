"""Personal data masked before anything is stored."""

import re

_SPACE = r"[ \u00a0\u202f]"
_GAP = rf"{_SPACE}?[-–+/]?{_SPACE}?"
_NOT_IN_NUMBER = r"(?<!\d)(?<!\d[.,])"
_PERSONAL_NUMBER = re.compile(
    rf"{_NOT_IN_NUMBER}(?:19|20)?\d{{2}}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]|[6-8]\d|9[01]){_GAP}\d{{4}}(?!\w|[.,]\d)"
)
_MAIL = re.compile(r"(?:(?<=\\[nrt])|(?<![\\\w.+-]))[\w.+-]+@[\w-]+\.[\w.-]*\w")
_PHONE = re.compile(
    rf"(?<![\d-])(?<!\d[.,])(?:(?:\+|00)46{_SPACE}?(?:\(0\))?{_SPACE}?-?|0(?=[1-9])){_GAP}"
    rf"\d{{1,3}}{_GAP}(?:\d{{2,3}}{_GAP}){{1,3}}\d{{2,3}}(?!\w)"
)
_IBAN = re.compile(rf"\b[A-Z]{{2}}\d{{2}}(?:{_SPACE}?[A-Z0-9]{{4}}){{3,7}}(?:{_SPACE}?[A-Z0-9]{{1,3}})?\b")
_CARD = re.compile(
    rf"{_NOT_IN_NUMBER}\d{{4}}(?:{_SPACE}|-)?\d{{4}}(?:{_SPACE}|-)?\d{{4}}(?:{_SPACE}|-)?\d{{1,7}}(?!\d)"
)
_ACCOUNT = re.compile(
    rf"(?i:\b(?:konto(?:nummer|nr)?|clearing(?:nummer|nr)?|bankkonto)\b[.:]?{_SPACE}*)(\d(?:[\d,-]|{_SPACE}(?=\d)){{5,22}}\d)"
)


def _is_card(digits: str) -> bool:
    """Return whether the last digit is the check digit that payment cards carry."""
    numbers = [int(c) for c in reversed(digits) if c.isdigit()]
    doubled = [d * 2 - 9 * (d > 4) if at % 2 else d for at, d in enumerate(numbers)]
    return any(numbers) and sum(doubled) % 10 == 0


def masked(text: str) -> str:
    """
    Return *text* with personal, account, card and telephone numbers and mail addresses as words in brackets.

    An organisationsnummer stays: it is public and the rules use it. That of an enskild firma is its
    owner's personal number and goes.

    The text may be JSON: it can still be read afterwards.

    >>> masked("Jag, 19800101-1234, nås på bo@x.se eller 070-123 45 67. Org.nr 802000-1234.")
    'Jag, [personnummer], nås på [e-post] eller [telefon]. Org.nr 802000-1234.'
    """
    text = _MAIL.sub("[e-post]", text)
    text = _IBAN.sub("[kontonummer]", text)
    text = _ACCOUNT.sub(lambda m: m[0].removesuffix(m[1]) + "[kontonummer]", text)
    text = _CARD.sub(lambda m: "[kortnummer]" if _is_card(m[0]) else m[0], text)
    text = _PERSONAL_NUMBER.sub("[personnummer]", text)
    return _PHONE.sub("[telefon]", text)
