"""Swedish search terms: lemma and stem of each word, and the parts of compounds; the seam to both stemmers."""

import re
from collections.abc import Iterable
from functools import lru_cache

import simplemma
import Stemmer

_WORD = re.compile(r"[a-zåäöéüæø]+|\d+", re.IGNORECASE)
_GROUPED = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
_STEMMER = Stemmer.Stemmer("swedish")
_MIN_PART = 4

STOP_WORDS = frozenset(
    (
        "och att det som en ett är av för på i till den de med om har inte ni vi du jag man kan ska skall får vad "
        "hur var när vilka vilken vilket vem dem dom oss er ert era vår vårt våra min mitt mina sig sin sitt sina "
        "här där då så men eller från vid också bara även ju nog väl än att hej tack snälla fråga undrar undra hade "
        "skulle blir bli nån något någon några sån sådan sådant denna detta dessa finns vara varit gör göra the a "
        "an of to for is are we our can do does what how in on and or be it this that i if with my us"
    ).split()
)


@lru_cache(maxsize=100_000)
def lemma(word: str) -> str:
    """Return the dictionary form of one lower-case word."""
    return str(simplemma.lemmatize(word, lang="sv", greedy=True)).lower()


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """
    Return the search form of one lower-case word: its lemma's stem.

    >>> stem("föreningarna") == stem("förening")
    True
    """
    return str(_STEMMER.stemWord(lemma(word)))


def words(text: str) -> tuple[str, ...]:
    """
    Return the words and figures of *text* in lower case, digit groups joined.

    >>> words("Max 600 000 kr!")
    ('max', '600000', 'kr')
    """
    return tuple(w.lower() for w in _WORD.findall(_GROUPED.sub("", text)))


def content_words(text: str) -> tuple[str, ...]:
    """Return the words of *text* that are no stop words."""
    return tuple(w for w in words(text) if w not in STOP_WORDS)


class Terms:
    """
    Text to search terms, with compounds also as the parts that *vocabulary* knows.

    >>> Terms(["medel", "finansiering", "egen", "insats"])("egeninsatsen")
    ('egeninsat', 'egen', 'insat')
    """

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._stems = frozenset(stem(w.lower()) for w in vocabulary if len(w) >= _MIN_PART)
        self._parts: dict[str, tuple[str, ...]] = {}

    def _split(self, word: str) -> tuple[str, ...]:
        for at in range(len(word) - _MIN_PART, _MIN_PART - 1, -1):
            head, tail = word[:at], word[at:]
            heads = (head, head[:-1]) if head.endswith("s") else (head,)
            known = next((stem(h) for h in heads if stem(h) in self._stems), None)
            if known and stem(tail) in self._stems:
                return (known, stem(tail))
        return ()

    def _expand(self, word: str) -> tuple[str, ...]:
        if word not in self._parts:
            self._parts[word] = (stem(word), *self._split(lemma(word)))
        return self._parts[word]

    def __call__(self, text: str) -> tuple[str, ...]:
        """Return the terms of *text* in order, stop words left out."""
        return tuple(term for word in content_words(text) for term in self._expand(word))
