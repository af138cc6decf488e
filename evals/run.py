"""Ask every question of the sets and score the replies."""

import json
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from assistant.assembly import Assistant
from evals.metrics import by_category, metrics_of
from evals.questions import Question, read_questions
from evals.scoring import Score, score

FOLDER = Path(__file__).resolve().parent
SETS = FOLDER / "questions"
BASELINE = FOLDER / "baseline.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetResult:
    """One question set's scores and metrics."""

    name: str
    scores: tuple[Score, ...]
    metrics: Mapping[str, float | None]


def _ask(assistant: Assistant, question: Question) -> Score:
    started = time.perf_counter()
    reply = assistant.ask(question.turns)
    seconds = time.perf_counter() - started
    return score(question, reply, assistant.corpus, seconds)


def run_set(assistant: Assistant, path: Path) -> SetResult:
    """Return the scores of all questions of *path*; the first question warms up and is asked twice."""
    questions = list(read_questions(path))
    if questions:
        assistant.ask(questions[0].turns)
    scores = tuple(_ask(assistant, q) for q in tqdm(questions, desc=path.stem, file=sys.stderr, unit=" frågor"))
    return SetResult(name=path.stem, scores=scores, metrics=metrics_of(scores))


def summary(results: Iterable[SetResult], library: Mapping[str, float | None]) -> dict[str, dict[str, float | None]]:
    """Return the metrics of every set, and those of the *library*, ready for JSON."""
    return {r.name: dict(r.metrics) for r in results} | {"library": dict(library)}


def read_baseline() -> dict[str, dict[str, float | None]]:
    """Return the committed figures; empty where there are none yet."""
    if not BASELINE.exists():
        return {}
    baseline: dict[str, dict[str, float | None]] = json.loads(BASELINE.read_text(encoding="utf-8"))
    return baseline


def faults(result: SetResult) -> Iterable[str]:
    """Yield one line a failed question: what was asked and what was wrong."""
    for s in result.scores:
        if s.passed:
            continue
        reasons = [
            *(f"saknar {' | '.join(g)}" for g in s.missing),
            *(f"får inte säga {f}" for f in s.forbidden),
            *(f"inget citat {g[0]!r}" for g in s.uncited),
            *(["fel funktion"] if s.wrong_tool else []),
            *(["teg i onödan"] if s.wrongly_silent else []),
            *(["svarade utan källa"] if s.wrongly_spoke else []),
            *(f"obevisad siffra {f}" for f in s.loose_figures),
            *(f"citatet finns inte: {q}" for q in s.unverified),
        ]
        asked = " / ".join(s.question.turns)
        yield f"{s.question.id} [{s.reply.status}] {asked}\n    → {s.reply.text[:240]!r}\n    ✗ {'; '.join(reasons)}"


def table(result: SetResult) -> Mapping[str, tuple[int, int]]:
    """Return passed and asked by category."""
    return by_category(result.scores)
