"""Whether two questions ask the same thing."""

import hashlib
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from assistant.text.figures import figures
from assistant.text.normalise import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

ALIKE = 0.955
"""Cosine; measured on pairs with the bundled model: other words for one thing 0.93–0.99, another thing up to 0.94."""
_WORD = re.compile(r"[a-z0-9%]+")

Embed = Callable[[Sequence[str]], "NDArray[np.float32]"]
"""Questions to vectors of unit length, float32 [n, d]."""


def text_hash(text: str) -> str:
    """
    Return a hash that is equal for equal words, whatever their case, dots and punctuation.

    >>> text_hash("Får vi söka?") == text_hash(" får  VI soka")
    True
    """
    return hashlib.sha256(" ".join(_WORD.findall(fold(text))).encode()).hexdigest()


def packed(vector: "NDArray[np.float32]") -> bytes:
    """Return *vector* as bytes, float16."""
    return np.asarray(vector, dtype=np.float16).tobytes()


class Known:
    """Questions already there, each owned by a case; the earliest first."""

    def __init__(self) -> None:
        self._by_hash: dict[str, int] = {}
        self._owners: list[int] = []
        self._figures: list[frozenset[str]] = []
        self._rows: list[NDArray[np.float32]] = []

    def add(self, owner: int, text: str, vector: bytes | None) -> None:
        """Take in one question of the case *owner*."""
        self._by_hash.setdefault(text_hash(text), owner)
        if vector:
            self._owners.append(owner)
            self._figures.append(figures(text))
            self._rows.append(np.frombuffer(vector, dtype=np.float16).astype(np.float32))

    def like(self, text: str, vector: bytes | None) -> int | None:
        """Return the case that asks the same as *text*, with the same figures; None where none does."""
        same = self._by_hash.get(text_hash(text))
        if same is not None or vector is None or not self._rows:
            return same
        cosines = np.stack(self._rows) @ np.frombuffer(vector, dtype=np.float16).astype(np.float32)
        asked = figures(text)
        near = [at for at in np.argsort(-cosines)[:20] if cosines[at] >= ALIKE and self._figures[at] == asked]
        return self._owners[near[0]] if near else None
