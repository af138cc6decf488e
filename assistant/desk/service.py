"""
The support desk as its pages and its command line use it.

`open_desk(settings, assistant)` returns a `Desk`; its parts are groups of methods, each of which takes the
acting person first and checks the role itself (AccessError):

    desk.sessions   login(name, password) -> token · actor(token) -> Actor · logout(token)
    desk.users      accounts · add · set_active · set_role · set_password · change_own_password
    desk.inbox      paste · read_in(name, data, consent=) -> Imported · submit(turns, sender=, consent=) for the open chat
    desk.drafting   waiting · run(actor, progress) · one(actor, case)
    desk.cases      find(actor, Filter) -> Listing · view(actor, case) -> View   (the types are in desk.views)
    desk.review     assign · save · hand_in · hand_back · approve · reject · mark_sent · reopen · mark · note
    desk.exports    eml · emls · docx · csv
    desk.library    items · add(actor, case, question, variants) -> entry · withdraw · write · read_in
    desk.care       documents · preview(actor, About, name, data) -> Preview · apply · versions · roll_back · fetch
    desk.insight    report(actor) -> Report · csv(actor)
    desk.audit      events · csv

A page keeps the token in a cookie and asks `desk.sessions.actor(token)` at every request.  Steps that
change a case take the `version` the person saw and return the new one; ConflictError says who was first,
and the page then shows `desk.cases.view` beside what the person wrote.  `states.FROM` tells which steps a
state allows, `states.RIGHTS` what a role may do.  All faults are AssistantError with a Swedish message:
AccessError (403), ConflictError (409), InputError and ImportRefusedError (422), StorageError (503).

After `library.add`, `library.withdraw`, `care.apply` or `care.roll_back`, call `desk.refresh()`: it indexes
anew in the background and swaps the assistant in use when the new one is ready; `desk.refreshing` says so.
"""

import logging
import threading
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.assembly import Assistant, open_assistant
from assistant.desk.clock import Clock, now
from assistant.desk.corpus_files import History, sources
from assistant.desk.db.audit import Audit
from assistant.desk.db.batch import Drafting
from assistant.desk.db.care import Care
from assistant.desk.db.cases import Cases
from assistant.desk.db.database import Database, open_database
from assistant.desk.db.exports import Exports
from assistant.desk.db.inbox import Inbox
from assistant.desk.db.insight import Insight
from assistant.desk.db.library import Library
from assistant.desk.db.review import Review
from assistant.desk.db.sessions import Sessions
from assistant.desk.db.users import Users
from assistant.errors import AssistantError
from assistant.replies.reply import Reply
from assistant.search.embedding import Embedder, load_embedder
from assistant.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_log = logging.getLogger(__name__)
APPROVED_FILE = "godkanda.toml"


class Desk:
    """
    The desk over one database and one assistant.

    *assistant* may be missing where nothing is drafted, as when accounts are managed; it is opened
    when first needed.
    """

    def __init__(
        self, *, settings: Settings, database: Database, assistant: Assistant | None = None, clock: Clock = now
    ) -> None:
        self.settings = settings
        self.database = database
        self._assistant = assistant
        self._swap = threading.Lock()
        self._in_turn = threading.Lock()
        """One reading of the sources at a time: the last one asked for reads last, and so the newest is in use."""
        self._worker: threading.Thread | None = None
        folder = settings.data_dir / "desk"
        self.audit = Audit(database)
        self.sessions = Sessions(database, clock)
        self.users = Users(database, clock)
        self.inbox = Inbox(database, clock, self._embed)
        self.drafting = Drafting(database, clock, self._ask)
        self.cases = Cases(database)
        self.review = Review(database, clock, settings.desk_approvers, folder / "undan")
        self.exports = Exports(database, clock)
        self.insight = Insight(database, settings.data_dir / "feedback.jsonl")
        self.library = Library(
            database=database,
            clock=clock,
            sources=lambda: sources(settings.corpus_dir),
            file=settings.corpus_dir / "library" / APPROVED_FILE,
            evals=settings.data_dir / "evals",
        )

        self.care = Care(
            database=database,
            clock=clock,
            corpus_dir=settings.corpus_dir,
            history=History(folder / "kallor"),
            library=self.library,
        )

    @cached_property
    def _embedder(self) -> Embedder:
        return load_embedder(self.settings.embedding)

    def _embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        return self._embedder.queries(texts)

    def assistant(self) -> Assistant:
        """Return the assistant in use, opened first where there is none."""
        with self._swap:
            if self._assistant is None:
                self._assistant = open_assistant(self.settings)
            return self._assistant

    def _ask(self, turns: list[str]) -> Reply:
        return self.assistant().ask(turns)

    @property
    def refreshing(self) -> bool:
        """Return whether the sources are being indexed anew right now."""
        return self._worker is not None and self._worker.is_alive()

    def refresh(self) -> threading.Thread:
        """
        Return the thread that sends back answers whose sources have changed, indexes anew and swaps the assistant.

        The one in use answers until the new one is ready, and goes on where the new one cannot be opened.
        """
        self._worker = threading.Thread(target=self.refresh_now, name="desk-refresh", daemon=True)
        self._worker.start()
        return self._worker

    def refresh_now(self) -> bool:
        """Do what `refresh` does and return whether the new assistant is in use."""
        with self._in_turn:
            return self._refreshed()

    def _refreshed(self) -> bool:
        try:
            self.library.expire()
            fresh = open_assistant(self.settings)
        except AssistantError as error:
            _log.warning("Källorna kunde inte läsas om, det gamla indexet gäller: %s", error)
            return False
        with self._swap:
            if self._assistant is None:
                self._assistant = fresh
            else:
                # The page and the desk hold the same object: its parts change under it, in one step.
                vars(self._assistant).update(vars(fresh))
        return True


def open_desk(settings: Settings, assistant: Assistant | None = None, clock: Clock = now) -> Desk:
    """
    Return the desk, its tables up to date and answers with changed sources sent back to review.

    Raises StorageError where the database cannot be reached.
    """
    database = open_database(settings.database_url, settings.data_dir)
    desk = Desk(settings=settings, database=database, assistant=assistant, clock=clock)
    desk.library.expire()
    return desk
