"""Search over a small corpus without a language model: letters for meaning, everything else as it is."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from assistant.search.index import Index, IndexFolder
from assistant.search.ranking import Ranker
from assistant.search.retriever import Searcher
from assistant.sources.corpus import Corpus, load_corpus
from tests.conftest import entry_toml
from tests.search.test_index import ToyEmbedder, quiet

QUOTE = "Bidrag kan beviljas med max 600 000 kr per projekt."


def corpus_with(folder: Path, wordings: Mapping[str, Iterable[str]]) -> Corpus:
    """Return the small corpus in *folder* with a library of one entry for each of *wordings*."""
    entries = (entry_toml(id_, first, "Så står det.", QUOTE, more) for id_, (first, *more) in wordings.items())
    (folder / "library" / "svar.toml").write_text("".join(entries), encoding="utf-8")
    return load_corpus(folder)


def toy_index(corpus: Corpus, folder: Path, url: str = "") -> Index:
    embedder: Any = ToyEmbedder()
    return IndexFolder(folder, url, embedder).open(corpus, quiet)


def toy_searcher(corpus: Corpus, folder: Path, url: str = "", reranker: Any = None) -> Searcher:
    index, embedder = toy_index(corpus, folder, url), ToyEmbedder()
    ranker = Ranker(index, corpus)
    return Searcher(index=index, corpus=corpus, embedder=embedder, ranker=ranker, reranker=reranker)  # type: ignore[arg-type]  # a fake that fits
