"""What a person wrote while the database was out of reach, kept in a file."""

import logging
import re
from datetime import datetime
from pathlib import Path

_log = logging.getLogger(__name__)
_UNSAFE = re.compile(r"[^\w.-]+")


def keep_aside(folder: Path, name: str, at: datetime, text: str) -> Path | None:
    """Return the file in *folder* that now holds *text*; None where the disk refuses as well."""
    path = folder / f"{_UNSAFE.sub('-', name)}-{at:%Y%m%dT%H%M%S%f}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        _log.warning("Texten kunde inte heller sparas i %s: %s", path, error)
        return None
    return path
