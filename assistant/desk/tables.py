"""Tables out to a spreadsheet: CSV that Swedish Excel opens, with no cell that it would run."""

import csv
import io
from collections.abc import Iterable, Sequence

_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(cell: object) -> str:
    """
    Return *cell* as text that no spreadsheet takes for a formula.

    >>> harmless("=HYPERLINK(1)"), harmless(" +1"), harmless(-3), harmless("a-b")
    ("'=HYPERLINK(1)", "' +1", '-3', 'a-b')
    """
    text = "" if cell is None else str(cell)
    if isinstance(cell, int | float):
        return text
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_RUNS) or text.startswith(_RUNS) else text


def to_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a CSV file: semicolons and a byte order mark, as Swedish Excel wants them."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
