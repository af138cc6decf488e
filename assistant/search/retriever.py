"""Hybrid retrieval: dense in Chroma and BM25 over the same passages, fused by scaled scores; also a LangChain retriever."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict
from sentence_transformers import CrossEncoder

from assistant.search.embedding import Embedder
from assistant.search.index import PASSAGE, Index
from assistant.search.ranking import Ranked, Ranker
from assistant.sources.corpus import Corpus
from assistant.sources.documents import Passage

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DEPTH = 60
_LIBRARY_WEIGHT = 3.0
"""How much a passage gains when the likely library answers cite it: the wordings know better than the passages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage found; *score* is the fused one, *cosine* and *bm25* what it was fused from."""

    passage: Passage
    score: float
    cosine: float
    bm25: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that one search brought: likely library entries and passages, best first."""

    question: str
    ranked: tuple[Ranked, ...]
    hits: tuple[Hit, ...]
    familiar: bool
    """Whether the question shares a word with some wording of the library; gibberish does not."""


def _scaled(scores: "NDArray[np.float32]") -> "NDArray[np.float32]":
    low, high = float(scores.min()), float(scores.max())
    return np.asarray((scores - low) / (high - low) if high > low else np.zeros_like(scores), dtype=np.float32)


class Searcher:
    """One search over library and passages."""

    def __init__(
        self, *, index: Index, corpus: Corpus, embedder: Embedder, ranker: Ranker, reranker: CrossEncoder | None = None
    ) -> None:
        self._index = index
        self._corpus = corpus
        self.embedder = embedder
        self.reranker = reranker
        self.ranker = ranker
        self._passages = tuple(corpus.passage_by_id[i] for i in ranker.passage_ids)
        self._at = {p.id: n for n, p in enumerate(self._passages)}

    def _dense(self, vector: "NDArray[np.float32]") -> "NDArray[np.float32]":
        near = self._index.store.nearest(vector.tolist(), _DEPTH, PASSAGE)
        cosines = {n.owner: n.cosine for n in near}
        floor = min(cosines.values(), default=0.0)
        return np.array([cosines.get(p.id, floor) for p in self._passages], dtype=np.float32)

    def _cited(self, ranked: Sequence[Ranked]) -> "NDArray[np.float32]":
        boost = np.zeros(len(self._passages), dtype=np.float32)
        for one in ranked:
            for sentence in self._corpus.entry_by_id[one.entry].sentences:
                for proof in sentence.proofs:
                    at = self._at[proof.passage.id]
                    boost[at] = max(boost[at], one.share**0.5)
        return boost

    def _reranked(self, text: str, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        if self.reranker is None or not hits:
            return hits
        scores = self.reranker.predict([(text, h.passage.context) for h in hits])
        return tuple(hit for _, hit in sorted(zip(scores, hits, strict=True), key=lambda pair: -float(pair[0])))

    def search(self, wordings: Sequence[str], k: int = 8) -> Evidence:
        """
        Return the evidence for one question: library entries by share, and the *k* best passages.

        *wordings*: ways to put the same question, the fullest last; for the library all count alike,
        for the passages the fullest counts.
        """
        vectors = self.embedder.queries(wordings)
        ranking = self.ranker.rank(wordings, vectors)
        whole = wordings[-1]
        cosine = self._dense(vectors[-1])
        bm25 = self.ranker.passage_words.scores(whole)
        fused = _scaled(cosine) + _scaled(bm25) + _LIBRARY_WEIGHT * self._cited(ranking.ranked)
        best = np.argsort(-fused)[:k]
        hits = tuple(
            Hit(passage=self._passages[i], score=float(fused[i]), cosine=float(cosine[i]), bm25=float(bm25[i]))
            for i in best
        )
        return Evidence(
            question=whole, ranked=ranking.ranked, hits=self._reranked(whole, hits), familiar=ranking.familiar
        )


class PassageRetriever(BaseRetriever):
    """The same search as a LangChain retriever: question in, cited passages out."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    searcher: Searcher
    k: int = 5

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        del run_manager  # the base class wants the name
        return [
            LangChainDocument(
                id=hit.passage.id,
                page_content=hit.passage.text,
                metadata={
                    "document": hit.passage.document,
                    "section": hit.passage.section,
                    "url": hit.passage.url,
                    "note": hit.passage.note,
                    "score": hit.score,
                },
            )
            for hit in self.searcher.search([query], self.k).hits
        ]
