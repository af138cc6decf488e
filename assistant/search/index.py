"""The search index on disk: built anew when sources or model change, whole or not at all."""

import fcntl
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.errors import SearchError
from assistant.search.embedding import Embedder
from assistant.search.store import KINDS, Unit, VectorStore
from assistant.sources.corpus import Corpus

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

FORMAT = "2"
"""Raised when the layout on disk changes, so that older indexes are rebuilt."""
PASSAGE, ANSWER, QUESTION = KINDS
_BATCH = 256
_LOCK_SECONDS = 600

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Index:
    """An open index: the vector store, its units in order, and their vectors, float32 [n, d]."""

    store: VectorStore
    units: tuple[Unit, ...]
    vectors: "NDArray[np.float32]"
    version: str


def _unit(kind: str, owner: str, text: str) -> Unit:
    digest = hashlib.sha256(f"{kind}\0{owner}\0{text}".encode()).hexdigest()
    return Unit(id=digest[:24], kind=kind, owner=owner, text=text)


def units_of(corpus: Corpus) -> tuple[Unit, ...]:
    """Return what is searched: passages with their headings, the library's sentences, and every wording of its questions."""
    passages = [_unit(PASSAGE, p.id, p.context) for p in corpus.passages]
    questions = [_unit(QUESTION, e.id, q) for e in corpus.entries for q in e.questions]
    answers = [_unit(ANSWER, e.id, s.text) for e in corpus.entries for s in e.sentences]
    return tuple({u.id: u for u in (*passages, *answers, *questions)}.values())


def _version(units: Sequence[Unit], model: str) -> str:
    whole = "\n".join([FORMAT, model, *sorted(u.id for u in units)])
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as handle:
        deadline = time.monotonic() + _LOCK_SECONDS
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > deadline:
                    raise SearchError("Ett annat program bygger sökindexet. Vänta tills det är klart.") from error
                time.sleep(0.2)
        yield


def _parts(units: Sequence[Unit]) -> Iterator[Sequence[Unit]]:
    for kind in KINDS:
        same = [u for u in units if u.kind == kind]
        yield from (same[start : start + _BATCH] for start in range(0, len(same), _BATCH))


def _embed(units: Sequence[Unit], embedder: Embedder, progress: Progress) -> Iterator[tuple[str, "Vector"]]:
    """Yield every unit's id with its vector; the parts are embedded side by side, a core each."""

    def encode(part: Sequence[Unit]) -> "NDArray[np.float32]":
        texts = [u.text for u in part]
        return embedder.queries(texts) if part[0].kind == QUESTION else embedder.passages(texts)

    parts, done = list(_parts(units)), 0
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for part, rows in zip(parts, pool.map(encode, parts), strict=True):
            yield from zip((u.id for u in part), rows, strict=True)
            done += len(part)
            progress(done, len(units))


class IndexFolder:
    """
    The index's folder: one sub-folder a version and a pointer to the one in force.

    A version is written beside the old one and the pointer moved last, so a killed run leaves the
    old index working, and a chat that has it open goes on answering from it; the next build removes it.
    Two runs at once wait for each other.
    """

    def __init__(self, folder: Path, url: str, embedder: Embedder) -> None:
        self._folder = folder
        self._url = url
        self._embedder = embedder

    @property
    def _pointer(self) -> Path:
        return self._folder / "current.json"

    def current(self) -> str:
        """Return the version in force; empty where there is none or the pointer is unreadable."""
        try:
            return str(json.loads(self._pointer.read_text(encoding="utf-8"))["version"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def _store(self, version: str) -> VectorStore:
        return VectorStore(
            folder=self._folder / version, url=self._url, name=f"utlysning-{version}", embedder=self._embedder
        )

    def _load(self, version: str, units: tuple[Unit, ...]) -> Index:
        table = np.load(self._folder / version / "vectors.npy")
        store = self._store(version)
        if store.count() != len(units) or len(table) != len(units):
            raise SearchError("Sökindexet är ofullständigt.")
        return Index(store=store, units=units, vectors=table, version=version)

    def open(self, corpus: Corpus, progress: Progress) -> Index:
        """
        Return the index of *corpus*, built first where it is missing, old, incomplete or corrupt.

        *progress* hears how many of how many texts are embedded.
        """
        units = units_of(corpus)
        version = _version(units, self._embedder.name)
        if index := self._try(version, units):
            return index
        try:
            with _locked(self._folder):
                return self._try(version, units) or self._build(version, units, progress)
        except OSError as error:
            raise SearchError(
                f"Sökindexet kan inte skrivas i {self._folder}: {error.strerror}. "
                "Kontrollera ASSISTANT_DATA_DIR och att det finns plats på disken."
            ) from error

    def _try(self, version: str, units: tuple[Unit, ...]) -> Index | None:
        if self.current() != version:
            return None
        try:
            return self._load(version, units)
        except (SearchError, OSError, ValueError):
            return None

    def _known(self) -> dict[str, "NDArray[np.float32]"]:
        old = self._folder / self.current()
        try:
            ids = json.loads((old / "ids.json").read_text(encoding="utf-8"))
            if ids["model"] != self._embedder.name:
                return {}
            return dict(zip(ids["ids"], np.load(old / "vectors.npy"), strict=True))
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def _build(self, version: str, units: tuple[Unit, ...], progress: Progress) -> Index:
        if self._url:
            self._store(version)  # a server that does not answer is told before minutes of embedding
        known, old = self._known(), self.current()
        missing = [u for u in units if u.id not in known]
        known |= dict(_embed(missing, self._embedder, progress))
        vectors = np.stack([known[u.id] for u in units]).astype(np.float32)
        self._write(version, units, vectors)
        index = self._load(version, units)
        for stale in self._versions() - {version, old}:
            self._remove(stale, index.store)
        return index

    def _versions(self) -> set[str]:
        return {path.name for path in self._folder.iterdir() if path.is_dir()}

    def _write(self, version: str, units: tuple[Unit, ...], vectors: "NDArray[np.float32]") -> None:
        folder = self._folder / version
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        VectorStore.forget_open_clients()
        self._store(version).add(units, vectors)
        np.save(folder / "vectors.npy", vectors)
        ids = {"model": self._embedder.name, "ids": [u.id for u in units]}
        (folder / "ids.json").write_text(json.dumps(ids), encoding="utf-8")
        draft = self._pointer.with_suffix(".new")
        draft.write_text(json.dumps({"version": version}), encoding="utf-8")
        draft.replace(self._pointer)

    def _remove(self, version: str, store: VectorStore) -> None:
        if self._url:
            store.drop(f"utlysning-{version}")
        shutil.rmtree(self._folder / version, ignore_errors=True)
