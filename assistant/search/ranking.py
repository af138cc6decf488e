"""
Which library entry a question asks for, and how sure that is.

Several views of the same question – nearest wordings by meaning, a trained head over the embedding,
words, letters, and how well the entry's answer and its sources fit – each score every entry.  The
weighted sum of the views, through a softmax, is the share of the evidence that each entry has.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from assistant.search.heads import Head
from assistant.search.index import ANSWER, PASSAGE, QUESTION, Index
from assistant.search.lexical import LetterSearch, WordSearch
from assistant.sources.corpus import Corpus
from assistant.sources.library import Entry

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Table = NDArray[np.float32]
    Groups = Sequence[NDArray[np.intp]]

WEIGHTS = {
    "nearest": 0.93,
    "head": 0.41,
    "words": 0.32,
    "letters": 0.42,
    "letters_three": 0.37,
    "sources": 0.32,
    "answer": 0.15,
    "answer_words": 0.15,
}
"""How much each view counts: the weights under which the right entries of evals' dev set are likeliest."""
_NEAREST = 8
_CHUNK = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One entry with its share of the evidence, 0..1; the shares of all entries sum to 1."""

    entry: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The entries most likely asked for, best first, and the cosine of the nearest wording of all."""

    ranked: tuple[Ranked, ...]
    nearest: float


def grouped_top(scores: "Table", groups: "Groups", k: int) -> "Table":
    """Return, a group a column, the mean of the *k* best of *scores* [..., n]; the lowest score for an empty group."""
    lowest = scores.min(axis=-1)
    columns = []
    for group in groups:
        part = scores[..., group]
        top = part if part.shape[-1] <= k else np.partition(part, -k, axis=-1)[..., -k:]
        columns.append(top.mean(axis=-1) if len(group) else lowest)
    return np.stack(columns, axis=-1)


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
        self._vectors, self.texts, owners = self._of_kind(index, QUESTION)
        self._passages, passage_texts, self.passage_ids = self._of_kind(index, PASSAGE)
        self._answers, _, answer_owners = self._of_kind(index, ANSWER)
        self.owner = np.array([self._position[o] for o in owners], dtype=np.intp)
        self._groups = self._grouped(owners)
        self._answer_groups = self._grouped(answer_owners)
        self._cited = self._citations(corpus)
        self.words = WordSearch(self.texts)
        self.letters = LetterSearch(self.texts)
        self.passage_words = WordSearch(passage_texts)
        self._answer_words = WordSearch([_answer_text(e) for e in corpus.entries])
        self.head = Head(self._vectors, self.owner, len(self.entries))

    @staticmethod
    def _of_kind(index: Index, kind: str) -> tuple["Table", tuple[str, ...], tuple[str, ...]]:
        rows = [i for i, unit in enumerate(index.units) if unit.kind == kind]
        units = [index.units[i] for i in rows]
        return index.vectors[rows], tuple(u.text for u in units), tuple(u.owner for u in units)

    def _grouped(self, owners: Sequence[str]) -> "Groups":
        places = np.array([self._position[o] for o in owners], dtype=np.intp)
        return tuple(np.flatnonzero(places == at) for at in range(len(self.entries)))

    def _citations(self, corpus: Corpus) -> "Groups":
        at = {p: i for i, p in enumerate(self.passage_ids)}
        return tuple(
            np.array(sorted({at[p.passage.id] for s in e.sentences for p in s.proofs}), dtype=np.intp)
            for e in corpus.entries
        )

    def _logits(self, vectors: "Table", dense: "Table", head: "Table", words: "Table", letters: "Table",
                answer_words: "Table") -> "Table":  # fmt: skip
        views = {
            "nearest": grouped_top(dense, self._groups, _NEAREST),
            "head": head,
            "words": grouped_top(words, self._groups, 1),
            "letters": grouped_top(letters, self._groups, 1),
            "letters_three": grouped_top(letters, self._groups, 3),
            "sources": grouped_top(vectors @ self._passages.T, self._cited, 1),
            "answer": grouped_top(vectors @ self._answers.T, self._answer_groups, 1),
            "answer_words": answer_words,
        }
        return np.asarray(sum(WEIGHTS[name] * _standard(view) for name, view in views.items()), dtype=np.float32)

    def rank(self, texts: Sequence[str], vectors: "Table", k: int = 8) -> Ranking:
        """
        Return the *k* entries most likely asked for.

        *texts*: wordings of one question, *vectors* their embeddings [n, d]; all count alike.
        """
        dense = vectors @ self._vectors.T
        logits = self._logits(
            vectors,
            dense,
            self.head.predict(vectors),
            np.stack([self.words.scores(t) for t in texts]),
            np.stack([self.letters.scores(t) for t in texts]),
            np.stack([self._answer_words.scores(t) for t in texts]),
        )
        share = _softmax(logits.mean(axis=0))
        best = np.argsort(-share)[:k]
        ranked = tuple(Ranked(entry=self.entries[i], share=float(share[i])) for i in best)
        return Ranking(ranked=ranked, nearest=float(dense.max()))

    @cached_property
    def held_out_logits(self) -> "Table":
        """Return the logits [wordings, entries] of every wording with itself held out."""
        return np.concatenate(list(self._held_out_chunks()))

    def _held_out_chunks(self) -> Iterator["Table"]:
        head = self.head.held_out()
        for start in range(0, len(self.texts), _CHUNK):
            rows = np.arange(start, min(start + _CHUNK, len(self.texts)))
            texts, vectors = [self.texts[i] for i in rows], self._vectors[rows]
            dense = vectors @ self._vectors.T
            words = np.stack([self.words.scores(t) for t in texts])
            letters = np.stack([self.letters.scores(t) for t in texts])
            for table in (dense, words, letters):
                table[np.arange(len(rows)), rows] = table.min()
            answer_words = np.stack([self._answer_words.scores(t) for t in texts])
            yield self._logits(vectors, dense, head[rows], words, letters, answer_words)

    def held_out_accuracy(self) -> float:
        """Return the share of library wordings that, held out, still find their own entry first."""
        return float((self.held_out_logits.argmax(axis=-1) == self.owner).mean())
