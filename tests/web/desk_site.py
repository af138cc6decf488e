"""The desk's pages over a desk whose answers and likenesses are made for the tests: quick, and the same every time."""

import re
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.desk.access import Actor
from assistant.desk.db.batch import Drafting
from assistant.desk.db.database import open_database
from assistant.desk.db.inbox import Inbox
from assistant.desk.drafting import Ask
from assistant.desk.service import Desk
from assistant.desk.states import Role
from assistant.settings import Settings
from assistant.web.desk.app import build_desk
from assistant.web.desk.applicants import add_question_form
from assistant.web.desk.gate import COOKIE, FIELD, ROOT, seal
from tests.desk.conftest import PASSWORD, Hands
from tests.desk.replies import answered
from tests.desk.test_inbox import by_letters

START = Actor(id=0, name="start", full_name="Start", role=Role.ADMINISTRATOR)
NAMES = {Role.HANDLAGGARE: "anna", Role.GRANSKARE: "greta", Role.ADMINISTRATOR: "adam"}


@dataclass(frozen=True)
class Site:
    """The pages and the desk behind them."""

    app: FastAPI
    desk: Desk
    clock: Hands
    pages: FastAPI

    def visitor(self) -> TestClient:
        """Return a browser that is not logged in."""
        return TestClient(self.app, follow_redirects=False)

    def person(self, name: str) -> "Person":
        """Return a browser that *name* has logged in with."""
        client = self.visitor()
        client.cookies.set(COOKIE, self.desk.sessions.login(name, PASSWORD), path=ROOT)
        return Person(client)


@dataclass(frozen=True)
class Person:
    """A browser of somebody who is logged in; its forms carry the seal as the pages give it."""

    client: TestClient

    @property
    def seal(self) -> str:
        return seal(self.client.cookies.get(COOKIE) or "")

    def get(self, place: str) -> str:
        answer = self.client.get(f"{ROOT}{place}")
        assert answer.status_code == 200, answer.text
        return answer.text

    def post(self, place: str, data: dict[str, object] | None = None, status: int = 303, **more: object) -> str:
        answer = self.client.post(f"{ROOT}{place}", data={FIELD: self.seal, **(data or {})}, **more)
        assert answer.status_code == status, answer.text
        return answer.text

    def version(self, case: int) -> str:
        found = re.search(r'name="version" value="(\d+)"', self.get(f"/arende/{case}"))
        assert found
        return found[1]

    def step(self, case: int, name: str, status: int = 303, **fields: object) -> str:
        return self.post(f"/arende/{case}/steg/{name}", {"version": self.version(case), **fields}, status)


def open_site(folder: Path, corpus: Path, ask: Ask = lambda _turns: answered(), approvers: int = 1) -> Site:
    """Return the pages with one account a role."""
    settings = Settings(data_dir=folder, corpus_dir=corpus, desk_approvers=approvers)
    clock = Hands()
    database = open_database("", folder)
    desk = Desk(settings=settings, database=database, clock=clock)
    vars(desk)["inbox"] = Inbox(database, clock, by_letters)
    vars(desk)["drafting"] = Drafting(database, clock, ask, threads=1)
    for role, name in NAMES.items():
        desk.users.add(START, name=name, full_name=f"{name.title()} Ek", role=role, password=PASSWORD)
    app = FastAPI()
    opening = lambda: desk  # noqa: E731  # what the pages call for their desk
    pages = build_desk(opening)  # type: ignore[arg-type]  # any callable that gives a desk will do
    app.mount(ROOT, pages)
    add_question_form(app, opening)  # type: ignore[arg-type]  # as above
    return Site(app=app, desk=desk, clock=clock, pages=pages)
