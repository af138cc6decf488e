"""Which level of support a party gets: its stödgrund, its size, its bonus."""

from dataclasses import dataclass
from decimal import Decimal

from assistant.rules.calculation import Condition, Missing
from assistant.rules.money import decimal, floor_share, grouped
from assistant.rules.projekt import Projektpart, Stodgrund, Storlek
from assistant.sources.parameters import Parameter, Parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A party's level of support; *cap*: kronor left under the ceiling in euro, None where none applies."""

    stodgrund: Stodgrund
    parameter: Parameter
    cap: int | None = None
    conditions: tuple[Condition, ...] = ()

    @property
    def share(self) -> Decimal:
        """Return the level as a share of one."""
        return self.parameter.value

    def ceiling(self, costs: int) -> int:
        """Return the most that a party with *costs* can get, in whole kronor."""
        most = floor_share(self.share, costs)
        return most if self.cap is None else min(most, self.cap)


def size_of(part: Projektpart, parameters: Parameters) -> Storlek | None:
    """
    Return the company's size as told, or by head count and the money measures; None where neither is told.

    Under the head count one of the two money measures within its limit is enough.
    """
    if part.storlek or part.anstallda is None:
        return part.storlek
    for storlek in (Storlek.LITET, Storlek.MEDELSTORT):
        few = part.anstallda < parameters[f"anstallda_{storlek}"].whole
        if few and _within(part, storlek, parameters):
            return storlek
    return Storlek.STORT


def _within(part: Projektpart, storlek: Storlek, parameters: Parameters) -> bool:
    told = [
        (part.omsattning_eur, parameters[f"omsattning_{storlek}"].whole),
        (part.balansomslutning_eur, parameters[f"balans_{storlek}"].whole),
    ]
    return any(value is None or value <= limit for value, limit in told)


def _size_condition(part: Projektpart, storlek: Storlek, label: str, parameters: Parameters) -> tuple[Condition, ...]:
    silent = part.omsattning_eur is None and part.balansomslutning_eur is None
    if part.storlek or storlek is Storlek.STORT or not silent:
        return ()
    sales, sheet = parameters[f"omsattning_{storlek}"], parameters[f"balans_{storlek}"]
    text = (
        f"Det gäller om årsomsättningen för {label} är högst {grouped(sales.whole // 10**6)} miljoner euro "
        f"eller balansomslutningen högst {grouped(sheet.whole // 10**6)} miljoner euro."
    )
    return (Condition(text=text, proofs=sales.proofs),)


def stodgrund_of(part: Projektpart, label: str, parameters: Parameters) -> Stodgrund | Missing:
    """Return the stödgrund told, or the one that the kind of actor and its activity lead to."""
    if part.stodgrund:
        return part.stodgrund
    aktor = parameters.aktorer.get(part.aktorstyp or "")
    economic = part.ekonomisk_verksamhet if part.ekonomisk_verksamhet is not None else aktor and aktor.ekonomisk
    if economic is None:
        question = f"Erbjuder {label} varor eller tjänster på en marknad i det som projektet gäller?"
        fact = "ekonomisk_verksamhet" if aktor else "aktorstyp"
        return Missing(fact=fact, question=question if aktor else f"Vad för slags organisation är {label}?")
    if economic and part.tidigare_stod_eur is not None:
        return Stodgrund.STOD_AV_MINDRE_BETYDELSE
    return Stodgrund.EXPERIMENTELL_UTVECKLING if economic else Stodgrund.ICKE_STATSSTOD


def _assumed(part: Projektpart, ground: Stodgrund, label: str, parameters: Parameters) -> tuple[Condition, ...]:
    if part.stodgrund or (part.ekonomisk_verksamhet is not None and ground is Stodgrund.ICKE_STATSSTOD):
        return ()
    if ground is Stodgrund.EXPERIMENTELL_UTVECKLING:
        text = f"För {label} är det räknat med stödgrunden experimentell utveckling."
        return (Condition(text=text, proofs=parameters.krav["experimentell_utveckling"].proofs),)
    if ground is Stodgrund.ICKE_STATSSTOD and part.aktorstyp != "kommun":
        text = f"Det är räknat med att {label} deltar i sin icke-ekonomiska verksamhet."
        return (Condition(text=text, proofs=parameters["niva_icke_statsstod"].proofs),)
    return ()


def _experimentell(part: Projektpart, label: str, parameters: Parameters) -> Level | Missing:
    storlek = size_of(part, parameters)
    if storlek is None:
        return Missing(
            fact="storlek",
            question=f"Är {label} ett litet, medelstort eller stort företag, eller hur många anställda finns?",
        )
    if part.bonusgrund is None:
        question = f"Uppfyller {label} något av villkoren för bonusgrund, alltså den högre stödnivån?"
        return Missing(fact="bonusgrund", question=question)
    parameter = parameters[f"niva_{storlek}_{'bonus' if part.bonusgrund else 'grund'}"]
    conditions = _size_condition(part, storlek, label, parameters)
    return Level(stodgrund=Stodgrund.EXPERIMENTELL_UTVECKLING, parameter=parameter, conditions=conditions)


def room_eur(part: Projektpart, parameters: Parameters) -> int | None:
    """Return the euro left under the ceiling of stöd av mindre betydelse; None where earlier aid is not told."""
    if part.tidigare_stod_eur is None:
        return None
    return max(0, parameters["tak_mindre_betydelse"].whole - part.tidigare_stod_eur)


def untold_earlier_aid(label: str) -> Missing:
    """Return that earlier aid must be told, with the question."""
    question = (
        f"Hur mycket stöd av mindre betydelse, i euro, har {label} fått tidigare under perioden? Svara 0 om inget."
    )
    return Missing(fact="tidigare_stod_eur", question=question)


def _minor(part: Projektpart, rate: Decimal | None, label: str, parameters: Parameters) -> Level | Missing:
    room = room_eur(part, parameters)
    if room is None:
        return untold_earlier_aid(label)
    if room and rate is None:
        return Missing(fact="eurokurs", question="Vilken kurs ska jag räkna med, i kronor per euro?")
    cap = int(room * (rate or Decimal(0)))
    at = f" vid kursen {decimal(rate)} kronor per euro" if rate else ""
    left = f"Under taket för stöd av mindre betydelse har {label} {grouped(room)} euro kvar, alltså {grouped(cap)} kronor{at}."
    return Level(
        stodgrund=Stodgrund.STOD_AV_MINDRE_BETYDELSE,
        parameter=parameters["niva_mindre_betydelse"],
        cap=cap,
        conditions=(Condition(text=left, proofs=parameters["tak_mindre_betydelse"].proofs),),
    )


def level_of(part: Projektpart, rate: Decimal | None, label: str, parameters: Parameters) -> Level | Missing:
    """Return the party's level of support, or the fact that decides it and is not told; *rate*: kronor per euro."""
    ground = stodgrund_of(part, label, parameters)
    if isinstance(ground, Missing):
        return ground
    assumed = _assumed(part, ground, label, parameters)
    if ground is Stodgrund.ICKE_STATSSTOD:
        return Level(stodgrund=ground, parameter=parameters["niva_icke_statsstod"], conditions=assumed)
    minor = ground is Stodgrund.STOD_AV_MINDRE_BETYDELSE
    level = _minor(part, rate, label, parameters) if minor else _experimentell(part, label, parameters)
    if isinstance(level, Missing):
        return level
    return Level(stodgrund=ground, parameter=level.parameter, cap=level.cap, conditions=(*assumed, *level.conditions))
