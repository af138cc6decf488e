"""Every method of the desk with every role and with none, and the desk as a whole."""

import inspect
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.desk.access import Actor
from assistant.desk.db.cases import Cases
from assistant.desk.db.database import Database
from assistant.desk.service import Desk, open_desk
from assistant.desk.states import RIGHTS, Right, Role
from assistant.errors import AccessError
from assistant.settings import Settings
from tests.desk.conftest import Hands
from tests.desk.replies import answered, silent
from tests.desk.test_inbox import by_letters

OPEN = {"login", "actor", "logout", "submit", "expire"}
"""Methods without an actor: logging in, the open chat, and what the program does itself."""
PARTS = ("audit", "users", "sessions", "inbox", "drafting", "cases", "review", "exports", "library", "insight", "care")


@pytest.fixture
def desk(database: Database, clock: Hands, small_corpus: Path, tmp_path: Path) -> Desk:
    settings = Settings(data_dir=tmp_path, corpus_dir=small_corpus)
    return Desk(settings=settings, database=database, clock=clock)


def methods(desk: Desk) -> Iterator[tuple[str, Callable[..., Any]]]:
    for part in PARTS:
        for name, method in inspect.getmembers(getattr(desk, part), inspect.ismethod):
            own = method.__self__ is getattr(desk, part)
            if own and not name.startswith("_") and name not in OPEN:
                yield f"{part}.{name}", method


def test_varje_metod_nekar_varje_roll_som_saknar_ratten(desk: Desk) -> None:
    walked = 0
    for name, method in methods(desk):
        right: Right = method.right  # type: ignore[attr-defined]  # every method carries the right it needs
        for role in Role:
            if right not in RIGHTS[role]:
                with pytest.raises(AccessError, match=f"{role} får inte {right}"):
                    method(Actor(id=1, name="x", full_name="X", role=role))
                walked += 1
        with pytest.raises(AccessError, match="inte inloggad"):
            method(None)
        assert inspect.signature(method).parameters["actor"], name
    assert walked > 20


def test_rollerna_ar_vaxande() -> None:
    handlaggare, granskare, administrator = (RIGHTS[r] for r in Role)
    assert handlaggare < granskare < administrator == frozenset(Right)


def test_sammanstallningen_raknar_fragor_luckor_andringar_och_tid(
    desk: Desk, database: Database, clock: Hands, anna: Actor, greta: Actor, tmp_path: Path
) -> None:
    vars(desk)["inbox"] = type(desk.inbox)(database, clock, by_letters)
    vars(desk)["drafting"] = type(desk.drafting)(
        database, clock, lambda turns: silent() if "När" in turns[-1] else answered()
    )
    for text in ("Hur mycket?", "hur mycket", "När öppnar ni?"):
        desk.inbox.paste(anna, text)
    desk.drafting.run(anna)
    clock.forward(timedelta(hours=30))
    at = desk.review.hand_in(anna, 1, Cases(database).view(anna, 1).row.version)
    desk.review.approve(greta, 1, at)
    (tmp_path / "feedback.jsonl").write_text('{"verdict": "upp"}\n{"verdict": "upp"}\n{trasig', encoding="utf-8")
    report = desk.insight.report(anna)
    assert [(c.what, c.count) for c in report.most_asked] == [("Hur mycket?", 2), ("När öppnar ni?", 1)]
    assert [(c.what, c.count) for c in report.unanswerable] == [("När öppnar ni?", 1)]
    assert [(c.what, c.count) for c in report.thumbs] == [("upp", 2)]
    assert (report.changed, report.hours) == (0.0, 30.0)
    assert "oftast frågat;Hur mycket?;2" in desk.insight.csv(anna).decode("utf-8-sig")


def test_disken_oppnas_med_egen_databas_dar_ingen_ar_angiven(small_corpus: Path, tmp_path: Path) -> None:
    desk = open_desk(Settings(data_dir=tmp_path / "ny", corpus_dir=small_corpus, DATABASE_URL=""))
    assert desk.users.accounts(Actor(id=0, name="x", full_name="", role=Role.ADMINISTRATOR)) == ()
    assert (tmp_path / "ny" / "desk.sqlite").exists()
    desk.database.close()
