"""The desk over both databases: every test that asks for `database` runs on SQLite and on a real PostgreSQL server."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from assistant.desk.access import Actor
from assistant.desk.db.database import Database, open_database
from assistant.desk.db.users import Users
from assistant.desk.states import Role
from tests.desk.server import postgresql, program

PASSWORD = "korrekt häst batteri"  # noqa: S105  # of the tests alone
ROOT = Actor(id=0, name="start", full_name="Start", role=Role.ADMINISTRATOR)


@dataclass
class Hands:
    """A clock that tests set."""

    at: datetime = field(default_factory=lambda: datetime(2022, 3, 1, 8, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.at

    def forward(self, by: timedelta) -> None:
        self.at += by


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    if not program("initdb"):
        if os.environ.get("CI"):
            pytest.fail("CI ska köra testerna mot PostgreSQL, men initdb finns inte. Installera paketet postgresql.")
        pytest.skip("PostgreSQL är inte installerat (initdb saknas)")
    with postgresql() as address:
        database = Database(f"{address}template1")
        database.upgrade()
        database.close()
        yield address


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("migrated")
    open_database("", folder).close()
    return folder / "desk.sqlite"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a fresh, migrated database."""
    if request.param == "sqlite":
        path = tmp_path / "desk.sqlite"
        shutil.copy(request.getfixturevalue("migrated"), path)
        return f"sqlite:///{path}"
    address = request.getfixturevalue("server")
    name = f"prov{os.urandom(6).hex()}"
    with psycopg.connect(f"{address}postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} STRATEGY file_copy")  # the template is already migrated
    return f"{address}{name}"


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = Database(url)
    yield opened
    opened.close()


@pytest.fixture
def users(database: Database, clock: Hands) -> Users:
    return Users(database, clock)


def person(users: Users, name: str, role: Role) -> Actor:
    users.add(ROOT, name=name, full_name=f"{name.title()} Ek", role=role, password=PASSWORD)
    found = next(a for a in users.accounts(ROOT) if a.name == name)
    return Actor(id=found.id, name=name, full_name=found.full_name, role=role)


@pytest.fixture
def anna(users: Users) -> Actor:
    return person(users, "anna", Role.HANDLAGGARE)


@pytest.fixture
def greta(users: Users) -> Actor:
    return person(users, "greta", Role.GRANSKARE)


@pytest.fixture
def gunnar(users: Users) -> Actor:
    return person(users, "gunnar", Role.GRANSKARE)


@pytest.fixture
def adam(users: Users) -> Actor:
    return person(users, "adam", Role.ADMINISTRATOR)
