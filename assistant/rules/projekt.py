"""The applicant's project as told: frozen data, None (or an empty tuple) where nothing is told yet."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Roll(StrEnum):
    """What a party is in the project."""

    KOORDINATOR = "koordinator"
    PROJEKTPART = "projektpart"
    UNDERLEVERANTOR = "underleverantör"


class Kostnadsslag(StrEnum):
    """The five kinds of cost of the general terms."""

    PERSONAL = "personal"
    UTRUSTNING = "utrustning"
    KONSULT = "konsult"
    OVRIGA_DIREKTA = "övriga direkta"
    INDIREKTA = "indirekta"


class Stodgrund(StrEnum):
    """The legal ground a party's grant rests on."""

    ICKE_STATSSTOD = "icke statsstöd"
    EXPERIMENTELL_UTVECKLING = "experimentell utveckling"
    STOD_AV_MINDRE_BETYDELSE = "stöd av mindre betydelse"


class Storlek(StrEnum):
    """Company size by the EU definition; a micro company counts as small."""

    LITET = "litet"
    MEDELSTORT = "medelstort"
    STORT = "stort"


class Bilaga(StrEnum):
    """The attachments the call asks for."""

    PROJEKTBESKRIVNING = "projektbeskrivning"
    CV = "cv"
    AVSIKTSFORKLARING = "avsiktsförklaring"


class Inriktning(StrEnum):
    """What the project mainly does, as far as the call's rules tell kinds apart."""

    TILLAMPA_ML = "använda maskininlärning"
    NY_METOD = "utveckla nya metoder inom maskininlärning"
    TIDIG_FAS = "börja mäta eller leta efter data"
    DRIFT = "löpande drift"
    UTRUSTNING = "investering i utrustning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kostnadspost:
    """
    One cost in whole kronor; *timmar* where hours were told, for the hourly ceiling.

    *lagst*: the low end where a span was told; *belopp* is then the high end.
    """

    kostnadsslag: Kostnadsslag | None = None
    belopp: int
    timmar: int | None = None
    lagst: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Projektpart:
    """One organisation in the project."""

    namn: str = ""
    aktorstyp: str | None = None
    """Key of corpus/parameters/aktorer.toml, for example "kommun" or "region"."""
    roll: Roll | None = None
    organisationsnummer: str | None = None
    land: str | None = None
    """ISO 3166 alpha-2; None is not told (read as Sweden where the rules say so)."""
    ekonomisk_verksamhet: bool | None = None
    storlek: Storlek | None = None
    anstallda: int | None = None
    omsattning_eur: int | None = None
    balansomslutning_eur: int | None = None
    stodgrund: Stodgrund | None = None
    bonusgrund: bool | None = None
    """Whether a bonus condition for experimentell utveckling is met."""
    tidigare_stod_eur: int | None = None
    """Stöd av mindre betydelse granted before, over the period, in euro."""
    kostnader: tuple[Kostnadspost, ...] = ()
    sokt_bidrag: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Projekt:
    """All that is told of one project."""

    parter: tuple[Projektpart, ...] = ()
    kostnader: tuple[Kostnadspost, ...] = ()
    """Costs told without a party."""
    sokt_bidrag: int | None = None
    egen_insats: int | None = None
    manader: int | None = None
    paborjat: bool | None = None
    data_finns: bool | None = None
    inriktning: tuple[Inriktning, ...] = ()
    bilagor: tuple[Bilaga, ...] | None = None
    """None: not told. A tuple: exactly these are there."""
    bilagor_saknas: tuple[Bilaga, ...] = ()
    eurokurs: Decimal | None = None
    """Kronor per euro, given by the user, never assumed."""
    okanda: tuple[str, ...] = field(default=())
    """Words for an organisation that no kind matched, kept to be asked about."""
