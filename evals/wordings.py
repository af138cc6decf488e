"""How often a wording that the library has never held finds its own answer: the forecast for what people will write."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from assistant.errors import InputError
from assistant.search.retriever import Searcher

WORDINGS = Path(__file__).resolve().parent / "wordings.jsonl"
"""Three for each answer, one by each of three authors whose other wordings are in the library."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A question and the id of the library's answer to it."""

    question: str
    entry: str


def read_wordings(path: Path) -> Iterator[Wording]:
    """Yield the wordings of *path* in order; raises InputError naming file and line."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            yield Wording(question=row["question"], entry=row["entry"])
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path.name} rad {number}", f"fel form: {error}") from error


def _rank(searcher: Searcher, wording: Wording) -> int:
    """Return the place of the right answer, 1 the best; 0 where it is not among the likeliest."""
    found = [ranked.entry for ranked in searcher.search((wording.question,)).ranked]
    return found.index(wording.entry) + 1 if wording.entry in found else 0


def found_again(searcher: Searcher, wordings: Sequence[Wording]) -> dict[str, float | None]:
    """Return the share of *wordings*, at least one, whose answer comes first, and among the first three."""
    ranks = [_rank(searcher, w) for w in tqdm(wordings, desc="formuleringar", file=sys.stderr)]
    return {f"unseen_wording@{k}": sum(0 < r <= k for r in ranks) / len(ranks) for k in (1, 3)}
