"""
Every limit of the call just below, at and just above, asked in Swedish: `python -m evals.thresholds [--all] [--sample N]`.

The questions and their right answers are made from corpus/parameters, with arithmetic of their own, so
that the rules, the understanding of Swedish and the parameters check one another.  Exit status 1 where an
answer is wrong.
"""

import argparse
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import product

from tqdm import tqdm

from assistant.assembly import Assistant, open_assistant
from assistant.replies.reply import Reply, Status
from assistant.rules.verdict import Outcome
from assistant.sources.library import Proof
from assistant.sources.parameters import Parameters, Svar, load_parameters
from assistant.text.figures import figures

SEED = 2022
SAMPLE = 150
_OUTCOMES = {Svar.JA: (Outcome.MET.value, True), Svar.NEJ: (Outcome.NOT_MET.value, False)}
_REVERSED = ("för mycket", "för långt", "avslag")
"""Questions that a yes would turn down; their answers begin with neither yes nor no."""
_STARTS = {Svar.JA: "Ja", Svar.NEJ: "Nej"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """
    One question with what its answer must hold.

    *svar*: yes, no or unclear, None where an amount is asked for.  *amounts*: figures that must be shown.
    *says*: words that name the limit.  *proofs*: one quote of each group must be cited.
    """

    gate: str
    turns: tuple[str, ...]
    tool: str
    svar: Svar | None = None
    amounts: tuple[int, ...] = ()
    says: tuple[str, ...] = ()
    proofs: tuple[tuple[Proof, ...], ...] = ()


Gate = Callable[[Parameters], Iterator[Case]]


def grouped(number: int) -> str:
    """Return *number* as Swedish groups digits."""
    return f"{number:,}".replace(",", " ")


def ways(kronor: int) -> tuple[str, ...]:
    """
    Return ways of writing an amount in Swedish.

    >>> ways(600_000)[-2:]
    ('600 tkr', '0,6 mkr')
    """
    plain = grouped(kronor)
    exact = (
        f"{plain} kr",
        f"{plain} kronor",
        f"{kronor} kr",
        f"SEK {plain}",
        f"{plain.replace(' ', '.')} kr",
        f"{plain}:-",
    )
    if kronor % 1000:
        return exact
    return (*exact, f"{kronor // 1000} tkr", f"{str(Decimal(kronor) / 1_000_000).replace('.', ',')} mkr")


def around(limit: int) -> tuple[int, int, int]:
    """Return the limit with its neighbours, one whole unit away."""
    return limit - 1, limit, limit + 1


def _judged(*, allowed: bool) -> Svar:
    return Svar.JA if allowed else Svar.NEJ


def _of_sum(p: Parameters) -> tuple[Proof, ...]:
    return (*p["hogsta_bidrag"].proofs, *p.krav["sokt_belopp"].proofs)


def _share(andel: Decimal, kronor: int) -> int:
    return int(andel * kronor)


_WANTED = (
    "Vi söker {0}. Går det?", "Kan vi söka {0}?", "Vi vill ansöka om {0}, är det okej?", "Är det tillåtet att söka {0}?",
    "Vår förening söker {0}. Är det för mycket?", "Vi tänkte begära {0} i bidrag. Godtas det?",
    "Får man söka {0}?", "Ansökan landar på {0}. Blir det avslag?",
)  # fmt: skip


def sums(p: Parameters) -> Iterator[Case]:
    """Yield wanted grants around the ceiling of a project."""
    limit = p["hogsta_bidrag"]
    for amount in around(limit.whole):
        for way, text in product(ways(amount), _WANTED):
            yield Case(
                gate="sökt belopp", turns=(text.format(way),), tool="eligibility", svar=_judged(allowed=amount <= limit.whole),
                amounts=(limit.whole, amount), proofs=(_of_sum(p),),
            )  # fmt: skip


_LENGTHS = (
    "Projektet ska pågå i {0}. Går det?", "Får projektet hålla på i {0}?",
    "Projekt på {0}, är det okej?", "Vi behöver {0} för projektet. Är det tillåtet?",
    "Vårt projekt är på {0}. Är det för långt?", "Vi räknar med att projektet tar {0}, funkar det?",
    "Kan projektet löpa under {0}?", "Vi planerar för {0}. Godtas det?",
)  # fmt: skip


def lengths(p: Parameters) -> Iterator[Case]:
    """Yield project lengths around the longest."""
    limit = p["langsta_tid"]
    for months in around(limit.whole):
        written = [f"{months} månader", f"{months} mån", f"{months} månader totalt"] + (
            ["ett år", "1 år"] if months == 12 else []
        )
        for way, text in product(written, _LENGTHS):
            yield Case(
                gate="projekttid", turns=(text.format(way),), tool="eligibility", svar=_judged(allowed=months <= limit.whole),
                amounts=(limit.whole,), proofs=(limit.proofs,),
            )  # fmt: skip


_PLANS = (
    "Projektet kostar {0} och vi söker {1}. Går det?", "Vi söker {1} av totalt {0}. Är det okej?", "Kan vi få {1} i bidrag om kostnaderna är {0}?",
    "Kommunen har kostnader på {0} och vill ha {1} i bidrag. Tillåtet?",
)  # fmt: skip
_TOTALS = (100_000, 240_001, 333_333, 500_000, 612_500)


def plans(p: Parameters) -> Iterator[Case]:
    """Yield plans around the highest share of the costs."""
    limit = p["hogsta_andel"]
    for total in _TOTALS:
        most = _share(limit.value, total)
        for wanted, text in product(around(most), _PLANS):
            yield Case(
                gate="andel", turns=(text.format(f"{grouped(total)} kr", f"{grouped(wanted)} kr"),), tool="budget",
                svar=_judged(allowed=wanted <= most), amounts=(most if wanted > most else wanted,),
                says=("procent av projektets kostnader",), proofs=(limit.proofs,),
            )  # fmt: skip


_LARGEST = (
    "Kommunen har kostnader på {0}. Vad är det högsta möjliga bidraget?", "Projektet kostar {0}. Hur mycket kan vi få?", "Budget {0}. Max bidrag?",
    "Vi är en ideell förening med {0} i kostnader. Hur stort bidrag kan vi få?", "Totalt {0}, hur mycket kan vi söka?",
)  # fmt: skip


def _limit_names(p: Parameters, share: int) -> tuple[str, ...]:
    ceiling = p["hogsta_bidrag"].whole
    named = (("taket per projekt", ceiling <= share), ("procent av projektets kostnader", share <= ceiling))
    return tuple(name for name, binds in named if binds)


def largest(p: Parameters) -> Iterator[Case]:
    """Yield totals around the one where ceiling and share meet, and others: the largest grant and what binds."""
    ceiling, andel = p["hogsta_bidrag"], p["hogsta_andel"]
    meeting = int(ceiling.whole / andel.value)
    for total in (*around(meeting), 137_500, 400_000, 1_100_000):
        share = _share(andel.value, total)
        grant = min(share, ceiling.whole)
        binding = [x for x, amount in ((ceiling, ceiling.whole), (andel, share)) if amount == grant]
        for way, text in product(ways(total)[:7], _LARGEST):
            yield Case(
                gate="högsta bidrag", turns=(text.format(way),), tool="budget", amounts=(grant, total - grant),
                says=_limit_names(p, share), proofs=tuple(x.proofs for x in binding),
            )  # fmt: skip


_OWN = (
    "Projektet kostar {0}. Hur mycket måste vi lägga själva?", "Vi i föreningen räknar med {0} totalt. Hur stor blir egeninsatsen?",
    "Kommunens budget är {0}. Vad måste vi stå för själva?",
)  # fmt: skip


def own_money(p: Parameters) -> Iterator[Case]:
    """Yield totals with the least own contribution."""
    for total in (90_000, 137_500, 333_333, *around(750_000)):
        own = total - min(_share(p["hogsta_andel"].value, total), p["hogsta_bidrag"].whole)
        for way, text in product(ways(total)[:3], _OWN):
            yield Case(gate="egen insats", turns=(text.format(way),), tool="budget", amounts=(own,))


_NEEDED = (
    "Vi vill få {0} i bidrag. Hur stort måste projektet vara?", "Kommunen söker {0}. Hur stora måste kostnaderna vara?",
    "Önskat bidrag {0}. Vilken totalbudget krävs?",
)  # fmt: skip


def needed(p: Parameters) -> Iterator[Case]:
    """Yield wanted grants with the least costs that carry them."""
    andel = p["hogsta_andel"]
    for wanted in (100_000, 440_000, 333_333, p["hogsta_bidrag"].whole):
        least = int((wanted / andel.value).to_integral_value(ROUND_CEILING))
        for way, text in product(ways(wanted)[:3], _NEEDED):
            yield Case(
                gate="minsta kostnader", turns=(text.format(way),), tool="budget", amounts=(least,), proofs=(andel.proofs,)
            )  # fmt: skip


_OVERHEAD = (
    "Personalkostnaderna är {0} och de indirekta kostnaderna {1}. Är det okej?", "Får vi ta upp {1} i overhead på {0} i löner?",
    "Lönerna är {0}. Går det med {1} i indirekta kostnader?",
)  # fmt: skip
_OVERHEAD_ROOM = (
    "Lönerna går på {0}. Hur mycket overhead får vi ta upp?",
    "Personalkostnad {0}. Max indirekta kostnader?",
)


def overhead(p: Parameters) -> Iterator[Case]:
    """Yield indirect costs around their share of pay, and the ceiling itself."""
    limit = p["tak_indirekta"]
    for pay in (100_000, 250_001, 410_000):
        most = _share(limit.value, pay)
        for told, text in product(around(most), _OVERHEAD):
            yield Case(
                gate="indirekta", turns=(text.format(f"{grouped(pay)} kr", f"{grouped(told)} kr"),), tool="budget",
                svar=_judged(allowed=told <= most), amounts=(most,), proofs=(limit.proofs,),
            )  # fmt: skip
        for way, text in product(ways(pay)[:3], _OVERHEAD_ROOM):
            yield Case(
                gate="indirekta", turns=(text.format(way),), tool="budget", amounts=(most,), proofs=(limit.proofs,)
            )


_HOURS = (
    "Vi har {0} timmar à {1} kr. Vad får vi ta upp i personalkostnad?", "{0} h med timkostnad {1} kr/h. Personalkostnad att ta upp?",
    "Vår utvecklare arbetar {0} timmar och kostar {1} kr i timmen. Hur mycket kan vi ta upp som personalkostnad?",
)  # fmt: skip


def hours(p: Parameters) -> Iterator[Case]:
    """Yield hours at pay around the highest by the hour."""
    limit = p["tak_timkostnad"]
    for count, rate in product((100, 320), around(limit.whole)):
        counted = count * min(rate, limit.whole)
        for text in _HOURS:
            yield Case(
                gate="timkostnad", turns=(text.format(count, rate),), tool="budget", amounts=(counted,), proofs=(limit.proofs,)
            )  # fmt: skip


_LEVELS = (
    "Kommunen {0} och ett {1} företag {2} med experimentell utveckling {3}. Hur stort kan bidraget bli?",
    "Vi är en kommun med {0} i kostnader. Ett {1} företag har {2}, experimentell utveckling {3}. Max bidrag?",
)  # fmt: skip


def levels(p: Parameters) -> Iterator[Case]:
    """Yield a municipality with a company of each size, with and without the bonus, the level binding or not."""
    grounds = (("bonus", "med bonusgrund"), ("grund", "utan bonusgrund"))
    for size, (key, words) in product(("litet", "medelstort", "stort"), grounds):
        level = p[f"niva_{size}_{key}"]
        for ours, theirs in ((200_000, 500_000), (400_000, 200_000), (100_001, 300_003), (500_000, 500_000)):
            by_level = ours + _share(level.value, theirs)
            limits = (p["hogsta_bidrag"].whole, _share(p["hogsta_andel"].value, ours + theirs), by_level)
            says = ("parternas stödnivåer",) if by_level == min(limits) else ()
            for text in _LEVELS:
                told = text.format(f"{grouped(ours)} kr", size, f"{grouped(theirs)} kr", words)
                yield Case(
                    gate="stödnivå", turns=(told,), tool="budget", amounts=(min(limits),), says=says, proofs=(level.proofs,)
                )  # fmt: skip


_ROOM = (
    "Företaget har fått {0} euro i stöd av mindre betydelse tidigare. Hur mycket är kvar?",
    "Bolaget har redan fått {0} euro i de minimis. Hur stort utrymme återstår?",
)  # fmt: skip
_MINOR = (
    "Kommunen 500 000 kr, ett litet företag {0} kr med stöd av mindre betydelse. "
    "Företaget har tidigare fått {1} euro. Kursen är {2}. Max bidrag?"
)


def minor_aid(p: Parameters) -> Iterator[Case]:
    """Yield earlier aid around the ceiling in euro, and costs around what is left in kronor."""
    ceiling = p["tak_mindre_betydelse"]
    for earlier, text in product((0, 120_000, ceiling.whole - 1, ceiling.whole), _ROOM):
        yield Case(
            gate="mindre betydelse", turns=(text.format(grouped(earlier)),), tool="budget", amounts=(ceiling.whole - earlier,),
            proofs=(ceiling.proofs,),
        )  # fmt: skip
    for left, rate in product((1_000, 5_000), ("10,00", "10,50")):
        room = int(left * Decimal(rate.replace(",", ".")))
        for costs in around(room):
            limits = (p["hogsta_bidrag"].whole, _share(p["hogsta_andel"].value, 500_000 + costs))
            told = _MINOR.format(grouped(costs), grouped(ceiling.whole - left), rate)
            yield Case(
                gate="mindre betydelse",
                turns=(told,),
                tool="budget",
                amounts=(min(*limits, 500_000 + min(costs, room)),),
            )


_SIZES = (
    "Kommunen 100 000 kr. Ett företag med {0} anställda och {1} euro i omsättning har 400 000 kr, "
    "experimentell utveckling utan bonusgrund. Max bidrag?",
)


def sizes(p: Parameters) -> Iterator[Case]:
    """Yield companies around the head counts that part the sizes."""
    small, middle = p["anstallda_litet"].whole, p["anstallda_medelstort"].whole
    for count in (*around(small), *around(middle)):
        size = "litet" if count < small else "medelstort" if count < middle else "stort"
        turnover = p["omsattning_litet"].whole if size == "litet" else p["omsattning_medelstort"].whole
        level = p[f"niva_{size}_grund"]
        grant = min(_share(p["hogsta_andel"].value, 500_000), 100_000 + _share(level.value, 400_000))
        for text in _SIZES:
            yield Case(
                gate="företagsstorlek", turns=(text.format(count, grouped(turnover)),), tool="budget", amounts=(grant,),
                proofs=(level.proofs,),
            )  # fmt: skip


_ACTORS = {
    "koordinator": (
        "Kan {0} vara koordinator?", "Får {0} stå som huvudsökande?",
        "Vi är {0}. Kan vi vara koordinator?", "{0} vill koordinera projektet. Går det?",
        "Är det tillåtet att {0} är huvudsökande?", "{0} som koordinator, är det okej?",
    ),
    "projektpart": (
        "Kan {0} vara projektpart?", "Får {0} medverka som part i projektet?", "{0} vill vara med som projektpart. Är det tillåtet?",
        "Vi är {0}. Får vi vara projektpart?", "{0} som part, går det?",
    ),
    "underleverantor": ("Kan {0} vara underleverantör?", "Får vi anlita {0} som underleverantör?"),
}  # fmt: skip


def actors(p: Parameters) -> Iterator[Case]:
    """Yield every kind of actor in every role."""
    for aktor, (roll, texts) in product(p.aktorer.values(), _ACTORS.items()):
        place = getattr(aktor, roll)
        for text in texts:
            told = text.format(aktor.label)
            yield Case(
                gate=f"aktör: {roll}", turns=(told[0].upper() + told[1:],), tool="eligibility", svar=place.svar, proofs=(place.proofs,)
            )  # fmt: skip


_BEGUN = (
    ("Vi har redan börjat. Går det att söka?", True), ("Projektet är redan påbörjat, kan vi söka ändå?", True),
    ("Projektet drog igång i januari. Är det okej?", True),
    ("Vi har inte börjat än, går det bra?", False), ("Projektet är inte påbörjat. Är det okej?", False),
)  # fmt: skip


def begun(p: Parameters) -> Iterator[Case]:
    """Yield projects begun and not."""
    for text, started in _BEGUN:
        yield Case(
            gate="påbörjat", turns=(text,), tool="eligibility", svar=_judged(allowed=not started),
            proofs=(p.krav["ej_paborjat"].proofs,) if "ej_paborjat" in p.krav else (),
        )  # fmt: skip


def sum_and_length(p: Parameters) -> Iterator[Case]:
    """Yield sum and length around both limits together; each that is passed must be named and cited."""
    money, time = p["hogsta_bidrag"], p["langsta_tid"]
    texts = (
        "Vi söker {0} kr för ett projekt på {1} månader. Går det?",
        "Projektet ska pågå i {1} månader och vi söker {0} kr. Är det okej?",
    )
    for amount, months, text in product(around(money.whole), around(time.whole), texts):
        told = ((money, amount, _of_sum(p)), (time, months, time.proofs))
        broken = [(limit.whole, proofs) for limit, value, proofs in told if value > limit.whole]
        yield Case(
            gate="belopp × tid", turns=(text.format(grouped(amount), months),), tool="eligibility", svar=_judged(allowed=not broken),
            amounts=tuple(whole for whole, _ in broken), proofs=tuple(proofs for _, proofs in broken),
        )  # fmt: skip


def actor_and_sum(p: Parameters) -> Iterator[Case]:
    """Yield kind of coordinator and sum together, over two turns."""
    money = p["hogsta_bidrag"]
    for aktor, amount in product(p.aktorer.values(), around(money.whole)):
        place, over = aktor.koordinator, amount > money.whole
        svar = Svar.NEJ if over or place.svar is Svar.NEJ else place.svar
        proofs = ((_of_sum(p),) if over else ()) + ((place.proofs,) if place.svar is Svar.NEJ else ())
        told = f"Kan {aktor.label} vara koordinator och söka {grouped(amount)} kr?"
        yield Case(gate="aktör × belopp", turns=(told,), tool="eligibility", svar=svar, proofs=proofs)


def actor_and_length(p: Parameters) -> Iterator[Case]:
    """Yield kind of coordinator and length together."""
    time = p["langsta_tid"]
    for aktor, months in product(p.aktorer.values(), around(time.whole)):
        place, over = aktor.koordinator, months > time.whole
        svar = Svar.NEJ if over or place.svar is Svar.NEJ else place.svar
        proofs = ((time.proofs,) if over else ()) + ((place.proofs,) if place.svar is Svar.NEJ else ())
        told = f"Kan {aktor.label} vara koordinator för ett projekt på {months} månader?"
        yield Case(gate="aktör × tid", turns=(told,), tool="eligibility", svar=svar, proofs=proofs)


def corrections(p: Parameters) -> Iterator[Case]:
    """Yield limits reached by a correction or a what-if over several turns."""
    money, time = p["hogsta_bidrag"], p["langsta_tid"]
    for amount in around(money.whole):
        turns = ("Vi söker 400 000 kr. Går det?", f"Och om vi söker {grouped(amount)} kr?")
        yield Case(
            gate="belopp i flera turer", turns=turns, tool="eligibility", svar=_judged(allowed=amount <= money.whole), proofs=(_of_sum(p),)
        )  # fmt: skip
    for months in around(time.whole):
        turns = ("Projektet ska pågå i 20 månader. Går det?", f"Om vi drar ner till {months} månader?")
        yield Case(
            gate="tid i flera turer", turns=turns, tool="eligibility", svar=_judged(allowed=months <= time.whole), proofs=(time.proofs,)
        )  # fmt: skip
    for more in around(250_000):
        grant = min(_share(p["hogsta_andel"].value, 500_000 + more), money.whole)
        what_if = (
            "Vår kommun har 500 000 kr i kostnader.",
            "Hur stort bidrag blir det?",
            f"Och om det drar iväg med {grouped(more)} kr till?",
        )
        yield Case(gate="bidrag i flera turer", turns=what_if, tool="budget", amounts=(grant,))


GATES: tuple[Gate, ...] = (
    sums, lengths, plans, largest, own_money, needed, overhead, hours, levels, minor_aid, sizes, actors, begun, sum_and_length,
    actor_and_sum, actor_and_length, corrections,
)  # fmt: skip


def cases(parameters: Parameters) -> tuple[Case, ...]:
    """Return every case of every gate."""
    return tuple(case for gate in GATES for case in gate(parameters))


def _verdict_fault(case: Case, reply: Reply) -> str | None:
    if case.svar is None:
        return None
    if case.svar is Svar.OKLART:
        return None if reply.status is Status.UNCLEAR_IN_SOURCES else f"skulle vara oklart, är {reply.status}"
    outcome = reply.tool and (reply.tool.result.get("utfall") or reply.tool.result.get("tillatet"))
    if outcome not in _OUTCOMES[case.svar]:
        return f"skulle vara {case.svar}, är {outcome}"
    start = next((start for start in _STARTS.values() if reply.text.startswith(f"{start}, ")), "")
    wanted = "" if any(words in case.turns[-1] for words in _REVERSED) else _STARTS[case.svar]
    return None if start == wanted else f"skulle börja med {wanted or 'varken ja eller nej'}"


def _is_cited(reply: Reply, proofs: Sequence[Proof]) -> bool:
    return any(c.quote == proof.quote for c in reply.citations for proof in proofs)


def fault(case: Case, reply: Reply) -> str | None:
    """Return what is wrong with *reply*, None where all that *case* demands holds."""
    if reply.tool is None or reply.tool.name != case.tool:
        return f"fel funktion: {reply.tool and reply.tool.name}"
    if wrong := _verdict_fault(case, reply):
        return wrong
    shown = figures(reply.text)
    if lacking := [amount for amount in case.amounts if str(amount) not in shown]:
        return f"saknar {grouped(lacking[0])}"
    if unnamed := [words for words in case.says if words not in reply.text]:
        return f"nämner inte {unnamed[0]}"
    if uncited := [group for group in case.proofs if not _is_cited(reply, group)]:
        return f"citerar inte ”{uncited[0][0].quote}”"
    return None


def ask(assistant: Assistant, chosen: Sequence[Case]) -> list[tuple[Case, Reply, str]]:
    """Return the cases answered wrongly, each with the reply and what is wrong with it."""
    wrong = []
    for case in tqdm(chosen, desc="gränser", file=sys.stderr, unit=" frågor"):
        reply = assistant.ask(case.turns)
        if found := fault(case, reply):
            wrong.append((case, reply, found))
    return wrong


def choose(every: Sequence[Case], count: int) -> list[Case]:
    """Return *count* of the cases, always the same, some of every gate."""
    rng = random.Random(SEED)  # noqa: S311 - a repeatable choice, nothing secret
    by_gate: dict[str, list[Case]] = {}
    for case in every:
        by_gate.setdefault(case.gate, []).append(case)
    first = [rng.choice(found) for found in by_gate.values()]
    rest = rng.sample(every, min(max(0, count - len(first)), len(every)))
    return list(dict.fromkeys([*first, *rest]))


def main(arguments: Sequence[str] | None = None) -> int:
    """Return the exit status: 1 where any answer is wrong."""
    parser = argparse.ArgumentParser(prog="python -m evals.thresholds", description=__doc__)
    parser.add_argument("--all", action="store_true", help="fråga allt")
    parser.add_argument("--sample", type=int, default=SAMPLE, help="antal frågor i stickprovet")
    chosen = parser.parse_args(arguments)
    assistant = open_assistant()
    parameters = load_parameters(assistant.settings.corpus_dir / "parameters", assistant.corpus.prove)
    every = cases(parameters)
    asked = list(every) if chosen.all else choose(every, chosen.sample)
    wrong = ask(assistant, asked)
    for case, reply, reason in wrong:
        print(f"{case.gate}: {' / '.join(case.turns)}\n    ✗ {reason}\n    → [{reply.status}] {reply.text[:200]!r}")
    print(
        f"Gränser: {len(asked) - len(wrong)} av {len(asked)} rätt ({(len(asked) - len(wrong)) / len(asked):.1%}); {len(every)} finns."
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
