"""What is refused before anything opens it: too large, packed too hard, or with a program inside."""

import io
import zipfile
from pathlib import PurePath

from assistant.errors import ImportRefusedError

MAX_BYTES = 50_000_000
MAX_UNPACKED = 200_000_000
MAX_RATIO = 200
MAX_PARTS = 5000
_SMALL = 1_000_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def check_size(name: str, size: int) -> None:
    """Raise ImportRefusedError where a file of *size* bytes is empty or too large to read."""
    if size == 0:
        raise ImportRefusedError(f"{name} är tom.")
    if size >= MAX_BYTES:
        raise ImportRefusedError(f"{name} är för stor: högst 50 MB går att läsa in. Dela upp filen.")


def check_packed(name: str, data: bytes) -> None:
    """
    Raise ImportRefusedError where a packed file (XLSX, DOCX) is broken, a zip bomb or holds macros.

    Only the list of contents is read; nothing is unpacked.
    """
    if data.startswith(_OLD_OFFICE):
        raise ImportRefusedError(
            f"{name} är i ett äldre format eller skyddad med lösenord. Spara om som XLSX eller DOCX."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise ImportRefusedError(f"{name} är skadad eller avhuggen. Spara om den och försök igen.") from error
    if any(PurePath(p.filename).name.lower().startswith("vbaproject") for p in parts):
        raise ImportRefusedError(f"{name} innehåller makron. Spara om utan makron, som XLSX eller DOCX.")
    whole = sum(p.file_size for p in parts)
    swollen = any(p.file_size > _SMALL and p.file_size > MAX_RATIO * max(p.compress_size, 1) for p in parts)
    if whole > MAX_UNPACKED or swollen or len(parts) > MAX_PARTS:
        raise ImportRefusedError(f"{name} är orimligt hårt packad och öppnas inte. Spara om den i ett kalkylprogram.")


def decoded(name: str, data: bytes) -> str:
    """
    Return *data* as text: UTF-8, UTF-16 with a mark, else Windows' or ISO's Western letters.

    Raises ImportRefusedError where it is no text; text that was saved in the wrong encoding is mended.
    """
    text = data.decode("utf-16", errors="replace") if data.startswith((b"\xff\xfe", b"\xfe\xff")) else _western(data)
    if "\0" in text or "\ufffd" in text:
        raise ImportRefusedError(f"{name} är inte en textfil, eller har fel teckenkodning. Spara om den som UTF-8.")
    return mended(text)


def _western(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("iso-8859-1")


def mended(text: str) -> str:
    """
    Return *text* with letters put right that were UTF-8 read as Western.

    >>> mended("FÃ¥r en fÃ¶rening sÃ¶ka?"), mended("Får en förening söka?")
    ('Får en förening söka?', 'Får en förening söka?')
    """
    if not any(sign in text for sign in ("Ã¥", "Ã¤", "Ã¶", "Ã…", "Ã„", "Ã–")):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text
