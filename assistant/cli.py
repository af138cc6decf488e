"""The command line, in Swedish."""

import json
import sys
import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from tqdm import tqdm

from assistant import open_assistant
from assistant.desk.cli import app as desk_app
from assistant.errors import AssistantError, InputError
from assistant.replies.reply import Reply
from assistant.replies.rule_answers import budget_reply, eligibility_reply
from assistant.rules.calculation import Ask, Fordelning
from assistant.rules.eligibility import ASPECTS
from assistant.rules.exchange import projekt_from_json
from assistant.rules.projekt import Projekt
from assistant.settings import Settings
from assistant.sources.corpus import load_corpus
from assistant.sources.parameters import Parameters, load_parameters

app = typer.Typer(
    help="Utlysningsassistenten svarar på frågor om Vinnovas utlysning Starta er AI-resa.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(desk_app, name="desk")

JsonFlag = Annotated[bool, typer.Option("--json", help="Skriv svaret som JSON.")]


class _Bar:
    """A progress bar that appears when there is something to wait for."""

    def __init__(self, what: str = "Bygger sökindexet", unit: str = " texter") -> None:
        self._what, self._unit = what, unit
        self._bar: tqdm[Any] | None = None

    def __call__(self, done: int, total: int) -> None:
        if not total:
            return
        if self._bar is None:
            self._bar = tqdm(total=total, desc=self._what, unit=self._unit, file=sys.stderr)
        self._bar.update(done - self._bar.n)
        if done >= total:
            self._bar.close()


def _fail(error: AssistantError | str) -> NoReturn:
    typer.secho(f"Fel: {error}", fg=typer.colors.RED, err=True)
    raise typer.Exit(1)


def _human(reply: Reply) -> str:
    lines = [reply.text, ""]
    for c in reply.citations:
        note = f" ({c.note})" if c.note else ""
        lines.append(f"[{c.n}] {c.document}, {c.section}{note}: ”{c.quote}”")
    if reply.follow_ups:
        lines += ["", "Fråga vidare:", *(f"- {f}" for f in reply.follow_ups)]
    return "\n".join(lines).strip()


@app.command()
def ask(
    question: Annotated[list[str], typer.Argument(help="Frågan; flera ord utan citattecken går bra.")],
    as_json: JsonFlag = False,  # noqa: FBT002  # typer's way to say a flag
) -> None:
    """Svara på en fråga, med citat som bevis."""
    try:
        reply = open_assistant(progress=_Bar()).ask([" ".join(question)])
    except AssistantError as error:
        _fail(error)
    typer.echo(json.dumps(reply.as_json(), ensure_ascii=False, indent=2) if as_json else _human(reply))


def _text_of(path: Path) -> str:
    """Return the text of a file; InputError where it cannot be read.  Windows' mark at the start of the file is left out."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(str(path), "är inte UTF-8; spara om filen som UTF-8") from error
    except OSError as error:
        raise InputError(str(path), f"kan inte läsas: {error.strerror}") from error


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    # Not splitlines: a question may hold one of the rarer line breaks, which JSON leaves as they are.
    for number, line in enumerate(_text_of(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            turns = row["turns"]
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"rad {number}", "måste vara JSON med id och turns") from error
        if not isinstance(turns, list) or not all(isinstance(t, str) for t in turns):
            raise InputError(f"rad {number}", "turns måste vara en lista av texter")
        yield row


@app.command()
def batch(
    source: Annotated[Path, typer.Argument(help="JSONL med id och turns på varje rad.")],
    target: Annotated[Path, typer.Argument(help="Hit skrivs id och reply, en rad per fråga.")],
) -> None:
    """Svara på många frågor ur en fil."""
    try:
        rows = list(_rows(source))
        assistant = open_assistant(progress=_Bar())
        with target.open("w", encoding="utf-8") as out:
            for row in tqdm(rows, desc="Svarar", unit=" frågor", file=sys.stderr):
                reply = assistant.ask(row["turns"]).as_json()
                out.write(json.dumps({"id": row.get("id"), "reply": reply}, ensure_ascii=False) + "\n")
    except AssistantError as error:
        _fail(error)
    except OSError as error:
        _fail(f"{target} kan inte skrivas: {error.strerror}")


@app.command()
def index() -> None:
    """Bygg sökindexet om källorna har ändrats."""
    try:
        assistant = open_assistant(progress=_Bar())
    except AssistantError as error:
        _fail(error)
    corpus = assistant.corpus
    typer.echo(
        f"Indexet är klart: {len(corpus.passages)} avsnitt och {len(corpus.entries)} svar, källversion {corpus.version}."
    )


@app.command()
def tune() -> None:
    """Anpassa sökmodellen till svarsbibliotekets formuleringar på nytt; det tar omkring en halvtimme."""
    from assistant.search.tuning import fit

    settings = Settings()
    try:
        fit(load_corpus(settings.corpus_dir), settings.tuned, _Bar("Anpassar sökmodellen", " omgångar"))
    except AssistantError as error:
        _fail(error)
    typer.echo(f"Det som ändrats i modellen står i {settings.tuned}. Bygg om sökindexet med kommandot index.")


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Adress att lyssna på.")] = "",
    port: Annotated[int, typer.Option(help="Port att lyssna på.")] = 0,
) -> None:
    """Visa sidan i webbläsaren."""
    from assistant.web.server import run

    settings = Settings()
    changes = {k: v for k, v in (("host", host), ("port", port)) if v}
    try:
        run(settings.model_copy(update=changes), _Bar())
    except AssistantError as error:
        _fail(error)


@app.command()
def replay(receipt: Annotated[str, typer.Argument(help="Kvittots nummer, som står under varje svar.")]) -> None:
    """Visa vad ett tidigare svar byggde på, och ställ frågan igen."""
    try:
        assistant = open_assistant(progress=_Bar())
        kept = assistant.receipts.read(receipt)
        again = assistant.ask(kept["trace"]["turns"])
    except AssistantError as error:
        _fail(error)
    typer.echo(json.dumps(kept, ensure_ascii=False, indent=2))
    typer.echo("Svaret är detsamma i dag." if again.text == kept["text"] else f"I dag blir svaret:\n{again.text}")


ProjectFile = Annotated[str, typer.Argument(help="JSON- eller TOML-fil med projektet; - läser från standard in.")]


def _told(source: str) -> object:
    """Return the data of a JSON or TOML file, or of standard input; InputError where it is neither."""
    try:
        text = sys.stdin.read() if source == "-" else _text_of(Path(source))
        is_json = text.lstrip().startswith(("{", "["))
        return json.loads(text, parse_float=Decimal) if is_json else tomllib.loads(text, parse_float=Decimal)
    except (json.JSONDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(source, f"är varken läsbar JSON eller TOML ({error})") from error
    except UnicodeDecodeError as error:
        raise InputError("standard in", "är inte UTF-8") from error


def _print_rule_reply(source: str, answer: Callable[[Projekt, Parameters], Reply], *, as_json: bool) -> None:
    try:
        corpus_dir = Settings().corpus_dir
        parameters = load_parameters(corpus_dir / "parameters", load_corpus(corpus_dir).prove)
        reply = answer(projekt_from_json(_told(source), tuple(parameters.aktorer)), parameters)
    except AssistantError as error:
        _fail(error)
    typer.echo(json.dumps(reply.as_json(), ensure_ascii=False, indent=2) if as_json else _human(reply))


@app.command()
def budget(
    source: ProjectFile = "-",
    ask: Annotated[Ask, typer.Option("--fraga", help="Vad som ska räknas ut.")] = Ask.BIDRAG,
    fordelning: Annotated[
        Fordelning, typer.Option("--fordelning", help="Hur bidraget delas.")
    ] = Fordelning.PROPORTIONELL,
    as_json: JsonFlag = False,  # noqa: FBT002  # typer's way to say a flag
) -> None:
    """Räkna på bidrag, egen insats och kostnader för ett projekt i en fil."""
    _print_rule_reply(source, lambda p, parameters: budget_reply(p, parameters, ask, fordelning), as_json=as_json)


@app.command()
def eligibility(
    source: ProjectFile = "-",
    about: Annotated[
        list[str] | None, typer.Option("--om", help=f"Pröva bara detta: {', '.join(ASPECTS)}. Kan anges flera gånger.")
    ] = None,
    as_json: JsonFlag = False,  # noqa: FBT002  # typer's way to say a flag
) -> None:
    """Pröva om ett projekt i en fil uppfyller utlysningens krav."""
    if unknown := [word for word in about or () if word not in ASPECTS]:
        _fail(InputError("--om", f"{unknown[0]} finns inte; välj bland {', '.join(ASPECTS)}"))
    asked = tuple(rule for word in about or () for rule in ASPECTS[word])
    today = Settings().today or datetime.now(tz=UTC).date()
    _print_rule_reply(
        source, lambda p, parameters: eligibility_reply(p, parameters, today, asked, whole=not asked), as_json=as_json
    )
