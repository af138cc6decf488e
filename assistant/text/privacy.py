"""Personal data masked before anything is stored."""

import re

_PERSONAL_NUMBER = re.compile(r"(?<!\d)(?:19|20)?\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]|[6-9]\d)[-+ ]?\d{4}(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
_PHONE = re.compile(r"(?<![\d-])(?:\+46|0046|0)[ -]?\d{1,3}(?:[ -]?\d{2,3}){2,3}(?!\d)")
_ORGANISATION = re.compile(r"\b(?:org\S*\s*(?:nr|nummer)?\.?:?\s*)(\d{6}-?\d{4})", re.IGNORECASE)


def masked(text: str) -> str:
    """
    Return *text* with personal numbers, mail addresses and telephone numbers as words in brackets.

    An organisationsnummer that is called one stays: it is public and the rules use it.

    >>> masked("Jag, 19800101-1234, nås på bo@x.se eller 070-123 45 67. Org.nr 802000-1234.")
    'Jag, [personnummer], nås på [e-post] eller [telefon]. Org.nr 802000-1234.'
    """
    kept = {m[1] for m in _ORGANISATION.finditer(text)}
    text = _MAIL.sub("[e-post]", text)
    text = _PERSONAL_NUMBER.sub(lambda m: m[0] if m[0] in kept else "[personnummer]", text)
    return _PHONE.sub("[telefon]", text)
