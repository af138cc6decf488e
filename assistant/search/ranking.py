"""
Which library entry a question asks for, and how sure that is.

Several views of the same question – nearest wordings by meaning, a trained head over the embedding,
BM25, letter n-grams, and how well the answer's own sources fit – each score every entry.  Their
weights, and the sharpness that makes the winner's share a probability, are learned by holding
every library wording out in turn and asking it: the honest forecast for wording nobody wrote.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assistant.search.index import PASSAGE, QUESTION, Index
from assistant.search.lexical import LetterSearch, WordSearch
from assistant.sources.corpus import Corpus

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Table = NDArray[np.float32]

VIEWS = ("nearest", "nearest_three", "head", "words", "words_three", "letters", "letters_three", "sources")
_RIDGE = 3.0
_STEPS, _RATE = 400, 0.3
_FAR = -9.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One entry with its share of the evidence, 0..1; the shares of all entries sum to 1."""

    entry: str
    share: float


def _grouped_top(scores: "Table", groups: Sequence["NDArray[np.intp]"], k: int) -> "Table":
    """Return, a group a column, the mean of the *k* best of *scores* [..., n]."""
    columns = []
    for group in groups:
        part = scores[..., group]
        top = part if part.shape[-1] <= k else np.partition(part, -k, axis=-1)[..., -k:]
        columns.append(top.mean(axis=-1))
    return np.stack(columns, axis=-1)


def _standard(table: "Table") -> "Table":
    """Return *table* with every row at mean 0 and deviation 1."""
    centred = table - table.mean(axis=-1, keepdims=True)
    return np.asarray(centred / (table.std(axis=-1, keepdims=True) + 1e-6), dtype=np.float32)


def _softmax(table: "Table") -> "Table":
    shifted = np.exp(table - table.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True), dtype=np.float32)


class Head:
    """Ridge regression from the embedding to the entries, with exact leave-one-out predictions."""

    def __init__(self, vectors: "Table", owner: "NDArray[np.intp]", size: int) -> None:
        self._mean = vectors.mean(axis=0)
        self._x = self._features(vectors)
        target = np.eye(size, dtype=np.float32)[owner]
        gram = self._x.T @ self._x + _RIDGE * np.eye(self._x.shape[1], dtype=np.float32)
        self._inverse = np.linalg.inv(gram)
        self._weights = self._inverse @ self._x.T @ target
        self._target = target

    def _features(self, vectors: "Table") -> "Table":
        centred = vectors - self._mean
        unit = centred / (np.linalg.norm(centred, axis=-1, keepdims=True) + 1e-9)
        return np.concatenate([unit, np.ones((*unit.shape[:-1], 1), dtype=np.float32)], axis=-1)

    def predict(self, vectors: "Table") -> "Table":
        """Return the score of each entry, float32 [n, entries]."""
        return np.asarray(self._features(vectors) @ self._weights, dtype=np.float32)

    def held_out(self) -> "Table":
        """Return the predictions for the training wordings, each as if it had not been trained on."""
        fitted = self._x @ self._weights
        leverage = np.einsum("ij,jk,ik->i", self._x, self._inverse, self._x)[:, None]
        return np.asarray((fitted - leverage * self._target) / (1 - leverage), dtype=np.float32)


def learn_weights(views: "Table", owner: "NDArray[np.intp]") -> "Table":
    """
    Return the weights [views] whose weighted sum, through a softmax, best tells each wording's own entry.

    *views*: float32 [wordings, entries, views], each made with the wording held out.
    """
    weights = np.full(views.shape[-1], 1.0 / views.shape[-1], dtype=np.float32)
    rows = np.arange(len(owner))
    for _ in range(_STEPS):
        share = _softmax(views @ weights)
        share[rows, owner] -= 1.0
        gradient = np.einsum("ne,nev->v", share, views) / len(owner)
        weights = np.maximum(weights - _RATE * gradient, 0.0).astype(np.float32)
    return weights


class Ranker:
    """Scores every library entry for a question."""

    def __init__(self, index: Index, corpus: Corpus, weights: Sequence[float] | None = None) -> None:
        self.entries = tuple(e.id for e in corpus.entries)
        position = {entry: at for at, entry in enumerate(self.entries)}
        at_question = [i for i, u in enumerate(index.units) if u.kind == QUESTION]
        at_passage = [i for i, u in enumerate(index.units) if u.kind == PASSAGE]
        self.texts = tuple(index.units[i].text for i in at_question)
        self.owner = np.array([position[index.units[i].owner] for i in at_question], dtype=np.intp)
        self._groups = tuple(np.flatnonzero(self.owner == e) for e in range(len(self.entries)))
        self._vectors = index.vectors[at_question]
        self._passages = index.vectors[at_passage]
        self.passage_ids = tuple(index.units[i].owner for i in at_passage)
        self._cited = self._citations(corpus)
        self.words = WordSearch(self.texts)
        self.letters = LetterSearch(self.texts)
        self.passage_words = WordSearch([index.units[i].text for i in at_passage])
        self.head = Head(self._vectors, self.owner, len(self.entries))
        self.weights = np.asarray(weights if weights is not None else self._learn(), dtype=np.float32)

    def _citations(self, corpus: Corpus) -> tuple["NDArray[np.intp]", ...]:
        at = {p: i for i, p in enumerate(self.passage_ids)}
        return tuple(
            np.array(sorted({at[p.passage.id] for s in e.sentences for p in s.proofs}), dtype=np.intp)
            for e in corpus.entries
        )

    def _sources(self, vector: "Table") -> "Table":
        fit = vector @ self._passages.T
        mean = fit.mean(axis=-1)
        columns = [fit[..., c].max(axis=-1) if len(c) else mean for c in self._cited]
        return np.stack(columns, axis=-1)

    def _views(self, dense: "Table", head: "Table", words: "Table", letters: "Table", sources: "Table") -> "Table":
        tables = (
            _grouped_top(dense, self._groups, 1),
            _grouped_top(dense, self._groups, 3),
            head,
            _grouped_top(words, self._groups, 1),
            _grouped_top(words, self._groups, 3),
            _grouped_top(letters, self._groups, 1),
            _grouped_top(letters, self._groups, 3),
            sources,
        )
        return np.stack([_standard(t) for t in tables], axis=-1)

    def held_out_views(self) -> "Table":
        """Return the views [wordings, entries, views] of every wording with itself held out."""
        return np.concatenate(list(self._held_out_chunks()))

    def _held_out_chunks(self) -> Iterator["Table"]:
        head = self.head.held_out()
        for start in range(0, len(self.texts), 256):
            rows = np.arange(start, min(start + 256, len(self.texts)))
            dense = self._vectors[rows] @ self._vectors.T
            words = np.stack([self.words.scores(self.texts[i]) for i in rows])
            letters = np.stack([self.letters.scores(self.texts[i]) for i in rows])
            for table, floor in ((dense, 0.0), (words, 0.0), (letters, 0.0)):
                table[np.arange(len(rows)), rows] = floor
            yield self._views(dense, head[rows], words, letters, self._sources(self._vectors[rows]))

    def _learn(self) -> "Table":
        return learn_weights(self.held_out_views(), self.owner)

    def held_out_accuracy(self) -> float:
        """Return the share of library wordings that, held out, still find their own entry first."""
        shares = self.held_out_views() @ self.weights
        return float((shares.argmax(axis=-1) == self.owner).mean())

    def _logits(self, text: str, vector: "Table") -> "Table":
        views = self._views(
            vector @ self._vectors.T,
            self.head.predict(vector),
            self.words.scores(text),
            self.letters.scores(text),
            self._sources(vector),
        )
        return np.asarray(views @ self.weights, dtype=np.float32)

    def rank(self, texts: Sequence[str], vectors: "Table", k: int = 5) -> tuple[Ranked, ...]:
        """
        Return the *k* entries most likely asked for, best first.

        *texts*: wordings of one question, *vectors* their embeddings [n, d]; all count alike.
        """
        logits = np.mean([self._logits(t, v) for t, v in zip(texts, vectors, strict=True)], axis=0)
        share = _softmax(logits)
        best = np.argsort(-share)[:k]
        return tuple(Ranked(entry=self.entries[i], share=float(share[i])) for i in best)
