"""Readers' thumbs, appended to one file; personal data are masked."""

import json
import logging
from datetime import UTC, datetime
from pathlib import Path

from assistant.text.privacy import masked

_log = logging.getLogger(__name__)


class Feedback:
    """A JSON Lines file of thumbs with their reasons."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self, *, question: str, verdict: str, answer: str) -> bool:
        """Append one thumb and return whether that worked; a full disk costs the thumb, not the page."""
        row = {"time": datetime.now(UTC).isoformat(), "question": question, "verdict": verdict, "answer": answer}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(masked(json.dumps(row, ensure_ascii=False)) + "\n")
        except OSError as error:
            _log.warning("En synpunkt kunde inte sparas: %s", error)
            return False
        return True
