"""
`python -m evals.folds`: every wording of the library, held out in turn, asked of the rest.

The encoder is fitted to the library, so holding a wording out means fitting without it: a fold a time,
some half an hour each on two cores.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer
from rich.console import Console
from tqdm import tqdm

from assistant.assembly import open_searcher
from assistant.search.tuning import fit
from assistant.settings import Settings
from assistant.sources.corpus import Corpus, load_corpus
from evals.wordings import Wording, found_again

console = Console()


def split(corpus: Corpus, fold: int, folds: int) -> tuple[Corpus, tuple[Wording, ...]]:
    """Return *corpus* without every *folds*-th wording, counted from number *fold*, and the wordings taken out."""
    numbered = [(e, n, v) for e in corpus.entries for n, v in enumerate(e.variants)]
    held = {(e.id, n) for at, (e, n, _) in enumerate(numbered) if at % folds == fold}
    entries = tuple(
        replace(e, variants=tuple(v for n, v in enumerate(e.variants) if (e.id, n) not in held)) for e in corpus.entries
    )
    taken = tuple(Wording(question=v, entry=e.id) for e, n, v in numbered if (e.id, n) in held)
    return replace(corpus, entries=entries), taken


def _bar(what: str) -> Callable[[int, int], None]:
    bar: tqdm[Any] = tqdm(desc=what, file=sys.stderr)

    def heard(done: int, total: int) -> None:
        bar.total = total
        bar.update(done - bar.n)

    return heard


def _measured(corpus: Corpus, fold: int, folds: int) -> dict[str, float | None]:
    kept, taken = split(corpus, fold, folds)
    with TemporaryDirectory() as folder:
        tuned = Path(folder) / "tuned.npz"
        fit(kept, tuned, _bar("anpassar"))
        searcher = open_searcher(Settings(data_dir=Path(folder), tuned=tuned), kept, _bar("bygger sökindexet"))
        return found_again(searcher, taken)


def main(
    folds: Annotated[int, typer.Option(min=2, help="Så många delar delas formuleringarna i.")] = 5,
    only: Annotated[list[int] | None, typer.Option(help="Bara dessa delar, räknade från noll.")] = None,
) -> None:
    """Håll ut varje formulering i tur och ordning och räkna hur ofta den hittar sitt svar."""
    corpus = load_corpus(Settings().corpus_dir)
    chosen: Sequence[int] = only or range(folds)
    for fold in chosen:
        console.print({"fold": fold} | _measured(corpus, fold, folds))


if __name__ == "__main__":
    typer.run(main)
