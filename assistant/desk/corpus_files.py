"""The files of corpus/: a trial of a change, the library answers it breaks, and every version kept for going back."""

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import tomlkit

from assistant.errors import InputError, ParameterError, StorageError
from assistant.sources.corpus import CALL, Corpus, load_corpus
from assistant.sources.documents import read_document
from assistant.sources.library import Finder
from assistant.sources.parameters import Parameters, load_parameters

_PARTS = ("documents", "library", "parameters")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One version of the sources, as they stood before a change; *id* sorts by time."""

    id: str
    at: str
    who: str
    what: str


def documents(folder: Path) -> Corpus:
    """Return the documents of *folder* as they read on disk now, without the answer library."""
    paths = sorted((folder / "documents").glob("*.md"), key=lambda p: (p.stem != CALL, p.stem))
    return Corpus(documents=tuple(read_document(p) for p in paths if p.stem != "README"), entries=(), origins={})


def sources(folder: Path) -> tuple[Corpus, Parameters]:
    """Return documents and parameters of *folder*; no parameters where it has none."""
    corpus = documents(folder)
    if not (folder / "parameters").exists():
        return corpus, Parameters(tal={}, krav={}, aktorer={})
    return corpus, load_parameters(folder / "parameters", corpus.prove)


def _rows(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomlkit.parse(path.read_text(encoding="utf-8")).unwrap().get("entry", [])
    return rows


def broken_entries(folder: Path, find: Finder) -> Mapping[str, str]:
    """Return the library answers of *folder* with a quote that *find* does not find, each with that quote."""
    broken = {}
    for path in sorted((folder / "library").glob("*.toml")):
        for row in _rows(path):
            quotes = [q for s in row["sentences"] for q in s["quotes"]]
            lost = next((q for q in quotes if not find(q)), None)
            if lost and not row.get("approved"):
                broken[str(row["id"])] = lost
    return broken


def leave_out(folder: Path, ids: frozenset[str]) -> None:
    """Take the entries *ids* out of the library files of *folder*, and every reference to them; the rest stays as written."""
    for path in sorted((folder / "library").glob("*.toml")):
        document = tomlkit.parse(path.read_text(encoding="utf-8"))
        rows = document.get("entry", [])
        changed = False
        for at in reversed(range(len(rows))):
            if rows[at]["id"] in ids:
                del rows[at]
                changed = True
                continue
            related = list(rows[at].get("related", []))
            if ids & set(related):
                rows[at]["related"] = [r for r in related if r not in ids]
                changed = True
        if changed:
            path.write_text(tomlkit.dumps(document), encoding="utf-8")


def trial(corpus_dir: Path, into: Path, files: Mapping[str, str]) -> tuple[Corpus, Mapping[str, str]]:
    """
    Return the sources as they would be with *files* (path in corpus/ to text), built in *into*, and the answers left out.

    Raises SourceError or ParameterError, saying what rests on the text, where they would not hold together.
    """
    shutil.copytree(corpus_dir, into, dirs_exist_ok=True)
    for name, text in files.items():
        (into / name).write_text(text, encoding="utf-8")
    return proven(into)


def proven(folder: Path) -> tuple[Corpus, Mapping[str, str]]:
    """Return the corpus of *folder* with the answers that had to be left out, and what quote each lost."""
    bare = documents(folder)
    broken = broken_entries(folder, bare.prove)
    if broken:
        leave_out(folder, frozenset(broken))
    try:
        sources(folder)
    except ParameterError as error:
        raise ParameterError(
            f"{error} Ett tal eller krav vilar på texten som ändras: ändra det i samma steg, i filen som nämns."
        ) from error
    return load_corpus(folder), broken


class History:
    """Every version of the sources, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, corpus_dir: Path, version: Kept) -> None:
        """Keep the sources as they stand; raises StorageError where the disk refuses, and then nothing may be changed."""
        target = self._folder / version.id
        try:
            for part in _PARTS:
                if (corpus_dir / part).exists():
                    shutil.copytree(corpus_dir / part, target / part)
            (target / "om.json").write_text(json.dumps(asdict(version), ensure_ascii=False), encoding="utf-8")
        except OSError as error:
            raise StorageError(f"Källornas historik kan inte skrivas: {error.strerror}. Inget har ändrats.") from error

    def versions(self) -> tuple[Kept, ...]:
        """Return the versions, the latest first; one that was cut off while written is not among them."""
        return tuple(sorted(self._read(), key=lambda v: v.id, reverse=True))

    def _read(self) -> Iterator[Kept]:
        for path in self._folder.glob("*/om.json"):
            yield Kept(**json.loads(path.read_text(encoding="utf-8")))

    def path(self, version: str) -> Path:
        """Return the folder of *version*; raises InputError where there is none."""
        if version not in {v.id for v in self.versions()}:
            raise InputError("version", f"det finns ingen version {version} av källorna")
        return self._folder / version


def put(source: Path, corpus_dir: Path, *, keep: str) -> None:
    """Make the sources of *corpus_dir* those of *source*, file by file; the library file *keep* stays as it is."""
    try:
        for part in _PARTS:
            wanted = {p.name: p for p in (source / part).glob("*") if p.is_file() and p.name != keep}
            for old in (corpus_dir / part).glob("*"):
                if old.is_file() and old.name not in wanted and old.name != keep:
                    old.unlink()
            for name, path in wanted.items():
                target = corpus_dir / part / name
                if not target.exists() or target.read_bytes() != path.read_bytes():
                    fresh = target.with_name(target.name + ".ny")
                    shutil.copyfile(path, fresh)
                    fresh.replace(target)
    except OSError as error:
        raise StorageError(
            f"Källorna kan inte skrivas: {error.strerror}. Gå tillbaka till den senaste versionen."
        ) from error
