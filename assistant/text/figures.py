"""Figures in text, in whatever form they are written, so that each can be proven."""

import re
from collections.abc import Iterable

_GROUPED = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_WORD = re.compile(r"[^\W\d_]+")
_MILLIONS = re.compile(r"(\d+(?:[.,]\d+)?)[ \u00a0]*(mkr|mnkr|msek|miljon(?:er)?)\b")
_THOUSANDS = re.compile(r"(\d+(?:[.,]\d+)?)[ \u00a0]*(tkr|kkr|tusen)\b")

_ONES = dict(
    zip(
        (
            "två",
            "tre",
            "fyra",
            "fem",
            "sex",
            "sju",
            "åtta",
            "nio",
            "tio",
            "elva",
            "tolv",
            "tretton",
            "fjorton",
            "femton",
            "sexton",
            "sjutton",
            "arton",
            "nitton",
        ),
        range(2, 20),
        strict=True,
    )
)
_TENS = dict(
    zip(
        ("tjugo", "trettio", "fyrtio", "femtio", "sextio", "sjuttio", "åttio", "nittio"),
        range(20, 100, 10),
        strict=True,
    )
)


def _number_words() -> dict[str, str]:
    words = _ONES | _TENS | {"hundra": 100, "tusen": 1000}
    words |= {f"{ten}{one}": t + o for ten, t in _TENS.items() for one, o in _ONES.items() if o < 10}
    words |= {f"{one}hundra": o * 100 for one, o in _ONES.items() if o < 10}
    words |= {f"{w}tusen": n * 1000 for w, n in list(words.items()) if n < 1000}
    return {word: str(number) for word, number in words.items()}


_WORDS = _number_words()


def _scaled(match: re.Match[str], factor: int) -> str:
    whole, _, part = match[1].replace(",", ".").partition(".")
    digits = len(str(factor)) - 1
    return str(int(whole + (part + "0" * digits)[:digits])) + " kr"


def _canonical(number: str) -> str:
    whole, point, part = number.replace(",", ".").partition(".")
    part = part.rstrip("0")
    return f"{whole}{point}{part}" if part else whole


def figures(text: str) -> frozenset[str]:
    """
    Return every figure of *text* as plain digits, decimals with a point and without needless zeros.

    Swedish number words from two up count; "en" and "ett" do not, they are articles.

    >>> sorted(figures("600 000 kr, 0,6 mkr, 80 procent och sextio procent"))
    ['60', '600000', '80']
    """
    plain = _GROUPED.sub("", text.lower())
    plain = _MILLIONS.sub(lambda m: _scaled(m, 1_000_000), plain)
    plain = _THOUSANDS.sub(lambda m: _scaled(m, 1000), plain)
    found = {_canonical(n) for n in _NUMBER.findall(plain)}
    return frozenset(found | {_WORDS[w] for w in _WORD.findall(plain) if w in _WORDS})


def unproven(text: str, proofs: Iterable[str]) -> frozenset[str]:
    """
    Return the figures of *text* that stand in none of *proofs*.

    >>> unproven("högst 600 000 kr, alltså 5 år", ["max 600 000 kr per projekt"])
    frozenset({'5'})
    """
    return figures(text) - frozenset().union(*(figures(p) for p in proofs), frozenset())
