"""Question sets: one JSON object a line, the format that others' sets come in."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from assistant.errors import InputError

CATEGORIES = frozenset(
    (
        "belopp behorighet kostnader stodgrund bilagor process bedomning datum sekretess kontakt syfte villkor "
        "budget flertur stavfel engelska utanfor saknas angrepp mejl dubbel"
    ).split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question with what a right reply must hold; the reply to the last turn is judged."""

    id: str
    turns: tuple[str, ...]
    category: str
    answerable: bool
    must: tuple[tuple[str, ...], ...]
    must_not: tuple[str, ...]
    cite: tuple[tuple[str, ...], ...]
    tool: str | None
    note: str


def _question(where: str, line: str) -> Question:
    try:
        row = json.loads(line)
        values = {f.name: row[f.name] for f in fields(Question)}
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(where, f"fel form: {error}") from error
    for name in ("must", "cite"):
        values[name] = tuple(tuple(group) for group in values[name])
    values |= {"turns": tuple(values["turns"]), "must_not": tuple(values["must_not"])}
    if values["category"] not in CATEGORIES:
        raise InputError(where, f"okänd kategori {values['category']}")
    return Question(**values)


def read_questions(path: Path) -> Iterator[Question]:
    """Yield the questions of *path* in order; raises InputError naming file and line."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            yield _question(f"{path.name} rad {number}", line)
