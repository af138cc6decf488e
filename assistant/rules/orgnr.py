"""Swedish organisationsnummer: valid or not, and what the first digit tells of the form."""

from dataclasses import dataclass

from organisationsnummer import organisationsnummer

_FORMS = {
    "1": "dödsbon",
    "2": "stat, region, kommun och församlingar",
    "3": "utländska företag",
    "5": "aktiebolag",
    "6": "enkla bolag",
    "7": "ekonomiska föreningar och samfälligheter",
    "8": "ideella föreningar och stiftelser",
    "9": "handelsbolag och kommanditbolag",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Orgnr:
    """A valid number; *person*: it is a personal number, the number of an enskild firma."""

    first: str
    person: bool

    @property
    def form(self) -> str:
        """Return in Swedish what has numbers of this kind."""
        return "enskilda firmor" if self.person else _FORMS.get(self.first, "andra former")


def read_orgnr(text: str) -> Orgnr | None:
    """
    Return what *text* tells, None where it is no valid number; the check digit counts.

    >>> read_orgnr("212000-0142").form, read_orgnr("212000-0143")
    ('stat, region, kommun och församlingar', None)
    """
    plain = text.replace(" ", "").replace("\u00a0", "")
    if not plain.isascii():
        return None
    try:
        number = organisationsnummer.parse(plain)
    except organisationsnummer.OrganisationsnummerException:
        return None
    digits = number.format().replace("-", "").replace("+", "")
    return Orgnr(first=digits[-10:][0], person=number.is_personnummer())
