"""
Which library entry a question asks for, and how sure that is.

Several views of the same question – nearest wordings by meaning, words, letters, and how well the
entry's answer fits – each score every entry.  The weighted sum of the views, through a softmax, is
the share of the evidence that each entry has.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assistant.search.index import ANSWER, PASSAGE, QUESTION, Index
from assistant.search.lexical import LetterSearch, WordSearch
from assistant.sources.corpus import Corpus
from assistant.sources.library import Entry

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Table = NDArray[np.float32]

WEIGHTS = {
    "nearest": 1.75,
    "words": 0.27,
    "letters": 0.28,
    "answer": 0.2,
    "answer_words": 0.1,
}
"""How much each view counts: learned where wordings that the library has never held find their right entries."""
_NEAREST = 3
_FAMILIAR = 0.45
"""So alike in letters is a word that is only written together or misspelt ("maxpotten")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One entry with its share of the evidence, 0..1; the shares of all entries sum to 1."""

    entry: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The entries most likely asked for, best first; *familiar*: the question shares a word with some wording, about."""

    ranked: tuple[Ranked, ...]
    familiar: bool


class Groups:
    """Rows by the entry they belong to, padded to one table so that all entries are scored in one go."""

    def __init__(self, members: Sequence["NDArray[np.intp]"]) -> None:
        longest = max(1, *(len(rows) for rows in members))
        self._rows = np.zeros((len(members), longest), dtype=np.intp)
        self._filled = np.zeros((len(members), longest), dtype=bool)
        for at, rows in enumerate(members):
            self._rows[at, : len(rows)] = rows
            self._filled[at, : len(rows)] = True

    def top(self, scores: "Table", k: int) -> "Table":
        """Return, an entry a column, the mean of the *k* best of *scores* [..., n]; the lowest score where it has no row."""
        part = np.where(self._filled, scores[..., self._rows], -np.inf)
        best = np.partition(part, -k, axis=-1)[..., -k:] if k < part.shape[-1] else part
        counted = np.isfinite(best)
        total = np.where(counted, best, 0).sum(axis=-1) / np.maximum(counted.sum(axis=-1), 1)
        lowest = scores.min(axis=-1, keepdims=True)
        return np.asarray(np.where(self._filled.any(axis=-1), total, lowest), dtype=np.float32)


def _standard(table: "Table") -> "Table":
    """Return *table* with every row at mean 0 and deviation 1."""
    centred = table - table.mean(axis=-1, keepdims=True)
    return np.asarray(centred / (table.std(axis=-1, keepdims=True) + 1e-6), dtype=np.float32)


def _softmax(table: "Table") -> "Table":
    shifted = np.exp(table - table.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True), dtype=np.float32)


def _answer_text(entry: Entry) -> str:
    quotes = (proof.quote for sentence in entry.sentences for proof in sentence.proofs)
    return " ".join((entry.question, entry.answer, *quotes))


class Ranker:
    """Scores every library entry for a question."""

    def __init__(self, index: Index, corpus: Corpus) -> None:
        self.entries = tuple(e.id for e in corpus.entries)
        self._position = {entry: at for at, entry in enumerate(self.entries)}
        self._vectors, texts, owners = self._of_kind(index, QUESTION)
        _, passage_texts, self.passage_ids = self._of_kind(index, PASSAGE)
        self._answers, _, answer_owners = self._of_kind(index, ANSWER)
        self._groups = self._grouped(owners)
        self._answer_groups = self._grouped(answer_owners)
        self.words = WordSearch(texts)
        self.letters = LetterSearch(texts)
        self.passage_words = WordSearch(passage_texts)
        self._answer_words = WordSearch([_answer_text(e) for e in corpus.entries])

    @staticmethod
    def _of_kind(index: Index, kind: str) -> tuple["Table", tuple[str, ...], tuple[str, ...]]:
        rows = [i for i, unit in enumerate(index.units) if unit.kind == kind]
        units = [index.units[i] for i in rows]
        return index.vectors[rows], tuple(u.text for u in units), tuple(u.owner for u in units)

    def _grouped(self, owners: Sequence[str]) -> Groups:
        places = np.array([self._position[o] for o in owners], dtype=np.intp)
        return Groups([np.flatnonzero(places == at) for at in range(len(self.entries))])

    def _logits(
        self, vectors: "Table", dense: "Table", words: "Table", letters: "Table", answer_words: "Table"
    ) -> "Table":
        views = {
            "nearest": self._groups.top(dense, _NEAREST),
            "words": self._groups.top(words, 1),
            "letters": self._groups.top(letters, 1),
            "answer": self._answer_groups.top(vectors @ self._answers.T, 1),
            "answer_words": answer_words,
        }
        return np.asarray(sum(WEIGHTS[name] * _standard(view) for name, view in views.items()), dtype=np.float32)

    def rank(self, texts: Sequence[str], vectors: "Table", k: int = 8) -> Ranking:
        """
        Return the *k* entries most likely asked for.

        *texts*: wordings of one question, *vectors* their embeddings [n, d]; all count alike.
        """
        dense = vectors @ self._vectors.T
        words = np.stack([self.words.scores(t) for t in texts])
        letters = np.stack([self.letters.scores(t) for t in texts])
        logits = self._logits(
            vectors,
            dense,
            words,
            letters,
            np.stack([self._answer_words.scores(t) for t in texts]),
        )
        share = _softmax(logits.mean(axis=0))
        best = np.argsort(-share)[:k]
        ranked = tuple(Ranked(entry=self.entries[i], share=float(share[i])) for i in best)
        return Ranking(ranked=ranked, familiar=bool(words.max() > 0 or letters.max() >= _FAMILIAR))
