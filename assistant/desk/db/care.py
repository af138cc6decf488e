"""Care of the sources: a document in or changed, seen before it is done, and undone again."""

import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from assistant.desk.access import Actor, needs
from assistant.desk.clock import Clock, swedish
from assistant.desk.convert import About, corpus_markdown, to_markdown
from assistant.desk.corpus_files import History, Kept, documents, proven, put, trial
from assistant.desk.db.audit import log
from assistant.desk.db.database import Database
from assistant.desk.db.library import Library
from assistant.desk.difference import Piece, difference
from assistant.desk.fetch import fetch
from assistant.desk.guards import decoded
from assistant.desk.states import Right
from assistant.errors import ConflictError, InputError
from assistant.sources.documents import Document, Passage

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_ANCHOR = re.compile(r"^#{1,6}\s+(.+?)\s*\{#([\w-]+)\}$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """
    A change of the sources before it is made.

    *changes*: against the version in force, word by word; *left_out*: library answers that would leave the
    chat, since a quote of theirs is gone, each with that quote.  *files* are those of corpus/ that would be
    written; *base* is the corpus it was made from.
    """

    id: str
    files: Mapping[str, str]
    passages: tuple[Passage, ...]
    changes: tuple[Piece, ...]
    left_out: Mapping[str, str]
    base: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a change led to: library answers left out, approved answers back to review."""

    left_out: tuple[str, ...]
    expired: tuple[str, ...]


def _parameter_files(given: Mapping[str, bytes]) -> dict[str, str]:
    if unknown := [name for name in given if not re.fullmatch(r"[a-z-]+\.toml", name)]:
        raise InputError("parametrar", f"{unknown[0]} är ingen fil i corpus/parameters")
    return {f"parameters/{name}": decoded(name, data) for name, data in given.items()}


@dataclass(frozen=True)
class Care:
    """
    Changes the files of *corpus_dir*, each change kept in *history* so that it can be undone.

    The chat learns of it when the desk is refreshed.
    """

    database: Database
    clock: Clock
    corpus_dir: Path
    history: History
    library: Library

    @needs(Right.READ)
    def documents(self, actor: Actor) -> tuple[Document, ...]:  # noqa: ARG002  # `needs` checks the actor
        """Return the documents in force."""
        return documents(self.corpus_dir).documents

    @needs(Right.CARE)
    def fetch(self, actor: Actor, url: str) -> tuple[str, bytes]:  # noqa: ARG002  # `needs` checks the actor
        """Return file name and content at *url*, ready for `preview`; ImportRefusedError says what went wrong."""
        return fetch(url.strip())

    @needs(Right.CARE)
    def preview(
        self,
        actor: Actor,  # noqa: ARG002  # `needs` checks the actor
        about: About,
        name: str,
        data: bytes,
        parameters: Mapping[str, bytes] = MappingProxyType({}),
    ) -> Preview:
        """
        Return what the file *name* would make of document *about*, new or in force; nothing is changed.

        *parameters*: new content of files of corpus/parameters by name, for numbers that change along.

        Raises ImportRefusedError for an unreadable file, SourceError or ParameterError where the rest of
        the sources would not hold together, such as when a number's quote is gone.
        """
        if not _ID.fullmatch(about.id):
            raise InputError("id", "ska vara små bokstäver a–z, siffror och bindestreck, till exempel vanliga-fragor")
        now = documents(self.corpus_dir)
        before = next((d for d in now.documents if d.id == about.id), None)
        anchors = dict(_ANCHOR.findall(before.markdown)) if before else {}
        markdown = corpus_markdown(about, to_markdown(name, data), anchors)
        files = {f"documents/{about.id}.md": markdown, **_parameter_files(parameters)}
        with tempfile.TemporaryDirectory() as folder:
            after, left_out = trial(self.corpus_dir, Path(folder), files)
        new = next(d for d in after.documents if d.id == about.id)
        return Preview(
            id=about.id,
            files=files,
            passages=new.passages,
            changes=difference(before.markdown if before else "", new.markdown),
            left_out=left_out,
            base=now.version,
        )

    @needs(Right.CARE)
    def apply(self, actor: Actor, seen: Preview) -> Done:
        """Make the change that *seen* showed; ConflictError where the sources have changed since."""
        if documents(self.corpus_dir).version != seen.base:
            raise ConflictError("Källorna har ändrats sedan förhandsvisningen. Gör en ny och se efter igen.")
        with tempfile.TemporaryDirectory() as folder:
            _, left_out = trial(self.corpus_dir, Path(folder), seen.files)
            return self._put(actor, Path(folder), f"ändrade {seen.id}", left_out)

    @needs(Right.READ)
    def versions(self, actor: Actor) -> tuple[Kept, ...]:  # noqa: ARG002  # `needs` checks the actor
        """Return the versions that can be gone back to, the latest first; each as the sources stood before a change."""
        return self.history.versions()

    @needs(Right.CARE)
    def roll_back(self, actor: Actor, version: str) -> Done:
        """Make the sources what they were at *version*; the state until now is kept as a version too."""
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder)
            put_into(self.history.path(version), target)
            _, left_out = proven(target)
            return self._put(actor, target, f"gick tillbaka till {version}", left_out)

    def _put(self, actor: Actor, source: Path, what: str, left_out: Mapping[str, str]) -> Done:
        now = self.clock()
        kept = Kept(id=f"{now:%Y%m%dT%H%M%S%f}", at=swedish(now), who=actor.name, what=what)
        with self.database.writing() as session:
            log(session, now, actor.name, what, "källorna", ", ".join(left_out))
            self.history.keep(self.corpus_dir, kept)
            put(source, self.corpus_dir, keep=self.library.file.name)
        return Done(left_out=tuple(left_out), expired=self.library.expire())


def put_into(version: Path, target: Path) -> None:
    """Copy a kept version into the empty folder *target*."""
    for part in (p for p in version.iterdir() if p.is_dir()):
        shutil.copytree(part, target / part.name)
