"""The vector store: the one seam to Chroma, embedded in a folder or a server by address."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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
from httpx import HTTPError
from langchain_chroma import Chroma

from assistant.errors import SearchError
from assistant.search.embedding import Embedder

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One searchable text: a passage, a sentence of an answer, or one wording of its question."""

    id: str
    kind: str
    owner: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """The owner of a unit found near a question; *cosine* −1..1."""

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


_FAULTS = (ChromaError, HTTPError, ValueError, OSError, RuntimeError)
"""What Chroma raises where a folder is corrupt or a server is gone; over HTTP some of it is httpx's own."""


@contextmanager
def _told(what: str) -> Iterator[None]:
    try:
        yield
    except _FAULTS as error:
        raise SearchError(f"{what}: {error}") from error


_SILENT = "Sökindexet svarar inte. Kontrollera att Chroma-servern är igång, om en sådan används"
KINDS = ("passage", "answer", "question")
"""A collection each: filtering one great collection by kind costs more than the search itself."""


class VectorStore:
    """
    The units of one index version in Chroma, a collection a kind: `name-passage` and so on.

    Raises SearchError where the folder is corrupt or the server does not answer.
    """

    def __init__(self, *, folder: Path, url: str, name: str, embedder: Embedder) -> None:
        try:
            self._client = _client(folder, url)
            self._chroma = {kind: self._open(f"{name}-{kind}", embedder) for kind in KINDS}
            self._collections = {kind: self._client.get_collection(f"{name}-{kind}") for kind in KINDS}
        except (*_FAULTS, AttributeError) as error:
            # Chroma's own clean-up after a corrupt file ends in an AttributeError.
            raise SearchError(f"Sökindexet kan inte öppnas: {error}") from error

    def _open(self, name: str, embedder: Embedder) -> Chroma:
        space = {"hnsw": {"space": "cosine", "ef_search": 200}}
        return Chroma(
            client=self._client,
            collection_name=name,
            embedding_function=embedder,
            collection_configuration=space,  # type: ignore[arg-type]  # a plain dict, as Chroma's guide has it
        )

    def count(self) -> int:
        """Return how many units are stored."""
        with _told(_SILENT):
            return sum(int(collection.count()) for collection in self._collections.values())

    def add(self, units: Sequence[Unit], vectors: "NDArray[np.float32]") -> None:
        """Store *units* with their *vectors*, float32 [n, d], in chunks."""
        for kind in self._collections:
            rows = [row for row, unit in enumerate(units) if unit.kind == kind]
            for start in range(0, len(rows), _CHUNK):
                part = rows[start : start + _CHUNK]
                self._upsert(kind, [units[row] for row in part], vectors[part])

    def _upsert(self, kind: str, units: Sequence[Unit], vectors: "NDArray[np.float32]") -> None:
        with _told(_SILENT):
            self._collections[kind].upsert(
                ids=[unit.id for unit in units],
                documents=[unit.text for unit in units],
                metadatas=[{"owner": unit.owner} for unit in units],
                embeddings=vectors,
            )

    def nearest(self, vector: Sequence[float], k: int, kind: str) -> tuple[Near, ...]:
        """Return the *k* units of *kind* nearest to *vector*, nearest first."""
        with _told(_SILENT):
            found = self._chroma[kind].similarity_search_by_vector_with_relevance_scores(list(vector), k=k)
        return tuple(
            Near(owner=str(document.metadata["owner"]), cosine=1.0 - float(distance)) for document, distance in found
        )

    def drop(self, name: str) -> None:
        """Remove the collections of the older version *name*, where they are still there."""
        with _told(_SILENT):
            for collection in self._client.list_collections():
                if collection.name.startswith(f"{name}-"):
                    self._client.delete_collection(collection.name)

    @staticmethod
    def forget_open_clients() -> None:
        """Let go of cached clients, so that a folder put in another's place is read anew."""
        SharedSystemClient.clear_system_cache()
