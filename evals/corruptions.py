"""
`python -m evals.corruptions`: true answers, each falsified in every way we know, through the check of grounding.

A corrupted statement that is shown is a lie with a citation; a true one that is cut is a poorer answer.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import typer
from rich.console import Console
from rich.table import Table

from assistant.models.evidence import gather
from assistant.models.grounding import Evidence, Statement, ground
from assistant.replies.draft import Draft, claims_of
from assistant.replies.reply import Status
from assistant.settings import Settings
from assistant.sources.corpus import Corpus, load_corpus
from assistant.sources.documents import Passage
from assistant.sources.library import Entry, Sentence
from assistant.text.figures import figures
from assistant.text.numerals import find_numerals

CUT_FLOOR, TRUE_CEILING = 0.98, 0.03
ALWAYS = frozenset({"siffra", "enhet", "negation", "aktör"})
"""Kinds of which not one may be shown."""
TWINS = frozenset({"sann", "sann, omformulerad"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A statement with its evidence; *kind* says what was done to it."""

    kind: str
    entry: str
    statement: Statement
    evidence: Mapping[int, Evidence]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """One true sentence, where it stands in the evidence, and what else is at hand."""

    entry: Entry
    sentence: Sentence
    number: int
    evidence: Mapping[int, Evidence]
    others: Sequence[Sentence]
    chance: random.Random

    def item(self, kind: str, text: str, *, number: int = 0, quote: str = "") -> Item:
        statement = Statement(text=text, number=number or self.number, quote=quote or self.sentence.proofs[0].quote)
        return Item(kind=kind, entry=self.entry.id, statement=statement, evidence=self.evidence)


def _swapped(text: str, pairs: Mapping[str, str], chance: random.Random) -> str:
    hits = [m for word in pairs for m in re.finditer(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)]
    if not hits:
        return ""
    hit = chance.choice(hits)
    new = pairs[hit[0].lower()]
    return text[: hit.start()] + (new[0].upper() + new[1:] if hit[0][0].isupper() else new) + text[hit.end() :]


_FIGURE = re.compile(r"\d{1,3}(?:[ \u00a0]\d{3})+|\d+")


def _other_figure(case: _Case) -> str:
    text = case.sentence.text
    spots = [(m.start(), m.end()) for m in _FIGURE.finditer(text)]
    spots += [(m.start(), m.end()) for m in re.finditer(r"[a-zåäö]+", text) if figures(m[0])]
    if not spots:
        return ""
    start, end = case.chance.choice(spots)
    same = [m[0] for m in _FIGURE.finditer(text) if m[0] != text[start:end]]
    old = next(iter(figures(text[start:end])))
    new = str(max(2, int(float(old) * case.chance.choice((0.5, 0.8, 1.1, 2)) + case.chance.choice((1, 2)))))
    pool = [new, new, *same] if figures(new) != figures(old) else same
    return text[:start] + case.chance.choice(pool) + text[end:] if pool else ""


_UNITS = {
    "kronor": "euro", "kr": "procent", "procent": "kronor", "euro": "kronor", "månader": "år", "år": "månader",
    "dagar": "veckor", "veckor": "dagar", "timme": "månad", "timmar": "dagar", "procentenheter": "kronor", "miljoner": "tusen",
}  # fmt: skip


def _other_unit(case: _Case) -> str:
    counted = [n.end for n in find_numerals(case.sentence.text.lower())]
    text = case.sentence.text
    for end in counted:
        match = re.match(r"[ \u00a0](?:i |per )?([a-zåäö]+)", text[end:])
        if match and match[1] in _UNITS:
            at = end + match.start(1)
            return text[:at] + _UNITS[match[1]] + text[at + len(match[1]) :]
    return ""


_VERB_LIST = (
    "får kan ska skall måste är har bör gäller räknas krävs behöver bedöms betalas beviljas ges lämnas finns ingår"
)
_VERBS = _VERB_LIST.split()
_NOT = re.compile(r"\b(?:inte|ej|aldrig) ", re.IGNORECASE)


def _negated(case: _Case) -> str:
    text = case.sentence.text
    if match := _NOT.search(text):
        return text[: match.start()] + text[match.end() :]
    if match := re.search(r"\b[Ii]nga?\b|\b[Ii]nget\b", text):
        return text[: match.start()] + "Vissa" + text[match.end() :]
    verbs = [m for v in _VERBS for m in re.finditer(rf"\b{v}\b", text)]
    if not verbs:
        return ""
    verb = case.chance.choice(verbs)
    return f"{text[: verb.end()]} inte{text[verb.end() :]}"


_ACTORS = {
    "kommun": "region", "kommuner": "regioner", "kommunen": "regionen", "koordinatorn": "projektparten", "koordinator": "projektpart",
    "projektparten": "underleverantören", "projektpart": "underleverantör", "projektparter": "underleverantörer",
    "projektparterna": "koordinatorerna", "underleverantörer": "projektparter", "underleverantör": "projektpart",
    "vinnova": "AI Sweden", "vinnovas": "EU-kommissionens", "företag": "föreningar", "företaget": "föreningen", "part": "konsult",
    "parten": "koordinatorn", "parter": "konsulter", "parterna": "bedömarna", "organisation": "privatperson", "organisationer": "privatpersoner",
    "universitet": "enskilda firmor", "högskolor": "regioner", "civilsamhällesorganisation": "region", "bedömarna": "handläggarna",
    "projektledaren": "firmatecknaren", "firmatecknaren": "projektledaren", "handläggare": "bedömare", "ni": "Vinnova", "er": "Vinnovas",
}  # fmt: skip
_BOUNDS = {
    "högst": "minst", "minst": "högst", "max": "minst", "maximalt": "minst", "ska": "får", "får": "ska", "måste": "kan", "bör": "måste",
    "alla": "vissa", "endast": "även", "före": "efter", "efter": "före", "innan": "efter", "senast": "tidigast", "kan": "måste",
}  # fmt: skip
_CONDITION = re.compile(
    r",? (?:om|förutsatt att|utom|förutom|såvida|under förutsättning att|så länge) [^,.;]+(?=[,.;])|(?:endast|bara|enbart|högst|minst|cirka) "
    r"| \([^)]{4,}\)|,? till exempel(?= )|(?<=^)(?:Om|När) [^,.;]+, (?=[a-zåäö])"
)


def _without_condition(case: _Case) -> str:
    text = case.sentence.text
    hits = [m for m in _CONDITION.finditer(text) if len(text) - len(m[0]) > 15]
    if not hits:
        return ""
    hit = case.chance.choice(hits)
    left = text[: hit.start()] + text[hit.end() :]
    return left[:1].upper() + left[1:]


_INVENTED = (
    "Ansökan ska dessutom styrkas av ett intyg från Skatteverket.", "Bidraget betalas ut i förskott så snart avtalet är undertecknat.",
    "Projektet måste ha en extern revisor.", "Den som har fått avslag tidigare prioriteras i nästa omgång.",
    "Vinnova tar hänsyn till hur stor kommunen är.", "Ni får tillgång till en personlig coach under hela projektet.",
    "Föreningar med färre medlemmar får förtur.", "Kostnader för lokalhyra ersätts fullt ut.", "Muntliga ansökningar godtas i undantagsfall.",
    "En styrgrupp ska sammanträda varje månad.",
)  # fmt: skip


def _half_invented(case: _Case) -> str:
    extra = case.chance.choice(_INVENTED)
    if case.chance.random() < 0.5:
        return extra
    return f"{case.sentence.text.rstrip('.')}, och {extra[:1].lower()}{extra[1:]}"


def _halves(text: str) -> tuple[str, str]:
    verb = re.search(rf"\b(?:{'|'.join(_VERBS)})\b", text)
    return (text[: verb.start()], text[verb.start() :]) if verb and verb.start() > 3 else ("", "")


def _joined(case: _Case) -> str:
    head, own = _halves(case.sentence.text)
    tails = [t for o in case.others for h, t in [_halves(o.text)] if h and t != own and h != head]
    return head + case.chance.choice(tails) if head and tails else ""


_FALSIFIERS: Mapping[str, Callable[[_Case], str]] = {
    "siffra": _other_figure,
    "enhet": _other_unit,
    "negation": _negated,
    "aktör": lambda c: _swapped(c.sentence.text, _ACTORS, c.chance),
    "gräns eller modalitet": lambda c: _swapped(c.sentence.text, _BOUNDS, c.chance),
    "villkor borttaget": _without_condition,
    "påhittat": _half_invented,
    "falskt hopfogat": _joined,
}
_SOFTER = (
    ("kronor", "kr"), ("kr ", "kronor "), (" högst ", " max "), (" maximalt ", " högst "), (" procent", " %"), ("cirka ", "ca "),
    ("till exempel", "t.ex."), ("bland annat", "bl.a."), (" samt ", " och "), ("Det ", "Detta "), (" inte ", " ej "), ("endast", "bara"),
)  # fmt: skip


def _reworded(case: _Case) -> str:
    text = re.sub(r"^(?:Ja|Nej), ", "", case.sentence.text)
    text = text[:1].upper() + text[1:]
    for old, new in _SOFTER:
        text = text.replace(old, new, 1)
    first, comma, rest = text.partition(", och ")
    if comma and rest.endswith(".") and case.chance.random() < 0.5:
        return f"{rest[:1].upper()}{rest[1:-1]}, och {first[:1].lower()}{first[1:]}."
    return text


def _misquoted(case: _Case) -> Iterator[Item]:
    elsewhere = [e for e in case.evidence.values() if e.number != case.number and _says_other(e, case)]
    for other in elsewhere[:1]:
        words = other.proofs[-1].quote if other.proofs else other.text.splitlines()[-1].removeprefix("• ")
        yield case.item("citat ur fel avsnitt", case.sentence.text, quote=words)
        yield case.item("fel nummer", case.sentence.text, number=other.number)
        yield case.item("fel nummer", case.sentence.text, number=other.number, quote=words)


def _says_other(evidence: Evidence, case: _Case) -> bool:
    quotes = {p.quote for p in case.sentence.proofs}
    held = {p.quote for p in evidence.proofs} or {evidence.text}
    return not quotes & held and not any(q in evidence.text for q in quotes)


def _items(case: _Case) -> Iterator[Item]:
    yield case.item("sann", case.sentence.text)
    yield case.item("sann, omformulerad", _reworded(case))
    for kind, falsify in _FALSIFIERS.items():
        text = falsify(case)
        if text and text != case.sentence.text:
            yield case.item(kind, text)
    yield from _misquoted(case)


def _passages(entry: Entry, corpus: Corpus, chance: random.Random) -> tuple[Passage, ...]:
    own = dict.fromkeys(p.passage for s in entry.sentences for p in s.proofs)
    return (*own, *chance.sample(corpus.passages, 3))


def generate(corpus: Corpus, seed: int = 1) -> Iterator[Item]:
    """Yield, for every proven sentence of the library's answers, its true twins and its falsifications."""
    chance = random.Random(seed)  # noqa: S311  # picks test cases, no secret
    everything = [s for e in corpus.entries for s in e.sentences if s.proofs]
    for entry in (e for e in corpus.entries if e.status == "answered"):
        draft = Draft(status=Status(entry.status), claims=claims_of(entry))
        evidence = gather(draft, _passages(entry, corpus, chance))
        others = [*(s for s in entry.sentences), *chance.sample(everything, 4)]
        for number, claim in ((n, e.claim) for n, e in evidence.items() if e.claim):
            sentence = next(s for s in entry.sentences if s.text == claim.text)
            yield from _items(
                _Case(entry=entry, sentence=sentence, number=number, evidence=evidence, others=others, chance=chance)
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """An item with the reason it was cut; empty where it would be shown."""

    item: Item
    reason: str


def judge(items: Iterator[Item]) -> tuple[Outcome, ...]:
    """Return every item with what grounding made of it."""
    grounded = ((i, ground(i.statement, i.evidence)) for i in items)
    return tuple(Outcome(item=i, reason=g.reason) for i, g in grounded)


def by_kind(outcomes: Sequence[Outcome]) -> Mapping[str, tuple[int, int]]:
    """Return how many of each kind were cut, and of how many."""
    kinds = dict.fromkeys(o.item.kind for o in outcomes)
    return {
        k: (sum(bool(o.reason) for o in outcomes if o.item.kind == k), sum(o.item.kind == k for o in outcomes))
        for k in kinds
    }


def below(kinds: Mapping[str, tuple[int, int]]) -> tuple[str, ...]:
    """Return each floor that is not reached."""
    false = [counts for kind, counts in kinds.items() if kind not in TWINS]
    cut, asked = (sum(c[i] for c in false) for i in (0, 1))
    found = [f"{kind}: {asked - cut} visades" for kind, (cut, asked) in kinds.items() if kind in ALWAYS and cut < asked]
    if cut < CUT_FLOOR * asked:
        found.append(f"bara {cut / asked:.1%} av förvanskningarna ströks")
    for kind in sorted(TWINS):
        lost, true = kinds[kind]
        if lost > TRUE_CEILING * true:
            found.append(f"{kind}: {lost / true:.1%} ströks")
    return tuple(found)


def main(show: int = 0) -> None:
    """Förvanska svarsbiblioteket och räkna hur mycket som slinker igenom."""
    outcomes = judge(generate(load_corpus(Settings().corpus_dir)))
    kinds = by_kind(outcomes)
    table = Table("slag", "struket", "av", "andel")
    for kind, (cut, asked) in kinds.items():
        table.add_row(kind, str(cut), str(asked), f"{cut / asked:.1%}")
    console = Console()
    console.print(table)
    wrong = [o for o in outcomes if bool(o.reason) == (o.item.kind in TWINS)]
    for o in wrong[:show]:
        console.print(f"{o.item.kind} [{o.item.entry}] {o.item.statement.text} → {o.reason or 'visas'}", markup=False)
    if faults := below(kinds):
        console.print("\n".join(faults), style="red")
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
