"""A learned view of the embedding: from a question's vector to the answers it may ask for."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Table = NDArray[np.float32]

_FEATURES = 1200
_SHARPNESS = 2.0
_RIDGE = 0.3


class Head:
    """
    Ridge regression from random Fourier features of the embedding to the answers, near a Gaussian kernel's.

    *vectors* [n, d] with *owner* [n], the number of the answer each belongs to, of *size* answers.
    Fitting takes the time of one matrix product, however many wordings there are.
    """

    def __init__(self, vectors: "Table", owner: "NDArray[np.intp]", size: int) -> None:
        chance = np.random.default_rng(0)
        self._mean = vectors.mean(axis=0)
        self._waves = chance.normal(0, _SHARPNESS**0.5, (vectors.shape[1], _FEATURES)).astype(np.float32)
        self._shifts = chance.uniform(0, 2 * np.pi, _FEATURES).astype(np.float32)
        self._x = self._features(vectors)
        self._target = np.eye(size, dtype=np.float32)[owner]
        self._gram = self._x.T @ self._x + _RIDGE * np.eye(_FEATURES, dtype=np.float32)
        self._weights = np.linalg.solve(self._gram, self._x.T @ self._target)

    def _features(self, vectors: "Table") -> "Table":
        centred = vectors - self._mean
        unit = centred / (np.linalg.norm(centred, axis=-1, keepdims=True) + 1e-9)
        return np.asarray((2 / _FEATURES) ** 0.5 * np.cos(unit @ self._waves + self._shifts), dtype=np.float32)

    def predict(self, vectors: "Table") -> "Table":
        """Return the score of each answer, float32 [n, size]."""
        return np.asarray(self._features(vectors) @ self._weights, dtype=np.float32)

    def held_out(self) -> "Table":
        """Return the exact predictions for the wordings themselves, each as if it had not been trained on."""
        leverage = (np.linalg.solve(self._gram, self._x.T) * self._x.T).sum(axis=0)[:, None]
        return np.asarray((self._x @ self._weights - leverage * self._target) / (1 - leverage), dtype=np.float32)
