"""Fifty mails as a mailbox holds them: many forms, some with several questions, some twice, some that nobody can answer."""

from email.message import EmailMessage

from tests.desk.mails import mail

ASKED = (
    "Hur mycket pengar kan ett projekt få som mest?",
    "Vilka bilagor ska vi skicka med?",
    "Får vi pengar till löpande drift?",
    "Kan en kommun vara koordinator?",
    "Vi är en fotbollsklubb. Får vi söka?",
    "Hur länge får projektet pågå?",
    "Kan ett AI-företag vara med i projektet?",
    "Hur bedöms ansökan?",
    "Måste vi betala något själva?",
    "Vilken färg ska logotypen ha?",
)
_FORMS = (("utf-8", None), ("iso-8859-1", "quoted-printable"), ("windows-1252", "base64"), ("utf-8", "8bit"))


def _written(number: int) -> str:
    question = ASKED[number % len(ASKED)]
    if number % 9 == 4:
        question += f"\n\nOch en sak till: {ASKED[(number + 3) % len(ASKED)]}"
    if number % 7 == 3:
        question += "\n\nMitt personnummer är 811218-9876 om ni behöver det."
    signature = f"\n\nMed vänlig hälsning\nBo Ek {number}\nUtvecklare, Åmåls kommun"
    history = "\n\nDen 3 maj 2022 kl 10:12 skrev Eva <eva@x.example>:\n> Hör gärna av dig om du har frågor."
    return f"Hej!\n\n{question}{signature}{history if number % 5 == 2 else ''}\n"


def _one(number: int) -> EmailMessage:
    charset, encoding = _FORMS[number % len(_FORMS)]
    message = mail(_written(number), number=number, charset=charset, encoding=encoding)
    if number % 6 == 5:
        html = "".join(f"<p>{line}</p>" for line in _written(number).splitlines() if line)
        message.clear_content()
        message.set_content(f"<html><body>{html}</body></html>", subtype="html", charset="utf-8")
    if number % 11 == 6:
        message.add_attachment(b"%PDF-1.4 bilaga", maintype="application", subtype="pdf", filename="utkast.pdf")
    return message


def fifty() -> tuple[EmailMessage, ...]:
    """Return the mails."""
    return tuple(_one(number) for number in range(50))
