"""The one verifier of quotes: a quote counts only where code finds it verbatim in a source."""

import re
from functools import lru_cache

from assistant.text.normalise import quote_form

_CLASSES = {'"': '["”“„«»]', "'": "['’‘′]", "-": "[-‐‑–—−]"}


@lru_cache(maxsize=20_000)
def _pattern(quote: str) -> re.Pattern[str]:
    words = quote_form(quote).split(" ")
    return re.compile(r"\s+(?:• )?".join("".join(_CLASSES.get(c, re.escape(c)) for c in word) for word in words))


def locate(quote: str, text: str) -> str | None:
    r"""
    Return *quote* as it stands in *text*, to the letter; None where it does not stand there.

    Compared under the declared normalisation of `quote_form`; a list's bullet marks may fall inside.

    >>> locate('max 600 000 kr', 'med max 600\u00a0000  kr per projekt')
    'max 600\xa0000  kr'
    >>> locate('max 700 000 kr', 'med max 600 000 kr per projekt') is None
    True
    """
    if not quote.strip():
        return None
    match = _pattern(quote).search(text)
    return match[0] if match else None
