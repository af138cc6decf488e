"""Receipts: what a reply rested on, kept so that it can be replayed."""

import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.errors import InputError
from assistant.text.privacy import masked

_log = logging.getLogger(__name__)
_LENGTH = 12


def receipt_id(version: str, turns: Sequence[str], text: str) -> str:
    """
    Return the id of a reply: equal sources, question and answer give an equal id.

    >>> receipt_id("v", ["a"], "b") == receipt_id("v", ["a"], "b")
    True
    """
    whole = json.dumps([version, list(turns), text], ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()[:_LENGTH]


class Receipts:
    """A folder of receipts, one small JSON file each; personal data are masked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, receipt: str, content: Mapping[str, Any]) -> bool:
        """
        Store *content* and return whether that worked.

        A full or read-only disk costs the receipt, never the reply.
        """
        plain = masked(json.dumps(content, ensure_ascii=False, indent=1, default=str))
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / f"{receipt}.json").write_text(plain, encoding="utf-8")
        except OSError as error:
            _log.warning("Kvittot %s kunde inte sparas: %s", receipt, error)
            return False
        return True

    def read(self, receipt: str) -> dict[str, Any]:
        """Return a stored receipt; raises InputError where there is none of that id, or it cannot be read."""
        path = self._folder / f"{receipt}.json"
        if not receipt.isalnum() or not path.exists():
            raise InputError("kvitto", f"det finns inget kvitto {receipt}")
        try:
            content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise InputError("kvitto", f"kvittot {receipt} är skadat och kan inte läsas") from error
        return content
