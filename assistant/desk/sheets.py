"""Questions out of CSV and XLSX files: the one seam to the spreadsheet reader."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from assistant.desk.guards import check_packed, decoded
from assistant.desk.mail import Incoming, latest
from assistant.errors import ImportRefusedError
from assistant.text.normalise import fold, has_words

MAX_ROWS = 5000
_COLUMNS: Mapping[str, frozenset[str]] = {
    "text": frozenset(
        {"fraga", "fragor", "question", "text", "meddelande", "message", "mejl", "mail", "innehall", "body"}
    ),
    "subject": frozenset({"amne", "rubrik", "subject"}),
    "sender": frozenset({"avsandare", "e-post", "epost", "mejladress", "fran", "from", "sender", "email", "e-mail"}),
    "received": frozenset({"datum", "inkom", "mottagen", "date", "tid", "received"}),
}
_DELIMITERS = ";,\t|"

Row = Sequence[object]


def _columns(header: Row) -> dict[str, int]:
    names = [fold(str(cell or "")).strip() for cell in header]
    return {
        kind: at for kind, known in _COLUMNS.items() for at, name in reversed(list(enumerate(names))) if name in known
    }


def _moment(cell: object) -> datetime | None:
    if isinstance(cell, datetime):
        return cell if cell.tzinfo else cell.replace(tzinfo=UTC)
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day, tzinfo=UTC)
    try:
        return _moment(datetime.fromisoformat(str(cell).strip()))
    except ValueError:
        return None


def _incoming(name: str, at: int, row: Row, columns: Mapping[str, int]) -> Incoming:
    def cell(kind: str) -> object:
        place = columns.get(kind)
        return "" if place is None or place >= len(row) or row[place] is None else row[place]

    text, sender, received = str(cell("text")).strip(), str(cell("sender")).strip(), cell("received")
    return Incoming(
        text=latest(text),
        subject=str(cell("subject")).strip(),
        sender=sender,
        received=_moment(received),
        key="\n".join((name, str(at), text, sender, str(received))),
    )


def _read(name: str, rows: Iterator[Row]) -> tuple[Incoming, ...]:
    filled = [row for _, row in zip(range(MAX_ROWS + 2), rows, strict=False) if any(str(c or "").strip() for c in row)]
    if len(filled) > MAX_ROWS + 1:
        raise ImportRefusedError(f"{name} har fler än {MAX_ROWS} rader. Dela upp filen.")
    if not filled:
        raise ImportRefusedError(f"{name} har inga rader.")
    columns = _columns(filled[0])
    body = filled[1:]
    if "text" not in columns:
        if max(len([c for c in row if str(c or "").strip()]) for row in filled) > 1:
            raise ImportRefusedError(
                f"{name} har ingen kolumn som heter Fråga. Skriv det över frågorna på första raden."
            )
        columns, body = {"text": 0}, filled
    found = [_incoming(name, at, row, columns) for at, row in enumerate(body, start=1)]
    return tuple(i for i in found if has_words(i.text))


def read_csv(name: str, data: bytes) -> tuple[Incoming, ...]:
    """Return the questions of a CSV file; the delimiter is found, the encoding too."""
    text = decoded(name, data)
    first = text.lstrip().splitlines()[0] if text.strip() else ""
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        return _read(name, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise ImportRefusedError(
            f"{name} kan inte läsas som CSV: ett citattecken fattas eller en cell är för stor."
        ) from error


def read_xlsx(name: str, data: bytes) -> tuple[Incoming, ...]:
    """Return the questions of the first sheet of an XLSX file; formulas count as the text they last showed."""
    check_packed(name, data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        return _read(name, iter(book.worksheets[0].iter_rows(values_only=True)))
    except (InvalidFileException, KeyError, ValueError, IndexError, TypeError, OSError, SyntaxError) as error:
        # SyntaxError is the XML parser's base of faults.
        raise ImportRefusedError(
            f"{name} kan inte läsas som XLSX. Öppna den i ett kalkylprogram och spara om."
        ) from error
