"""Whether two texts mean about the same, measured: by embedding, or by a CrossEncoder where one is configured."""

from collections.abc import Callable, Sequence

from assistant.models.grounding import Alike
from assistant.search.embedding import Embedder

COSINE = 0.88
"""On the corruption set true statements lie above 0.97 to their evidence, strangers mostly below 0.91."""
SCORE = 0.5
"""A CrossEncoder's middle: as likely related as not."""

Nearness = Callable[[str, Sequence[str]], Sequence[float]]
"""How near in meaning a text is to each of others, 0..1; for texts in different languages."""
Predict = Callable[[Sequence[tuple[str, str]]], Sequence[float]]


def by_embedding(embedder: Embedder) -> Alike:
    """Return the measure by cosine of the two texts' vectors."""

    def alike(text: str, support: str) -> bool:
        one, other = embedder.passages([text, support])
        return float(one @ other) >= COSINE

    return alike


def by_reranker(predict: Predict) -> Alike:
    """
    Return the measure by a CrossEncoder's score of the pair, 0..1.

    >>> by_reranker(lambda pairs: [0.9 for _ in pairs])("a", "b")
    True
    """
    return lambda text, support: float(predict([(text, support)])[0]) >= SCORE


def across_languages(embedder: Embedder) -> Nearness:
    """Return the nearness by cosine; the embedding must know both languages, as the bundled one does."""

    def near(text: str, others: Sequence[str]) -> Sequence[float]:
        one, *rest = embedder.passages([text, *others])
        return [float(one @ other) for other in rest]

    return near
