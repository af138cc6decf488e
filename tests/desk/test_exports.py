import csv
import email
import email.policy
import io
import zipfile
from pathlib import Path

import docx
import pytest

from assistant.desk.access import Actor
from assistant.desk.db.batch import Drafting
from assistant.desk.db.cases import Cases
from assistant.desk.db.database import Database
from assistant.desk.db.exports import Exports
from assistant.desk.db.inbox import Inbox
from assistant.desk.db.review import Review
from assistant.desk.letters import Outgoing, to_docx, to_eml
from assistant.errors import InputError
from tests.desk.conftest import Hands
from tests.desk.mails import mail
from tests.desk.replies import answered
from tests.desk.test_inbox import by_letters


@pytest.fixture
def exports(database: Database, clock: Hands) -> Exports:
    return Exports(database, clock)


@pytest.fixture
def approved(database: Database, clock: Hands, greta: Actor, tmp_path: Path) -> int:
    (case,) = (
        Inbox(database, clock, by_letters)
        .read_in(greta, "x.eml", mail("=1+1 får vi söka?").as_bytes(), consent=True)
        .cases
    )
    Drafting(database, clock, lambda _turns: answered()).run(greta)
    review, cases = Review(database, clock, 1, tmp_path), Cases(database)
    at = review.hand_in(greta, case, cases.view(greta, case).row.version)
    review.approve(greta, case, at)
    return case


def test_ett_mejl_ar_fardigt_att_skicka(exports: Exports, approved: int, greta: Actor) -> None:
    message = email.message_from_bytes(exports.eml(greta, approved), policy=email.policy.default)
    assert message["To"] == "bo1@forening.example"
    assert message["Subject"] == "SV: Fråga om utlysningen"
    assert message["In-Reply-To"] == "<1@forening.example>"
    text = message.get_content().replace("\r\n", "\n")
    assert "Högst 600 000 kronor. [1]" in text
    assert text.rstrip().endswith("Med vänlig hälsning\nGreta Ek")


def test_ett_word_dokument_och_en_zip_har_alla_svar(exports: Exports, approved: int, greta: Actor) -> None:
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(exports.docx(greta))).paragraphs)
    assert "Högst 600 000 kronor. [1]" in text
    with zipfile.ZipFile(io.BytesIO(exports.emls(greta))) as packed:
        assert packed.namelist() == [f"ärende-{approved}.eml"]


def test_csv_har_inga_formler(exports: Exports, approved: int, greta: Actor) -> None:
    rows = list(csv.reader(io.StringIO(exports.csv(greta).decode("utf-8-sig")), delimiter=";"))
    assert rows[1][2] == "'=1+1 får vi söka?"


def test_bara_godkanda_svar_exporteras(exports: Exports, database: Database, clock: Hands, anna: Actor) -> None:
    (case,) = Inbox(database, clock, by_letters).paste(anna, "Vem?").cases
    for ids in ([case], [99], []):
        with pytest.raises(InputError):
            exports.docx(anna, ids)


@pytest.mark.parametrize(
    ("to", "subject"),
    [
        ("trasig adress", "x\r\nBcc: alla@x.se"),
        ("bo@x.se\nBcc: y@x.se", "Fråga"),
        ("åsa@x.se", "Åäö " * 100),
        ("@", ""),
    ],
)
def test_trasiga_adresser_och_amnen_blir_ofarliga_mejl(to: str, subject: str) -> None:
    reply = Outgoing(
        case=1, question="?", subject=subject, text="Å" * 2000, signature="", to=to, in_reply_to="<x>\nBcc: z"
    )
    message = email.message_from_bytes(to_eml(reply), policy=email.policy.default)
    assert message["Bcc"] is None
    assert message.get_content().strip() == "Å" * 2000
    assert to_docx([reply]).startswith(b"PK")
