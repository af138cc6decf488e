from collections.abc import Sequence

import numpy as np
import pytest
from sqlalchemy import select, text

from assistant.desk.access import Actor
from assistant.desk.db.database import Database
from assistant.desk.db.inbox import Inbox
from assistant.desk.db.models import Case
from assistant.errors import ImportRefusedError, InputError
from tests.desk.conftest import Hands
from tests.desk.mails import mail, mbox


def by_letters(texts: Sequence[str]) -> np.ndarray:
    """Vectors of letter counts: equal letters, equal vectors; enough to tell likeness from difference."""
    rows = np.array([[t.lower().count(c) for c in "abcdefghijklmnopqrstuvwxyzåäö"] for t in texts], dtype=np.float32)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)


@pytest.fixture
def inbox(database: Database, clock: Hands) -> Inbox:
    return Inbox(database, clock, by_letters)


def cases(database: Database) -> list[Case]:
    with database.reading() as session:
        found = list(session.scalars(select(Case).order_by(Case.id)))
        for case in found:
            assert case.questions
        return found


def test_ett_mejl_med_flera_fragor_delas(inbox: Inbox, anna: Actor, database: Database) -> None:
    inbox.paste(anna, "Hej!\nVi är en förening. Får vi söka? Och hur mycket kan vi få?\n\nMvh Bo")
    (case,) = cases(database)
    assert [q.text for q in case.questions] == ["Vi är en förening. Får vi söka?", "Och hur mycket kan vi få?"]


def test_personuppgifter_nar_aldrig_databasen(inbox: Inbox, anna: Actor, database: Database) -> None:
    inbox.paste(anna, "Jag, 800101-1234, nås på bo@x.se. Får jag söka?", subject="070-123 45 67", sender="bo@x.se")
    inbox.read_in(anna, "x.eml", mail("Får vi söka? Ring 070-123 45 67").as_bytes())
    with database.reading() as session:
        rows = [session.execute(text(f"SELECT * FROM {t}")).all() for t in ("cases", "questions", "audit")]  # noqa: S608  # own names
    assert not any(secret in str(rows) for secret in ("800101", "070-1", "bo@", "bo1@"))
    assert "[personnummer]" in str(rows)


def test_avsandaren_sparas_bara_med_samtycke(inbox: Inbox, anna: Actor, database: Database) -> None:
    inbox.read_in(anna, "x.eml", mail(number=1).as_bytes())
    inbox.read_in(anna, "x.eml", mail("Hur länge får projektet pågå?", number=2).as_bytes(), consent=True)
    assert [c.sender for c in cases(database)] == [None, "bo2@forening.example"]


def test_samma_fil_tva_ganger_ger_inga_nya_arenden(inbox: Inbox, anna: Actor, database: Database) -> None:
    for name, data in [
        ("låda.mbox", mbox([mail(f"Får part {n} söka?", number=n) for n in range(5)])),
        ("f.csv", "Fråga;E-post\nVem får söka?;a@x.se\nHur mycket?;b@x.se\n".encode()),
    ]:
        first, again = (inbox.read_in(anna, name, data) for _ in range(2))
        assert len(first.cases) == again.known > 0
        assert again.cases == ()


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Får en förening söka?", "får en FÖRENING söka", True),
        ("Får en förening söka?", "Söka, får en förening?", True),
        ("Får en förening söka?", "När öppnar ansökan?", False),
        ("Får vi söka 600 000 kr?", "Får vi söka 700 000 kr?", False),
    ],
)
def test_en_fraga_som_kommer_igen_kanns_igen(
    inbox: Inbox, anna: Actor, database: Database, first: str, second: str, same: bool
) -> None:
    inbox.paste(anna, first)
    imported = inbox.paste(anna, second)
    original, again = cases(database)
    assert again.duplicate_of == (original.id if same else None)
    assert bool(imported.duplicates) == same


def test_en_trasig_fil_lamnar_inget_efter_sig(inbox: Inbox, anna: Actor, database: Database) -> None:
    with pytest.raises(ImportRefusedError):
        inbox.read_in(anna, "låda.mbox", mbox([mail(number=n) for n in range(3)])[:-20])
    assert cases(database) == []


@pytest.mark.parametrize("name", ["a.xlsm", "a.exe", "a.zip", "a", "a.xls", "../a.pdf"])
def test_andra_slags_filer_avvisas(inbox: Inbox, anna: Actor, name: str) -> None:
    with pytest.raises(ImportRefusedError):
        inbox.read_in(anna, name, b"PK\x03\x04 innehall")


def test_tom_text_avvisas(inbox: Inbox, anna: Actor) -> None:
    with pytest.raises(ImportRefusedError, match="ingen fråga"):
        inbox.paste(anna, " \n ?!")


def test_fran_chatten_behovs_adress_och_samtycke(inbox: Inbox, database: Database) -> None:
    for sender, consent, turns in [("bo@x.se", False, ["Vem?"]), ("bo", True, ["Vem?"]), ("bo@x.se", True, ["?"])]:
        with pytest.raises(InputError):
            inbox.submit(turns, sender=sender, consent=consent)
    inbox.submit(["Vi är en förening.", "Får vi söka?"], sender=" bo@x.se ", consent=True)
    (case,) = cases(database)
    assert (case.sender, case.message) == ("bo@x.se", "Vi är en förening.\n\nFår vi söka?")
