"""One open database: its migrations, its transactions, and its faults in plain Swedish."""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, exc, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import ConnectionPoolEntry

from assistant.errors import ConflictError, SettingsError, StorageError

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
CHANGED = "Någon annan hann ändra ärendet. Din text är inte sparad: läs ändringen, för in din och spara igen."
_WAIT_SECONDS = 5
_CAUSES = (
    ("locked", "Databasen är upptagen av ett annat program. Vänta en stund och försök igen."),
    ("readonly", "Databasen går bara att läsa. Be den som sköter datorn om skrivrätt till filen."),
    ("read-only", "Databasen går bara att läsa. Be den som sköter datorn om skrivrätt till filen."),
    ("full", "Disken är full. Frigör utrymme och försök igen."),
    ("no space left", "Disken är full. Frigör utrymme och försök igen."),
    ("not a database", "Databasfilen är skadad eller är ingen databas. Återställ den från en säkerhetskopia."),
    ("malformed", "Databasfilen är skadad. Återställ den från en säkerhetskopia."),
    ("no such table", "Databasen saknar tabeller. Kör: python -m assistant desk db upgrade"),
    ("unable to open", "Databasfilen kan inte öppnas. Kontrollera att mappen finns och går att skriva i."),
    ("authentication", "Databasen godtar inte lösenordet i DATABASE_URL."),
)
_GONE = "Databasen svarar inte. Det som redan är sparat finns kvar; försök igen om en stund."


def storage_error(error: BaseException) -> StorageError:
    """Return *error* as a StorageError that says what to do."""
    said = str(getattr(error, "orig", None) or error).lower()
    return StorageError(next((message for sign, message in _CAUSES if sign in said), _GONE))


def _on_connect(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # SQLAlchemy's own BEGIN below, so that a writer takes the lock at once
    connection.execute("PRAGMA foreign_keys = ON")


def _on_begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _engine(url: str) -> Engine:
    try:
        address = make_url(url.replace("postgres://", "postgresql://", 1))
        if address.get_backend_name() == "postgresql":
            address = address.set(drivername="postgresql+psycopg")
            return create_engine(address, pool_pre_ping=True, connect_args={"connect_timeout": _WAIT_SECONDS})
        engine = create_engine(address, connect_args={"timeout": _WAIT_SECONDS})
    except (exc.ArgumentError, exc.NoSuchModuleError, ModuleNotFoundError) as error:
        raise SettingsError(
            "DATABASE_URL kan inte läsas. Skriv postgresql://användare:lösenord@dator/databas eller låt den vara tom."
        ) from error
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except StaleDataError as error:
        raise ConflictError(CHANGED) from error
    except exc.IntegrityError as error:
        raise ConflictError("Någon annan hann före med samma sak. Läs om sidan och försök igen.") from error
    except (exc.DBAPIError, exc.TimeoutError, sqlite3.Error) as error:
        raise storage_error(error) from error


class Database:
    """
    Transactions over one database.

    Every fault of the database leaves as StorageError, a lost race as ConflictError; the transaction
    is then undone whole.
    """

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._writer = self.engine.execution_options(writing=True)

    @property
    def is_sqlite(self) -> bool:
        """Return whether this is the file of a single machine."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def _session(self, engine: Engine) -> Iterator[Session]:
        with _translated(), Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    def reading(self) -> AbstractContextManager[Session]:
        """Return a transaction that only reads."""
        return self._session(self.engine)

    def writing(self) -> AbstractContextManager[Session]:
        """Return a transaction that is kept when its block ends, and undone when it raises."""
        return self._session(self._writer)

    def _is_current(self) -> bool:
        with _translated(), self.engine.connect() as connection:
            here = MigrationContext.configure(connection).get_current_revision()
        return here == ScriptDirectory(str(MIGRATIONS)).get_current_head()

    def upgrade(self) -> None:
        """Bring the tables to this program's version; a database that is there already is only read."""
        if self._is_current():
            return
        try:
            with _translated(), self._writer.connect() as connection, connection.begin():
                if not self.is_sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(202200880)"))
                command.upgrade(_config(connection), "head")
        except CommandError as error:
            raise StorageError("Databasen är gjord av en nyare version av programmet. Uppdatera programmet.") from error
        if self.is_sqlite:
            self._write_ahead()

    def _write_ahead(self) -> None:
        with _translated(), closing(self.engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute("PRAGMA journal_mode = WAL")

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def open_database(url: str, folder: Path) -> Database:
    """
    Return the database at *url*, its tables up to date; an empty *url* is a SQLite file in *folder*.

    Raises StorageError where it cannot be reached, SettingsError where *url* is no address.
    """
    if not url:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"Mappen {folder} kan inte skapas. Kontrollera ASSISTANT_DATA_DIR.") from error
        url = f"sqlite:///{folder / 'desk.sqlite'}"
    database = Database(url)
    database.upgrade()
    return database
