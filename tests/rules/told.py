"""The real parameters, and short ways to write a project in a test."""

from datetime import date
from functools import cache

from assistant.rules.budget import calculate
from assistant.rules.calculation import Ask, Calculation, Missing
from assistant.rules.projekt import Bilaga, Inriktning, Kostnadspost, Kostnadsslag, Projekt, Projektpart, Roll
from assistant.settings import Settings
from assistant.sources.corpus import Corpus, load_corpus
from assistant.sources.parameters import Parameters, load_parameters

TODAY = date(2022, 4, 1)


@cache
def real_corpus() -> Corpus:
    return load_corpus(Settings().corpus_dir)


@cache
def real_parameters() -> Parameters:
    return load_parameters(Settings().corpus_dir / "parameters", real_corpus().prove)


def cost(belopp: int, kind: Kostnadsslag | None = None, timmar: int | None = None) -> Kostnadspost:
    return Kostnadspost(belopp=belopp, kostnadsslag=kind, timmar=timmar)


def part(aktorstyp: str | None, belopp: int = 0, **told) -> Projektpart:
    return Projektpart(aktorstyp=aktorstyp, kostnader=(cost(belopp),) if belopp else (), **told)


def kommun(belopp: int = 0, **told) -> Projekt:
    return Projekt(parter=(part("kommun", belopp, roll=Roll.KOORDINATOR),), **told)


def whole_project() -> Projekt:
    return Projekt(
        parter=(part("kommun", 800_000, roll=Roll.KOORDINATOR, ekonomisk_verksamhet=False),),
        sokt_bidrag=600_000,
        manader=10,
        paborjat=False,
        data_finns=True,
        inriktning=(Inriktning.TILLAMPA_ML,),
        bilagor=tuple(Bilaga),
    )


def result(ask: Ask, projekt: Projekt) -> Calculation:
    found = calculate(ask, projekt, real_parameters())
    assert isinstance(found, Calculation), found
    return found


def missing(ask: Ask, projekt: Projekt) -> str:
    found = calculate(ask, projekt, real_parameters())
    assert isinstance(found, Missing), found
    assert found.question.endswith(("?", "."))
    return found.fact
