"""The corpus as one value: documents, passages, library, and a version that changes with any of them."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from assistant.errors import SourceError
from assistant.sources.documents import Document, Origin, Passage, read_document, read_origins
from assistant.sources.library import Entry, Proof, read_entries
from assistant.sources.quotes import locate

CALL = "utlysning"
"""Id of the call text, which goes before the restated facts wherever both prove a thing."""


@dataclass(frozen=True)
class Corpus:
    """All sources, proven on loading."""

    documents: tuple[Document, ...]
    entries: tuple[Entry, ...]
    origins: Mapping[str, Origin]

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Return every passage, the call text's first."""
        return tuple(p for document in self.documents for p in document.passages)

    @cached_property
    def passage_by_id(self) -> Mapping[str, Passage]:
        """Return the passages by `document#anchor`."""
        return {p.id: p for p in self.passages}

    @cached_property
    def entry_by_id(self) -> Mapping[str, Entry]:
        """Return the library entries by id."""
        return {e.id: e for e in self.entries}

    @cached_property
    def version(self) -> str:
        """Return a short hash of all texts; equal texts, equal version."""
        digest = hashlib.sha256()
        for document in self.documents:
            digest.update(document.id.encode() + document.markdown.encode())
        for entry in self.entries:
            digest.update(repr((entry.id, entry.status, entry.answer, entry.questions)).encode())
        return digest.hexdigest()[:12]

    def prove(self, quote: str) -> tuple[Proof, ...]:
        """Return every place where *quote* stands verbatim, the call text's first."""
        return find_proofs(quote, self.passages)


def find_proofs(quote: str, passages: Iterable[Passage]) -> tuple[Proof, ...]:
    """Return where *quote* stands verbatim among *passages*, in their order."""
    located = ((locate(quote, p.text), p) for p in passages)
    return tuple(Proof(quote=exact, passage=p) for exact, p in located if exact)


def _documents(folder: Path) -> tuple[Document, ...]:
    paths = sorted(folder.glob("*.md"), key=lambda p: (p.stem != CALL, p.stem))
    if not paths:
        raise SourceError(f"Mappen {folder} innehåller inga dokument.")
    return tuple(read_document(path) for path in paths if path.stem != "README")


def load_corpus(folder: Path) -> Corpus:
    """
    Return the corpus in *folder*: documents/*.md and library/*.toml.

    Raises SourceError naming file and fault where anything is broken or unproven.
    """
    documents = _documents(folder / "documents")
    passages = tuple(p for document in documents for p in document.passages)

    def find(quote: str) -> tuple[Proof, ...]:
        return find_proofs(quote, passages)

    entries = tuple(e for path in sorted((folder / "library").glob("*.toml")) for e in read_entries(path, find))
    ids = [entry.id for entry in entries]
    if doubled := {i for i in ids if ids.count(i) > 1}:
        raise SourceError(f"Svarsbiblioteket: {min(doubled)} finns flera gånger.")
    for entry in entries:
        if loose := set(entry.related) - set(ids):
            raise SourceError(f"Svarsbiblioteket: {entry.id} hänvisar till {min(loose)}, som inte finns.")
    return Corpus(documents=documents, entries=entries, origins=read_origins(folder / "documents" / "kallor.toml"))
