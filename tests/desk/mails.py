"""Mails made for the tests, byte by byte where it matters."""

import base64
import quopri
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime


def mail(
    text: str = "Får en förening söka?", *, number: int = 1, charset: str = "utf-8", encoding: str | None = None
) -> EmailMessage:
    message = EmailMessage()
    message["From"] = f"Bo Ek <bo{number}@förening.example>".replace("förening", "forening")
    message["To"] = "fraga@example.org"
    message["Subject"] = "Fråga om utlysningen"
    message["Message-ID"] = f"<{number}@forening.example>"
    message["Date"] = format_datetime(datetime(2022, 3, 1, 8, tzinfo=UTC) + timedelta(minutes=number))
    message.set_content(text, charset=charset, cte=encoding)
    return message


def raw(body: bytes, *headers: str) -> bytes:
    lines = [
        "From: Bo <bo@x.example>",
        "Subject: =?iso-8859-1?Q?Fr=E5ga?=",
        "Date: Tue, 1 Mar 2022 09:00:00 +0100",
        *headers,
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def quoted(text: str, charset: str) -> bytes:
    return quopri.encodestring(text.encode(charset))


def based(text: str, charset: str) -> bytes:
    return base64.encodebytes(text.encode(charset))


def mbox(messages: Sequence[EmailMessage]) -> bytes:
    return b"".join(b"From bo@x.example Tue Mar  1 08:00:00 2022\n" + m.as_bytes() + b"\n\n" for m in messages)
