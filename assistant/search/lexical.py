"""Word search: BM25 over Swedish terms, and letter n-grams that see through typos; the seam to bm25s and scikit-learn."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import bm25s
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from assistant.search.terms import Terms, content_words
from assistant.text.normalise import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray


class WordSearch:
    """BM25 over lemma stems and compound parts of *texts*; scores float32 [n], 0 where no term is shared."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._terms = Terms(word for text in texts for word in content_words(text))
        self._bm25 = bm25s.BM25(method="lucene", k1=1.2, b=0.5)
        self._size = len(texts)
        self._bm25.index([list(self._terms(t)) or ["∅"] for t in texts], show_progress=False)

    def terms(self, text: str) -> tuple[str, ...]:
        """Return the terms of *text* as they are searched."""
        return self._terms(text)

    def knows(self, term: str) -> bool:
        """Return whether *term* stands anywhere in the texts."""
        return term in self._bm25.vocab_dict

    def scores(self, text: str) -> "NDArray[np.float32]":
        """Return the BM25 score of every text for *text*."""
        terms = [t for t in dict.fromkeys(self._terms(text)) if t in self._bm25.vocab_dict]
        if not terms:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._bm25.get_scores(terms), dtype=np.float32)


class LetterSearch:
    """Cosine of TF-IDF weighted letter 3–5-grams within words; scores float32 [n], 0..1."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._vectorizer = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, preprocessor=fold, dtype=np.float32
        )
        self._matrix = self._vectorizer.fit_transform(texts)
        self._columns = self._matrix.T.tocsr()

    def scores(self, text: str) -> "NDArray[np.float32]":
        """Return the cosine of every text with *text*."""
        row = self._vectorizer.transform([text]) @ self._columns
        scores: NDArray[np.float32] = np.asarray(row.todense(), dtype=np.float32)[0]
        return scores
