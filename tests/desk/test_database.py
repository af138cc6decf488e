import sqlite3
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from assistant.desk.db import database as module
from assistant.desk.db.audit import log
from assistant.desk.db.database import Database, open_database
from assistant.desk.db.models import Base
from assistant.desk.db.users import Users
from assistant.desk.states import Role
from assistant.errors import DeskError, SettingsError, StorageError
from tests.desk.conftest import PASSWORD, ROOT, Hands


def test_migreringarna_ger_just_de_tabeller_som_programmet_anvander(database: Database) -> None:
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_att_oppna_igen_andrar_inget(url: str, tmp_path: Path) -> None:
    open_database(url, tmp_path).close()
    open_database(url, tmp_path).close()


@pytest.mark.parametrize("statement", ["UPDATE audit SET who = 'någon annan'", "DELETE FROM audit"])
def test_loggen_kan_bara_fyllas_pa(database: Database, clock: Hands, statement: str) -> None:
    with database.writing() as session:
        log(session, clock(), "anna", "provade", "loggen")
    with pytest.raises(DeskError), database.writing() as session:
        session.execute(text(statement))
    with database.reading() as session:
        assert session.execute(text("SELECT who FROM audit")).scalars().all() == ["anna"]


def interrupted(database: Database, clock: Hands) -> None:
    with database.writing() as session:
        log(session, clock(), "anna", "provade", "loggen")
        session.flush()
        1 / 0  # noqa: B018  # any fault will do


def test_det_som_misslyckas_lamnar_inget_efter_sig(database: Database, clock: Hands) -> None:
    with pytest.raises(ZeroDivisionError):
        interrupted(database, clock)
    with database.reading() as session:
        assert not session.execute(text("SELECT who FROM audit")).scalars().all()


def add_one(database: Database, clock: Hands) -> None:
    Users(database, clock).add(ROOT, name="bo", full_name="", role=Role.HANDLAGGARE, password=PASSWORD)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    open_database("", tmp_path).close()
    return tmp_path / "desk.sqlite"


def test_en_last_databas_sags_vara_upptagen(file: Path, clock: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_WAIT_SECONDS", 0.1)
    database = Database(f"sqlite:///{file}")
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="upptagen"):
        add_one(database, clock)
    other.execute("ROLLBACK")
    add_one(database, clock)


def test_en_skrivskyddad_databas_gar_att_lasa_men_inte_att_skriva(file: Path, clock: Hands) -> None:
    database = open_database(f"sqlite:///file:{file}?mode=ro&uri=true", file.parent)
    assert Users(database, clock).accounts(ROOT) == ()
    with pytest.raises(StorageError, match="går bara att läsa"):
        add_one(database, clock)


def test_en_full_disk_sags_vara_full_och_det_gamla_ar_kvar(file: Path, clock: Hands) -> None:
    database = Database(f"sqlite:///{file}")
    add_one(database, clock)
    with database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageError, match="full"), database.writing() as session:
        log(session, clock(), "bo", "skrev", "mycket", "x" * 100_000)
    assert [a.name for a in Users(database, clock).accounts(ROOT)] == ["bo"]


def test_en_fil_som_inte_ar_en_databas_sags_vara_skadad(tmp_path: Path) -> None:
    (tmp_path / "desk.sqlite").write_bytes(b"hej " * 1000)
    with pytest.raises(StorageError, match="skadad"):
        open_database("", tmp_path)


@pytest.mark.parametrize("address", ["inte en adress", "mysql+finnsinte://x/y"])
def test_en_adress_som_inte_gar_att_lasa_ar_ett_installningsfel(address: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        open_database(address, tmp_path)


def test_en_server_som_inte_finns_sags_inte_svara(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="svarar inte"):
        open_database("postgresql://x@127.0.0.1:1/y", tmp_path)


def cut_off(database: Database, clock: Hands, admin: psycopg.Connection) -> None:
    with database.writing() as session:
        log(session, clock(), "bo", "skrev", "något")
        session.flush()
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'borta'")
        log(session, clock(), "bo", "skrev", "mer")


@pytest.mark.postgresql
def test_en_server_som_bryter_forbindelsen_gar_att_anvanda_igen(server: str, clock: Hands) -> None:
    with psycopg.connect(f"{server}postgres", autocommit=True) as admin:
        admin.execute("CREATE DATABASE borta")
        database = Database(f"{server}borta")
        add_one(database, clock)
        with pytest.raises(StorageError, match="svarar inte"):
            cut_off(database, clock, admin)
        assert [a.name for a in Users(database, clock).accounts(ROOT)] == ["bo"]
        database.close()
