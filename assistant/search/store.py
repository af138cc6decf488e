"""The vector store: the one seam to Chroma, embedded in a folder or a server by address."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlparse

import chromadb
import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError
from langchain_chroma import Chroma

from assistant.errors import SearchError
from assistant.search.embedding import Embedder

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One searchable text: a passage, or one wording of a library entry's question."""

    id: str
    kind: str
    owner: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A unit found near a question; *cosine* −1..1."""

    id: str
    kind: str
    owner: str
    cosine: float


def _client(folder: Path, url: str) -> ClientAPI:
    settings = ChromaSettings(anonymized_telemetry=False)
    if not url:
        return chromadb.PersistentClient(path=str(folder), settings=settings)
    address = urlparse(url)
    return chromadb.HttpClient(
        host=address.hostname or "localhost",
        port=address.port or 8000,
        ssl=address.scheme == "https",
        settings=settings,
    )


class VectorStore:
    """
    The units of one index version in one Chroma collection.

    Raises SearchError where the folder is corrupt or the server does not answer.
    """

    def __init__(self, *, folder: Path, url: str, name: str, embedder: Embedder) -> None:
        try:
            self._client = _client(folder, url)
            self._chroma = Chroma(
                client=self._client,
                collection_name=name,
                embedding_function=embedder,
                collection_configuration={"hnsw": {"space": "cosine", "ef_search": 200}},
            )
            self._collection = self._client.get_collection(name)
        except (ChromaError, ValueError, OSError, RuntimeError, AttributeError) as error:
            # Chroma's own clean-up after a corrupt file ends in an AttributeError.
            raise SearchError(f"Sökindexet kan inte öppnas: {error}") from error

    @property
    def langchain(self) -> Chroma:
        """Return the LangChain vector store over the same collection."""
        return self._chroma

    def count(self) -> int:
        """Return how many units are stored."""
        return int(self._collection.count())

    def add(self, units: Sequence[Unit], vectors: "NDArray[np.float32]") -> None:
        """Store *units* with their *vectors*, float32 [n, d], in chunks."""
        for start in range(0, len(units), _CHUNK):
            part = units[start : start + _CHUNK]
            self._collection.upsert(
                ids=[u.id for u in part],
                documents=[u.text for u in part],
                metadatas=[{"kind": u.kind, "owner": u.owner} for u in part],
                embeddings=vectors[start : start + _CHUNK],
            )

    def vectors(self) -> dict[str, "NDArray[np.float32]"]:
        """Return every stored vector by unit id."""
        return dict(self._pages())

    def _pages(self) -> Iterator[tuple[str, "NDArray[np.float32]"]]:
        for start in range(0, self.count(), _CHUNK * 4):
            page = self._collection.get(include=["embeddings"], limit=_CHUNK * 4, offset=start)
            yield from zip(page["ids"], np.asarray(page["embeddings"], dtype=np.float32), strict=True)

    def nearest(self, vector: Sequence[float], k: int) -> tuple[Near, ...]:
        """Return the *k* units nearest to *vector*, nearest first."""
        try:
            found = self._chroma.similarity_search_by_vector_with_relevance_scores(list(vector), k=k)
        except (ChromaError, ValueError, OSError, RuntimeError) as error:
            raise SearchError(f"Sökindexet svarar inte: {error}") from error
        return tuple(
            Near(
                id=str(document.id),
                kind=str(document.metadata["kind"]),
                owner=str(document.metadata["owner"]),
                cosine=1.0 - float(distance),
            )
            for document, distance in found
        )

    def drop(self, name: str) -> None:
        """Remove the collection *name* of an older version, where it is still there."""
        if name in {c.name for c in self._client.list_collections()}:
            self._client.delete_collection(name)

    @staticmethod
    def forget_open_clients() -> None:
        """Let go of cached clients, so that a folder put in another's place is read anew."""
        SharedSystemClient.clear_system_cache()
