"""Mails as they really come: any MIME form, any charset, with history and signature left out."""

import email
import email.policy
import mailbox
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import errors as faults
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path

from mailparser_reply import EmailReplyParser

from assistant.desk.guards import mended
from assistant.desk.html import mail_text
from assistant.errors import ImportRefusedError

MAX_MAILS = 5000
_LANGUAGES = ["sv", "en", "no", "da", "de"]
_CUT_OFF = (
    faults.CloseBoundaryNotFoundDefect,
    faults.StartBoundaryNotFoundDefect,
    faults.InvalidBase64LengthDefect,
    faults.MultipartInvariantViolationDefect,
)
_HISTORY = re.compile(
    r"^(?:-{2,}\s*(?:ursprungligt meddelande|original message|vidarebefordrat|forwarded)|_{10,}|begin forwarded message:"
    r"|(?:\*?från:|from:)\*? .*\n\*?(?:skickat|sent|datum|date|till|to):)",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A question on its way in, not yet masked."""

    text: str
    subject: str = ""
    sender: str = ""
    message_id: str = ""
    received: datetime | None = None
    key: str = ""
    """What tells this message from every other; empty where nothing does."""


_HEADERS_END = re.compile(rb"\r?\n\r?\n")
_CLOSING = re.compile(
    r"^(?:(?:med )?(?:vänlig|bästa|varm|många|soliga?)\w*(?: \w+)? hälsning\w*|hälsning\w*|mvh|m\.v\.h\.?|vh|kind regards|best regards|"
    r"regards|sincerely|allt gott)\b.{0,40}$",
    re.IGNORECASE | re.MULTILINE,
)
_LONGEST_SIGNATURE = 12


def _without_closing(text: str) -> str:
    closing = next((m for m in _CLOSING.finditer(text) if text.count("\n", m.start()) <= _LONGEST_SIGNATURE), None)
    return text[: closing.start()].strip() if closing else text


def latest(text: str) -> str:
    r"""
    Return what the sender wrote now, without signature and earlier mails.

    >>> latest("Får vi söka?\n\nMvh\nBo\n\nDen 3 maj 2022 kl 10:12 skrev Eva <e@x.se>:\n> Hej")
    'Får vi söka?'
    """
    text = text.replace("\r\n", "\n").strip()
    cut = _HISTORY.search(text)
    own = text[: cut.start()].strip() if cut and cut.start() else text
    replies = EmailReplyParser(languages=_LANGUAGES).read(text=own).replies
    body = replies[0].body.strip() if replies else ""
    return _without_closing(body) or body or own


def _decoded(part: EmailMessage) -> str:
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return str(part.get_payload())
    declared = part.get_content_charset() or "utf-8"
    for charset in (declared, "utf-8", "cp1252"):
        try:
            return raw.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("iso-8859-1")


def _body(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if not isinstance(part, EmailMessage):
        return ""
    text = mended(_decoded(part))
    if part.get_content_subtype() == "html":
        return mail_text(text)
    if not text.strip() and isinstance(html := message.get_body(preferencelist=("html",)), EmailMessage):
        return mail_text(mended(_decoded(html)))
    return text


def _received(message: EmailMessage) -> datetime | None:
    try:
        moment = parsedate_to_datetime(str(message["Date"] or ""))
    except (ValueError, TypeError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _header(message: EmailMessage, name: str) -> str:
    try:
        value = str(message[name] or "")
    except (ValueError, TypeError, IndexError, AttributeError, LookupError):
        # The library's header parser trips over some broken headers; the mail is worth reading all the same.
        return ""
    return " ".join(mended(value).split())


def _cut_off(message: EmailMessage, data: bytes) -> bool:
    for part in message.walk():
        part.get_payload(decode=True)  # base64's faults show only when it is read
        if any(isinstance(d, _CUT_OFF) for d in part.defects):
            return True
    return not _HEADERS_END.search(data)


def _incoming(message: EmailMessage) -> Incoming:
    body, subject, sender = latest(_body(message)), _header(message, "Subject"), _header(message, "From")
    identity = _header(message, "Message-ID")
    return Incoming(
        text=body or subject,
        subject=subject,
        sender=parseaddr(sender)[1],
        message_id=identity,
        received=_received(message),
        key=identity or "\n".join((sender, subject, _header(message, "Date"), body)),
    )


def read_eml(name: str, data: bytes) -> Incoming:
    """Return the mail of one .eml file; raises ImportRefusedError where it is none or ends halfway."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not isinstance(message, EmailMessage) or not (message["From"] or message["Subject"] or message["Date"]):
        raise ImportRefusedError(f"{name} är inget mejl. Spara mejlet som .eml och försök igen.")
    if _cut_off(message, data):
        raise ImportRefusedError(f"{name} slutar mitt i mejlet. Spara det på nytt och försök igen.")
    return _incoming(message)


def _messages(path: Path) -> Iterator[tuple[EmailMessage, bytes]]:
    box: mailbox.mbox = mailbox.mbox(path, create=False)
    try:
        for key in box.iterkeys():
            data = box.get_bytes(key)
            message = email.message_from_bytes(data, policy=email.policy.default)
            if isinstance(message, EmailMessage):
                yield message, data
    finally:
        box.close()


def read_mbox(name: str, data: bytes) -> tuple[Incoming, ...]:
    """
    Return the mails of an .mbox file in order.

    Raises ImportRefusedError where it is none, or where it is cut off: then nothing of it is read, since
    nobody could say what is missing.
    """
    if not data.lstrip(b"\xef\xbb\xbf\r\n").startswith(b"From "):
        raise ImportRefusedError(f"{name} är ingen mbox-fil: den första raden börjar inte med ”From ”.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "box")
        path.write_bytes(data.lstrip(b"\xef\xbb\xbf\r\n"))
        messages = list(_messages(path))
    if len(messages) > MAX_MAILS:
        raise ImportRefusedError(f"{name} har {len(messages)} mejl; högst {MAX_MAILS} läses åt gången. Dela upp filen.")
    for at, (message, own) in enumerate(messages, start=1):
        last = at == len(messages)
        if _cut_off(message, own) or (last and not data.endswith(b"\n")) or not message.keys():
            raise ImportRefusedError(
                f"{name} är avhuggen eller skadad: mejl {at} av {len(messages)} slutar för tidigt. Exportera brevlådan på nytt."
            )
    return tuple(_incoming(message) for message, _ in messages)
