"""Approved replies as files that a person sends: mails and Word documents.  The program sends nothing."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTPUTF8

import docx
from docx.document import Document

from assistant.desk.letter import CLOSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One approved reply."""

    case: int
    question: str
    subject: str
    text: str
    signature: str
    to: str = ""
    in_reply_to: str = ""
    approved: datetime | None = None

    @property
    def signed(self) -> str:
        """Return the text with the sender's name under the closing, where the writer has not signed already."""
        return f"{self.text}\n{self.signature}" if self.text.rstrip().endswith(CLOSING) else self.text

    @property
    def title(self) -> str:
        """Return the subject of the reply, on one line."""
        subject = " ".join(self.subject.split()) or "Din fråga om Starta er AI-resa"
        return subject if subject.lower().startswith(("sv:", "re:")) else f"SV: {subject}"


def _address(text: str) -> Address | None:
    try:
        return Address(addr_spec=text)
    except (ValueError, IndexError, HeaderParseError):
        return None  # a mangled address in an old mail: the sender fills it in


def to_eml(reply: Outgoing) -> bytes:
    """Return the reply as a mail that opens ready to send in the mail program."""
    message = EmailMessage(policy=SMTPUTF8)
    message["Subject"] = reply.title
    if reply.to and (address := _address(reply.to)):
        message["To"] = address
    if reply.in_reply_to.startswith("<") and not any(c.isspace() for c in reply.in_reply_to):
        message["In-Reply-To"] = reply.in_reply_to
        message["References"] = reply.in_reply_to
    message["X-Unsent"] = "1"  # Outlook then opens it as a draft
    message.set_content(reply.signed, charset="utf-8", cte="quoted-printable")
    return message.as_bytes()


def to_zip(replies: Sequence[Outgoing]) -> bytes:
    """Return a packed file of mails, one a case."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for reply in replies:
            packed.writestr(f"ärende-{reply.case}.eml", to_eml(reply))
    return out.getvalue()


def _write(document: Document, reply: Outgoing) -> None:
    document.add_heading(f"Ärende {reply.case}: {reply.title}", level=1)
    document.add_paragraph(reply.question, style="Intense Quote")
    for block in reply.signed.split("\n\n"):
        document.add_paragraph(block)


def to_docx(replies: Sequence[Outgoing]) -> bytes:
    """Return a Word document with each reply under its heading, on a page of its own."""
    document, out = docx.Document(), io.BytesIO()
    for at, reply in enumerate(replies):
        if at:
            document.add_page_break()  # type: ignore[no-untyped-call]  # the library leaves this one untyped
        _write(document, reply)
    document.save(out)
    return out.getvalue()
