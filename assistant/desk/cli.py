"""The desk's command line, in Swedish; whoever may run it on the machine acts as administrator."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from tqdm import tqdm

from assistant.desk.access import Actor
from assistant.desk.db.database import open_database
from assistant.desk.guards import check_size
from assistant.desk.states import Role
from assistant.errors import AssistantError
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.desk.service import Desk

LOCAL = Actor(id=0, name="kommandoraden", full_name="Kommandoraden", role=Role.ADMINISTRATOR)

app = typer.Typer(help="Handläggarstödet: konton, inkorg, utkast och export.", no_args_is_help=True)
user_app = typer.Typer(help="Konton.", no_args_is_help=True)
db_app = typer.Typer(help="Databasen.", no_args_is_help=True)
app.add_typer(user_app, name="user")
app.add_typer(db_app, name="db")

Name = Annotated[str, typer.Argument(help="Inloggningsnamn, till exempel anna.ek.")]
Consent = Annotated[bool, typer.Option("--consent", help="Avsändarna har godkänt att deras adresser sparas.")]
Target = Annotated[Path, typer.Argument(help="Fil att skriva till.", dir_okay=False)]
Password = Annotated[
    str,
    typer.Option(prompt="Lösenord", confirmation_prompt=True, hide_input=True, help="Utelämna för att bli tillfrågad."),
]


@contextmanager
def _desk() -> Iterator["Desk"]:
    # Loaded here, so that the help starts without the search libraries.
    from assistant.desk.service import open_desk

    try:
        desk = open_desk(Settings())
        try:
            yield desk
        finally:
            desk.database.close()
    except AssistantError as error:
        typer.secho(f"Fel: {error}", fg=typer.colors.RED, err=True)
        raise typer.Exit(1) from error
    except OSError as error:
        typer.secho(f"Fel: {error.filename or 'filen'} kan inte läsas eller skrivas: {error.strerror}", err=True)
        raise typer.Exit(1) from error


@user_app.command("add")
def user_add(
    name: Name,
    password: Password,
    full_name: Annotated[str, typer.Option(help="För- och efternamn; står under svaren.")] = "",
    role: Annotated[Role, typer.Option(help="Vad personen får göra.")] = Role.HANDLAGGARE,
) -> None:
    """Skapa ett konto."""
    with _desk() as desk:
        desk.users.add(LOCAL, name=name, full_name=full_name, role=role, password=password)
    typer.echo(f"Kontot {name.lower()} finns nu, med rollen {role}.")


@user_app.command("list")
def user_list() -> None:
    """Visa alla konton."""
    with _desk() as desk:
        for account in desk.users.accounts(LOCAL):
            closed = "" if account.active else " (stängt)"
            typer.echo(f"{account.name:20} {account.role:15} {account.full_name}{closed}")


@user_app.command("disable")
def user_disable(name: Name) -> None:
    """Stäng ett konto; den som är inloggad loggas ut."""
    with _desk() as desk:
        desk.users.set_active(LOCAL, name, active=False)
    typer.echo(f"Kontot {name} är stängt.")


@user_app.command("enable")
def user_enable(name: Name) -> None:
    """Öppna ett stängt eller låst konto."""
    with _desk() as desk:
        desk.users.set_active(LOCAL, name, active=True)
    typer.echo(f"Kontot {name} är öppet.")


@user_app.command("password")
def user_password(name: Name, password: Password) -> None:
    """Byt lösenord på ett konto."""
    with _desk() as desk:
        desk.users.set_password(LOCAL, name, password)
    typer.echo(f"Lösenordet för {name} är bytt.")


@app.command("import")
def import_file(
    files: Annotated[list[Path], typer.Argument(help="EML, MBOX, CSV eller XLSX.", exists=True, dir_okay=False)],
    consent: Consent = False,  # noqa: FBT002  # typer's way to say a flag
) -> None:
    """Läs in frågor ur filer."""
    with _desk() as desk:
        for path in files:
            check_size(path.name, path.stat().st_size)
            done = desk.inbox.read_in(LOCAL, path.name, path.read_bytes(), consent=consent)
            typer.echo(
                f"{path.name}: {len(done.cases)} nya ärenden, varav {len(done.duplicates)} frågar som någon annan; "
                f"{done.known} var redan inlästa, {done.empty} saknade fråga."
            )


@app.command()
def draft() -> None:
    """Skriv utkast till alla nya ärenden; går att avbryta och starta igen."""
    with _desk() as desk:
        waiting = desk.drafting.waiting(LOCAL)
        if waiting:
            desk.assistant()  # before anything is claimed: a claim holds for seconds, an index may take minutes
        with tqdm(total=waiting, desc="Skriver utkast", unit=" ärenden", file=sys.stderr, disable=not waiting) as bar:
            done = desk.drafting.run(LOCAL, lambda done, _total: _advance(bar, done))
    typer.echo(f"{done} utkast är skrivna.")


def _advance(bar: "tqdm[Any]", done: int) -> None:
    bar.update(done - bar.n)


@app.command()
def export(target: Target) -> None:
    """Skriv alla godkända svar till en fil; ändelsen .docx, .csv eller .zip (med ett .eml per svar) avgör formen."""
    with _desk() as desk:
        kinds: dict[str, Callable[[Actor], bytes]] = {
            ".docx": desk.exports.docx,
            ".csv": desk.exports.csv,
            ".zip": desk.exports.emls,
        }
        write = kinds.get(target.suffix.lower())
        if write is None:
            raise typer.BadParameter("Filen ska sluta på .docx, .csv eller .zip.")
        target.write_bytes(write(LOCAL))
    typer.echo(f"Svaren står i {target}.")


@app.command()
def audit(target: Target) -> None:
    """Skriv hela loggen, vem som gjorde vad, till en CSV-fil."""
    with _desk() as desk:
        target.write_bytes(desk.audit.csv(LOCAL))
    typer.echo(f"Loggen står i {target}.")


@app.command()
def insight(target: Target) -> None:
    """Skriv en sammanställning av frågor, svar och tider till en CSV-fil."""
    with _desk() as desk:
        target.write_bytes(desk.insight.csv(LOCAL))
    typer.echo(f"Sammanställningen står i {target}.")


@app.command()
def library() -> None:
    """Skriv godkända svar till källmappen, och läs in dem som bara finns där."""
    with _desk() as desk:
        added = desk.library.read_in(LOCAL)
        typer.echo(f"{desk.library.write(LOCAL)} godkända svar är i bruk; {added} lästes in ur filen.")


@db_app.command("upgrade")
def db_upgrade() -> None:
    """Gör databasens tabeller aktuella."""
    settings = Settings()
    try:
        open_database(settings.database_url, settings.data_dir).close()
    except AssistantError as error:
        typer.secho(f"Fel: {error}", fg=typer.colors.RED, err=True)
        raise typer.Exit(1) from error
    typer.echo("Databasen är aktuell.")
