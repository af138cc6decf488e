"""`python -m evals`: how often the replies are right."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from assistant.assembly import open_assistant
from assistant.errors import AssistantError
from assistant.settings import Settings
from evals.metrics import HIGHER_IS_WORSE
from evals.report import write_report
from evals.run import BASELINE, SETS, SetResult, faults, read_baseline, run_set, summary, table
from evals.wordings import WORDINGS, found_again, read_wordings

console = Console()


def _shown(name: str, value: float | None) -> str:
    if value is None:
        return "–"
    if name == "model_tokens":
        return f"{value:.0f}"
    return f"{value:.0f} ms" if name.endswith("_ms") else f"{value:.1%}"


def _change(name: str, value: float | None, before: float | None) -> str:
    if value is None or before is None or abs(value - before) < 1e-9:
        return ""
    better = (value < before) == (name in HIGHER_IS_WORSE)
    difference = value - before
    plain = f"{difference:+.0f} ms" if name.endswith("_ms") else f"{difference:+.1%}"
    return f"[{'green' if better else 'red'}]{plain}[/]"


def _print(figures: Mapping[str, Mapping[str, float | None]], before: Mapping[str, Mapping[str, float | None]]) -> None:
    for name, metrics in figures.items():
        shown = Table(title=name, title_justify="left")
        for heading in ("mått", "nu", "mot baslinjen"):
            shown.add_column(heading)
        for metric, value in metrics.items():
            shown.add_row(metric, _shown(metric, value), _change(metric, value, before.get(name, {}).get(metric)))
        console.print(shown)


def _print_categories(results: Sequence[SetResult]) -> None:
    for result in results:
        line = ", ".join(f"{name} {passed}/{asked}" for name, (passed, asked) in table(result).items())
        console.print(f"[bold]{result.name}[/]: {line}")


def _below(figures: Mapping[str, Mapping[str, float | None]], floors: Sequence[str]) -> list[str]:
    faults_found = []
    for floor in floors:
        metric, _, wanted = floor.partition("=")
        for name, metrics in figures.items():
            value = metrics.get(metric)
            if value is None:
                continue
            worse = value > float(wanted) if metric in HIGHER_IS_WORSE else value < float(wanted)
            if worse:
                faults_found.append(f"{name}: {metric} är {value:.4f}, gränsen är {wanted}")
    return faults_found


def main(
    questions: Annotated[list[Path] | None, typer.Option(help="Frågefiler; annars alla i evals/questions.")] = None,
    json_out: Annotated[Path | None, typer.Option("--json", help="Skriv måtten hit.")] = None,
    html: Annotated[Path | None, typer.Option(help="Skriv en rapport med diagram hit.")] = None,
    floors: Annotated[list[str] | None, typer.Option("--min", help="MÅTT=VÄRDE som inte får underskridas.")] = None,
    failures: Annotated[bool, typer.Option(help="Visa varje fråga som blev fel.")] = False,  # noqa: FBT002  # a flag
    llm: Annotated[str, typer.Option(help="Språkmodell, leverantör:modell; övrigt ur miljön (ASSISTANT_LLM_…).")] = "",
    save_baseline: Annotated[bool, typer.Option(help="Gör måtten till ny baslinje.")] = False,  # noqa: FBT002  # a flag
) -> None:
    """Ställ alla frågor och räkna hur ofta svaren är rätt."""
    assistant = open_assistant(Settings(llm=llm) if llm else None)
    results = [run_set(assistant, path) for path in questions or sorted(SETS.glob("*.jsonl"))]
    figures = summary(results, found_again(assistant.searcher, list(read_wordings(WORDINGS))))
    _print(figures, read_baseline())
    _print_categories(results)
    if failures:
        for result in results:
            for line in faults(result):
                console.print(line, markup=False, highlight=False)
    if json_out:
        json_out.write_text(json.dumps(figures, indent=2), encoding="utf-8")
    if html:
        write_report(html, results, figures, assistant.corpus.version)
    if save_baseline:
        kept = {n: {m: v for m, v in ms.items() if not m.endswith("_ms")} for n, ms in figures.items()}
        BASELINE.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    if below := _below(figures, floors or []):
        for line in below:
            console.print(f"[red]Under golvet:[/] {line}")
        raise typer.Exit(1)


if __name__ == "__main__":
    try:
        typer.run(main)
    except AssistantError as error:
        console.print(f"[red]Fel:[/] {error}")
        raise SystemExit(1) from error
