"""The desk behind the pages, opened when first asked for: the applicants' page does not wait for it, nor fall with it."""

import threading

from assistant.assembly import Assistant
from assistant.desk.service import Desk, open_desk


class Opening:
    """Opens the desk over *assistant* once; while the database is out of reach every call tries again."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._lock = threading.Lock()
        self._desk: Desk | None = None

    def __call__(self) -> Desk:
        """Return the desk; raises StorageError where its database cannot be reached."""
        with self._lock:
            if self._desk is None:
                self._desk = open_desk(self._assistant.settings, self._assistant)
            return self._desk
