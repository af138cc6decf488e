"""Cleaning of what people type, and the one declared normalisation under which quotes are compared."""

import html
import re
import unicodedata

MAX_CHARACTERS = 12_000
"""A question longer than this is not read; a long e-mail is about a third of it."""

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>|<!--.*?-->", re.DOTALL)
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\n{3,}")
_QUOTE_MARKS = str.maketrans("”“„«»’‘′", '"""""' + "'''")
_DASHES = str.maketrans("‐‑–—−", "-----")
_FOLD = str.maketrans("åäöéèüÅÄÖÉÈÜ", "aaoeeuAAOEEU")


def clean(raw: str) -> str:
    r"""
    Return *raw* as plain text: composed letters, no markup, control or zero-width characters.

    Line breaks stay, since a mail's lines carry its structure.

    >>> clean("Hur\u200b mycket\u00a0 kan <b>vi</b> f\u0061\u030a?\x07")
    'Hur mycket kan vi få?'
    """
    text = unicodedata.normalize("NFC", html.unescape(_TAG.sub(" ", raw)))
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\t", " ")
    text = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs", "Cn"})
    return _LINES.sub("\n\n", _SPACES.sub(" ", text)).strip()


def has_words(text: str) -> bool:
    """
    Return whether *text* holds at least one letter or digit.

    >>> has_words("?!  🙂"), has_words("ok")
    (False, True)
    """
    return any(c.isalnum() for c in text)


def fold(text: str) -> str:
    """
    Return *text* in lower case without the dots and rings that hurried typists leave out.

    >>> fold("Får föreningar söka?")
    'far foreningar soka?'
    """
    return text.translate(_FOLD).lower()


def quote_form(text: str) -> str:
    r"""
    Return the form in which a quote and its source are compared.

    Declared: runs of white space (no-break ones too) are one space, typographic quotation marks
    and dashes are the plain ones. Nothing else: case, words and figures must agree.

    >>> quote_form("max  600\u00a0000 kr – ”bidrag”")
    'max 600 000 kr - "bidrag"'
    """
    return " ".join(text.translate(_QUOTE_MARKS).translate(_DASHES).split())
