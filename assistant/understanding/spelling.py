"""Spelling repaired against the corpus' own words first, a Swedish dictionary second; the seam to Hunspell."""

import math
import re
import sysconfig
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product
from pathlib import Path

import hunspell

from assistant.text.normalise import fold

_WORD = re.compile(r"[A-Za-zÅÄÖåäöéü]{4,}")
_LONG = 8
_DOTTED = {"a": "aåä", "o": "oö"}
_MAX_SPELLINGS = 243


def _deletions(word: str) -> Iterator[str]:
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _one_edit(a: str, b: str) -> bool:
    if abs(len(a) - len(b)) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[start:], b[start:]
    swapped = rest_a[:2][::-1] == rest_b[:2] and rest_a[2:] == rest_b[2:]
    return rest_a[1:] == rest_b[1:] or rest_a[1:] == rest_b or rest_a == rest_b[1:] or swapped


@lru_cache(maxsize=1)
def _dictionary() -> hunspell.Hunspell:
    folder = Path(sysconfig.get_path("data")) / "share" / "hunspell"
    return hunspell.Hunspell("sv_SE", hunspell_data_dir=str(folder))


@lru_cache(maxsize=50_000)
def is_swedish_word(word: str) -> bool:
    """
    Return whether the dictionary knows *word*, compounds and inflections included.

    >>> is_swedish_word("föreningsbidrag"), is_swedish_word("förenning")
    (True, False)
    """
    return bool(_dictionary().spell(word))


def _dotted(word: str) -> Iterator[str]:
    choices = [_DOTTED.get(c, c) for c in word]
    if math.prod(map(len, choices)) <= _MAX_SPELLINGS:
        yield from ("".join(letters) for letters in product(*choices))


def _slips(word: str) -> Iterator[str]:
    for at, letter in enumerate(word):
        yield word[:at] + letter + word[at:]
        yield word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
        if letter == "e":
            yield word[:at] + "ä" + word[at + 1 :]
        if at:  # people hardly ever lose hold of a word's first letter
            yield word[:at] + word[at + 1 :]


def _from_dictionary(word: str) -> str | None:
    # The dictionary's own suggestions take half a second a word; these slips are nearly all that people make.
    return next((w for w in (*_dotted(word), *_slips(word)) if is_swedish_word(w)), None)


class Speller:
    """
    Repairs what is no word, and leaves names, terms, short words and words it cannot place.

    *vocabulary*: rightly spelled words, the more frequent in the corpus the earlier.
    """

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._rank = {w: i for i, w in enumerate(dict.fromkeys(w.lower() for w in vocabulary if len(w) >= 4))}
        self._folded: dict[str, str] = {}
        self._near: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._rank:
            self._folded.setdefault(fold(word), word)
            for key in _deletions(fold(word)):
                self._near[key].append(word)
        self._cache: dict[str, str] = {}

    def _close(self, folded: str) -> str | None:
        found = {w for key in _deletions(folded) for w in self._near.get(key, ())}
        once = [w for w in found if _one_edit(folded, fold(w))]
        near = once or ([w for w in found if w[0] == folded[0]] if len(folded) >= _LONG else [])
        return min(near, key=lambda w: (w[0] != folded[0], self._rank[w])) if near else None

    def _repair_word(self, word: str) -> str:
        if word in self._rank or is_swedish_word(word) or is_swedish_word(word.capitalize()):
            return word
        folded = fold(word)
        return self._folded.get(folded) or self._close(folded) or _from_dictionary(word) or word

    def repair(self, text: str) -> str:
        """
        Return *text* with misspelt words mended; a capitalised word inside a sentence is a name and stays.

        >>> Speller(["avsiktsförklaring", "förening", "bidrag"]).repair("Forenningar i Åmål, avsigtsforklaring?")
        'Forenningar i Åmål, avsiktsförklaring?'
        """

        def mended(match: re.Match[str]) -> str:
            word = match[0]
            first = not text[: match.start()].rstrip() or text[: match.start()].rstrip()[-1] in ".!?:"
            if word.isupper() or (word[0].isupper() and not first):
                return word
            low = word.lower()
            if low not in self._cache:
                self._cache[low] = self._repair_word(low)
            better = self._cache[low]
            return word if better == low else better.capitalize() if word[0].isupper() else better

        return _WORD.sub(mended, text)
