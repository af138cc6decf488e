"""The answer library: approved answers, each sentence with verbatim quotes, each entry with its question variants."""

import hashlib
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import SourceError
from assistant.sources.documents import Passage
from assistant.text.figures import unproven

STATUSES = frozenset({"answered", "not_in_sources", "unclear_in_sources", "out_of_scope", "refused", "clarify"})
MAX_SENTENCES = 4
MIN_VARIANTS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A quote, to the letter, and the passage it stands in."""

    quote: str
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of an answer with what proves it."""

    text: str
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """
    One approved answer; *status* is the reply's status.

    *rule*: what the rules could be asked in its place, by the name of an aspect of eligibility or of a sum; empty: nothing.
    """

    id: str
    question: str
    status: str
    sentences: tuple[Sentence, ...]
    related: tuple[str, ...]
    variants: tuple[str, ...]
    rule: str = ""

    @property
    def questions(self) -> tuple[str, ...]:
        """Return the canonical question and its variants."""
        return (self.question, *self.variants)

    @property
    def answer(self) -> str:
        """Return the sentences as one text."""
        return " ".join(sentence.text for sentence in self.sentences)


def fingerprint(text: str) -> str:
    """
    Return a short hash of *text*, by which an approved answer knows the passage it rests on.

    >>> fingerprint("a b") == fingerprint(" a  b "), fingerprint("a") == fingerprint("b")
    (True, False)
    """
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


Finder = Callable[[str], tuple[Proof, ...]]


def _sentence(where: str, status: str, row: Mapping[str, Any], find: Finder) -> Sentence:
    found = []
    for quote in row["quotes"]:
        proofs = find(quote)
        if not proofs:
            raise SourceError(f"{where}: citatet finns inte ordagrant i någon källa: {quote}")
        found.append(proofs[0])
    if not found and status == "answered":
        raise SourceError(f"{where}: meningen saknar citat: {row['text']}")
    if loose := unproven(row["text"], (p.quote for p in found)):
        raise SourceError(f"{where}: siffran {min(loose)} står inte i citaten: {row['text']}")
    return Sentence(text=row["text"], proofs=tuple(found))


def _entry(path: Path, row: Mapping[str, Any], find: Finder) -> Entry:
    where = f"{path.name}, {row.get('id', 'post utan id')}"
    try:
        status = row["status"]
        sentences = tuple(_sentence(where, status, s, find) for s in row["sentences"])
        entry = Entry(
            id=row["id"],
            question=row["question"],
            status=status,
            sentences=sentences,
            related=tuple(row.get("related", ())),
            variants=tuple(row["variants"]),
            rule=row.get("rule", ""),
        )
    except KeyError as error:
        raise SourceError(f"{where}: fältet {error.args[0]} saknas.") from error
    if status not in STATUSES:
        raise SourceError(f"{where}: okänd status {status}.")
    if row.get("approved"):
        return entry
    if len(sentences) > MAX_SENTENCES:
        raise SourceError(f"{where}: ett svar har högst fyra meningar.")
    if len(entry.variants) < MIN_VARIANTS:
        raise SourceError(f"{where}: minst åtta frågevarianter behövs.")
    return entry


def _holds(row: Mapping[str, Any], find: Finder) -> bool:
    """
    Return whether every passage under an approved answer reads as when it was approved.

    Where one does not, the answer waits for a person at the desk and is left out meanwhile.
    """
    known = set(row.get("passages", {}).values())
    proofs = [find(quote)[:1] for sentence in row.get("sentences", ()) for quote in sentence["quotes"]]
    return all(found and fingerprint(found[0].passage.text) in known for found in proofs)


def read_entries(path: Path, find: Finder) -> Iterator[Entry]:
    """
    Yield the entries of one library file, proven.

    *find* returns the proofs of a quote, best first.  Raises SourceError naming file, entry and
    fault: a quote that is not verbatim, a figure that no quote holds, a missing field.

    An entry with `approved = "2022-03-01"` came from the support desk: a person has approved it, so it
    may be longer and needs no variants; it is left out once a passage in its `passages` has changed.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(f"{path.name}: filen kan inte läsas som TOML: {error}") from error
    for row in table.get("entry", ()):
        if not row.get("approved") or _holds(row, find):
            yield _entry(path, row, find)
