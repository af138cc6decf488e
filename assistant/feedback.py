"""Readers' verdicts, appended to one file; personal data are masked."""

import json
import logging
from datetime import UTC, datetime
from pathlib import Path

from assistant.text.privacy import masked

_log = logging.getLogger(__name__)


class Feedback:
    """A JSON Lines file of verdicts; each names the receipt, which holds question and answer."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self, *, receipt: str, verdict: str, reason: str = "") -> bool:
        """Append one verdict and return whether that worked; a full disk costs the verdict, not the page."""
        row = {"time": datetime.now(UTC).isoformat(), "receipt": receipt, "verdict": verdict, "reason": masked(reason)}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        except OSError as error:
            _log.warning("En synpunkt kunde inte sparas: %s", error)
            return False
        return True
