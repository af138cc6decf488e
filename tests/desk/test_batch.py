import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from assistant.desk.access import Actor
from assistant.desk.db.batch import LEASE, Drafting
from assistant.desk.db.database import Database
from assistant.desk.db.inbox import Inbox
from assistant.desk.db.models import Answer, Case, Draft
from assistant.desk.states import State
from assistant.errors import StorageError
from assistant.replies.reply import Reply
from tests.desk.conftest import Hands
from tests.desk.replies import answered
from tests.desk.test_inbox import by_letters

WORKER = """
import sys, time
from assistant.desk.access import Actor
from assistant.desk.clock import now
from assistant.desk.db.batch import Drafting
from assistant.desk.db.database import Database
from assistant.desk.states import Role
from datetime import timedelta
from tests.desk.replies import answered
def ask(turns):
    time.sleep(0.01)
    return answered()
actor = Actor(id=1, name="anna", full_name="Anna", role=Role.HANDLAGGARE)
Drafting(Database(sys.argv[1]), now, ask, lease=timedelta(seconds=0.3), pause=lambda s: time.sleep(s / 10)).run(actor)
"""


def fill(database: Database, clock: Callable, anna: Actor, count: int) -> None:
    rows = "Fråga\n" + "\n".join(f"Får part {n} söka?" for n in range(count))
    Inbox(database, clock, by_letters).read_in(anna, "f.csv", rows.encode())


def drafts(database: Database) -> Counter[int]:
    with database.reading() as session:
        return Counter(session.scalars(select(Draft.case_id)))


def test_varje_nytt_arende_far_ett_utkast(database: Database, clock: Hands, anna: Actor) -> None:
    fill(database, clock, anna, 20)
    heard: list[tuple[int, int]] = []
    drafting = Drafting(database, clock, lambda _turns: answered())
    assert drafting.run(anna, lambda done, total: heard.append((done, total))) == 20
    assert heard == [(n, 20) for n in range(1, 21)]
    assert drafting.waiting(anna) == drafting.run(anna) == 0
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Answer)) == 20
        assert set(session.scalars(select(Case.state))) == {State.UTKAST}


def test_ett_arende_som_en_dod_korning_holl_blir_fritt_nar_tiden_gatt(
    database: Database, clock: Hands, anna: Actor
) -> None:
    fill(database, clock, anna, 3)
    with database.writing() as session:
        session.execute(update(Case).values(claim="död", claimed_at=clock()))
    waits: list[float] = []

    def pause(seconds: float) -> None:
        waits.append(seconds)
        clock.forward(timedelta(seconds=10))

    assert Drafting(database, clock, lambda _turns: answered(), pause=pause).run(anna) == 3
    assert len(waits) == LEASE.seconds // 10 + 1


def test_den_som_blir_omkord_sparar_inget_dubbelt(database: Database, clock: Hands, anna: Actor) -> None:
    fill(database, clock, anna, 1)

    def slow(_turns: list[str]) -> Reply:
        if clock() < start + LEASE:
            clock.forward(LEASE + timedelta(seconds=1))
            assert Drafting(database, clock, lambda _turns: answered()).run(anna) == 1
        return answered()

    start = clock()
    assert Drafting(database, clock, slow).run(anna) == 0
    assert set(drafts(database).values()) == {1}


def test_en_databas_som_ar_borta_en_stund_kostar_inget_utkast(
    database: Database, clock: Hands, anna: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(database, clock, anna, 5)
    whole, left = database.writing, [3]

    def gone() -> object:
        if left[0] > 0:
            left[0] -= 1
            raise StorageError("Databasen svarar inte.")
        return whole()

    monkeypatch.setattr(database, "writing", gone)
    assert Drafting(database, clock, lambda _turns: answered(), pause=lambda _s: None).run(anna) == 5


def test_dodad_nar_som_helst_och_startad_igen_inget_borta_inget_dubbelt(
    url: str, database: Database, clock: Hands, anna: Actor
) -> None:
    fill(database, clock, anna, 120)
    for target in (10, 40, 80):
        process = subprocess.Popen([sys.executable, "-c", WORKER, url], cwd=Path(__file__).parents[2])  # noqa: S603  # our own script
        while len(drafts(database)) < target:
            assert process.poll() is None
            time.sleep(0.01)
        process.kill()
        process.wait()
        assert target <= len(drafts(database)) < 120
    subprocess.run([sys.executable, "-c", WORKER, url], cwd=Path(__file__).parents[2], check=True, timeout=60)  # noqa: S603  # our own script
    assert len(drafts(database)) == 120
    assert set(drafts(database).values()) == {1}
