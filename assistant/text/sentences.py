"""Swedish text cut into sentences, without breaking abbreviations, figures or addresses."""

import re

_ABBREVIATIONS = (
    "bl.a.",
    "t.ex.",
    "dvs.",
    "d.v.s.",
    "m.m.",
    "m.fl.",
    "o.s.v.",
    "osv.",
    "ca.",
    "kl.",
    "nr.",
    "s.k.",
    "f.d.",
    "p.g.a.",
    "tel.",
    "etc.",
)
_BREAK = re.compile(r"(?<=[.!?…])[\"”')\]]*\s+(?=[\"”'(\[]?[A-ZÅÄÖ0-9\[])|\n+")


def sentences(text: str) -> tuple[str, ...]:
    """
    Return the sentences of *text* in order, stripped, none empty.

    >>> sentences("Ja, t.ex. CV. Går det? Ring +46 8 473.")
    ('Ja, t.ex. CV.', 'Går det?', 'Ring +46 8 473.')
    """
    parts: list[str] = []
    start = 0
    for match in _BREAK.finditer(text):
        head = text[start : match.start()]
        if "\n" not in match[0] and head.lower().endswith(_ABBREVIATIONS):
            continue
        parts.append(text[start : match.end()].strip())
        start = match.end()
    parts.append(text[start:].strip())
    return tuple(p for p in parts if p)
