"""An approved reply made into a library answer, proven sentence by sentence, and into a case of the evals."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import AoT, Table

from assistant.desk.letter import SOURCES, answers_in, gaps, marks_in, sentences_in, without_marks
from assistant.errors import InputError, StorageError
from assistant.sources.corpus import Corpus
from assistant.text.figures import figures, unproven

_SOURCE = re.compile(r"^\[(\d+)\] .*?: ”(.+?)”\s*$", re.MULTILINE | re.DOTALL)
_GROUPED = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
_HEADER = "Svar som handläggarna har godkänt. Filen skrivs av handläggarstödet; ändra svaren där."
_SNIPPET = (10, 120)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """One sentence of an approved answer with its quotes, to the letter."""

    text: str
    quotes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the form that is stored."""
        return {"text": self.text, "quotes": list(self.quotes)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reusable:
    """An approved answer as the library file holds it."""

    entry: str
    question: str
    variants: tuple[str, ...]
    sentences: tuple[Proven, ...]
    passages: Mapping[str, str]
    approved_on: str
    approved_by: str


def quotes_in(text: str) -> dict[int, str]:
    """Return the quotes of a letter's list of sources by their numbers."""
    listed = text.partition(f"\n{SOURCES}\n")[2]
    return {int(n): quote for n, quote in _SOURCE.findall(listed)}


def _proven(sentence: str, quotes: Mapping[int, str], corpus: Corpus) -> Proven:
    text, numbers = without_marks(sentence), marks_in(sentence)
    if not numbers:
        raise InputError("svar", f"en mening saknar källa och kan inte återanvändas: {text}")
    found = []
    for n in numbers:
        if n not in quotes or not (proofs := corpus.prove(quotes[n])):
            raise InputError("svar", f"källa [{n}] finns inte ordagrant i källorna: {text}")
        found.append(proofs[0].quote)
    if loose := unproven(text, found):
        raise InputError("svar", f"siffran {min(loose)} står inte i citaten: {text}")
    return Proven(text=text, quotes=tuple(dict.fromkeys(found)))


def proven_answer(letter: str, question: int, corpus: Corpus) -> tuple[Proven, ...]:
    """
    Return the answer to question number *question* of an approved *letter*, every sentence proven.

    Raises InputError, naming the sentence, where one lacks a source, a quote is not verbatim or a
    figure stands in no quote.
    """
    answer = answers_in(letter).get(question, "")
    if not answer or gaps(answer):
        raise InputError("svar", "det finns inget färdigt svar på den frågan")
    quotes = quotes_in(letter)
    return tuple(_proven(sentence, quotes, corpus) for sentence in sentences_in(answer))


def _table(answer: Reusable) -> Table:
    table = tomlkit.table()
    table.add("id", answer.entry)
    table.add("question", answer.question)
    table.add("status", "answered")
    table.add("approved", answer.approved_on)
    table.add("approved_by", answer.approved_by)
    rows = tomlkit.array()
    for sentence in answer.sentences:
        row = tomlkit.inline_table()
        row.update(sentence.as_json())
        rows.append(row)
    table.add("sentences", rows.multiline(multiline=True))
    table.add("related", tomlkit.array())
    table.add("variants", tomlkit.item(list(answer.variants)))
    passages = tomlkit.inline_table()
    passages.update(dict(answer.passages))
    table.add("passages", passages)
    return table


def write_library(path: Path, answers: Sequence[Reusable]) -> None:
    """Write the library file of approved answers whole or not at all; raises StorageError where the disk refuses."""
    document = tomlkit.document()
    document.add(tomlkit.comment(_HEADER))
    entries: AoT = tomlkit.aot()
    for answer in answers:
        entries.append(_table(answer))
    if answers:
        document.add("entry", entries)
    _replace(path, tomlkit.dumps(document))


def read_library(path: Path) -> tuple[Reusable, ...]:
    """Return the approved answers of a library file; empty where there is none."""
    if not path.exists():
        return ()
    rows = tomlkit.parse(path.read_text(encoding="utf-8")).unwrap().get("entry", [])
    return tuple(
        Reusable(
            entry=row["id"],
            question=row["question"],
            variants=tuple(row["variants"]),
            sentences=tuple(Proven(text=s["text"], quotes=tuple(s["quotes"])) for s in row["sentences"]),
            passages=dict(row.get("passages", {})),
            approved_on=row["approved"],
            approved_by=row.get("approved_by", ""),
        )
        for row in rows
        if row.get("approved")
    )


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(path.name + ".ny")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        raise StorageError(f"Filen {path} kan inte skrivas: {error.strerror}. Svaret är kvar i databasen.") from error


def eval_case(answer: Reusable) -> dict[str, Any]:
    """Return the regression case that keeps the answer right: its figures, and its quotes among the proofs."""
    text = " ".join(s.text for s in answer.sentences)
    plain = _GROUPED.sub("", text)
    shortest, longest = _SNIPPET
    return {
        "id": answer.entry,
        "turns": [answer.question],
        "category": "mejl",
        "answerable": True,
        "must": [[figure] for figure in sorted(figures(text)) if figure in plain],
        "must_not": [],
        "cite": [[q[:longest]] for s in answer.sentences for q in s.quotes if len(q) >= shortest],
        "tool": None,
        "note": f"godkänt svar {answer.approved_on}",
    }


def write_evals(path: Path, answers: Sequence[Reusable]) -> None:
    """Write the approved answers as a question set of the evals."""
    _replace(path, "".join(json.dumps(eval_case(a), ensure_ascii=False) + "\n" for a in answers))


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledError:
    """What a person changed in a draft: an error that the assistant made, labelled."""

    case: int
    questions: tuple[str, ...]
    draft: str
    answer: str
    wrong: tuple[str, ...]
    changed: float


def write_errors(path: Path, errors: Sequence[LabelledError]) -> None:
    """Write what was changed in drafts, one a line."""
    _replace(path, "".join(json.dumps(asdict(e), ensure_ascii=False) + "\n" for e in errors))
