"""May they apply: every rule met, not met, unknown or unclear, and both sides of every limit."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import InputError
from assistant.rules.eligibility import ASPECTS, RULES, check
from assistant.rules.projekt import Bilaga, Inriktning, Projekt, Projektpart, Roll, Storlek
from assistant.rules.verdict import Outcome
from tests.rules.told import TODAY, cost, kommun, part, real_parameters, whole_project

P = real_parameters()
MOST, MONTHS = P["hogsta_bidrag"].whole, P["langsta_tid"].whole
KO, PP, UL = Roll.KOORDINATOR, Roll.PROJEKTPART, Roll.UNDERLEVERANTOR


def outcome(rule: str, projekt: Projekt) -> Outcome:
    return check(projekt, P, TODAY).about(rule).outcome


def test_ett_helt_projekt_uppfyller_allt() -> None:
    verdict = check(whole_project(), P, TODAY)
    assert verdict.outcome is Outcome.MET
    assert all(f.reason.endswith((".", "?")) for f in verdict.findings)


@pytest.mark.parametrize(
    ("rule", "change", "expected"),
    [
        ("manader", {"manader": MONTHS - 1}, "uppfyllt"),
        ("manader", {"manader": MONTHS}, "uppfyllt"),
        ("manader", {"manader": MONTHS + 1}, "inte uppfyllt"),
        ("manader", {"manader": None}, "saknas"),
        ("sokt_belopp", {"sokt_bidrag": MOST - 1}, "uppfyllt"),
        ("sokt_belopp", {"sokt_bidrag": MOST}, "uppfyllt"),
        ("sokt_belopp", {"sokt_bidrag": MOST + 1}, "inte uppfyllt"),
        ("sokt_belopp", {"sokt_bidrag": None}, "saknas"),
        ("andel", {"sokt_bidrag": 640_000}, "uppfyllt"),
        ("andel", {"sokt_bidrag": 640_001}, "inte uppfyllt"),
        ("andel", {"parter": (part("kommun", roll=KO),)}, "saknas"),
        ("ej_paborjat", {"paborjat": False}, "uppfyllt"),
        ("ej_paborjat", {"paborjat": True}, "inte uppfyllt"),
        ("ej_paborjat", {"paborjat": None}, "saknas"),
        ("data_finns", {"data_finns": True}, "uppfyllt"),
        ("data_finns", {"data_finns": False}, "inte uppfyllt"),
        ("data_finns", {"data_finns": None}, "saknas"),
        ("inriktning", {"inriktning": (Inriktning.TILLAMPA_ML,)}, "uppfyllt"),
        ("inriktning", {"inriktning": (Inriktning.NY_METOD,)}, "inte uppfyllt"),
        ("inriktning", {"inriktning": (Inriktning.TIDIG_FAS,)}, "inte uppfyllt"),
        ("inriktning", {"inriktning": (Inriktning.DRIFT,)}, "inte uppfyllt"),
        ("inriktning", {"inriktning": (Inriktning.TILLAMPA_ML, Inriktning.UTRUSTNING)}, "inte uppfyllt"),
        ("inriktning", {"inriktning": ()}, "saknas"),
        ("bilagor", {"bilagor": tuple(Bilaga)}, "uppfyllt"),
        ("bilagor", {"bilagor": (Bilaga.CV, Bilaga.PROJEKTBESKRIVNING)}, "inte uppfyllt"),
        ("bilagor", {"bilagor": ()}, "inte uppfyllt"),
        ("bilagor", {"bilagor": None}, "saknas"),
        ("bilagor", {"bilagor": None, "bilagor_saknas": (Bilaga.CV,)}, "inte uppfyllt"),
        ("icke_ekonomisk", {"parter": (part("kommun", 9, ekonomisk_verksamhet=True),)}, "inte uppfyllt"),
        ("icke_ekonomisk", {"parter": (part("kommun", 9),)}, "saknas"),
        ("koordinator", {"parter": ()}, "saknas"),
        ("koordinator", {"parter": (part(None, roll=KO),)}, "saknas"),
        ("koordinator", {"parter": (part("kommun", land="NO", roll=KO),)}, "inte uppfyllt"),
    ],
)
def test_varje_krav_for_sig(rule: str, change: dict, expected: str) -> None:
    changed = replace(whole_project(), **change)
    assert outcome(rule, changed) == expected
    findings = check(changed, P, TODAY).about(rule).findings
    assert all(bool(f.missing) == bool(f.question) == (f.outcome is Outcome.UNKNOWN) for f in findings)
    assert all(f.proofs for f in findings if f.outcome in {Outcome.NOT_MET, Outcome.UNCLEAR})


@pytest.mark.parametrize(
    ("sagt", "parter", "expected"),
    [
        ("två kommuner", (part("kommun", roll=KO), part("kommun", roll=KO)), "uppfyllt"),
        ("två föreningar", (part("ideell_forening", roll=KO), part("svb")), "uppfyllt"),
        ("kommun ensam", (part("kommun"),), "uppfyllt"),
        ("kommun och förening som sökande", (part("kommun", roll=KO), part("ideell_forening", roll=KO)), "oklart"),
        ("kommun och förening utan roll", (part("kommun", roll=KO), part("ideell_forening")), "oklart"),
        ("kommun med förening som part", (part("kommun", roll=KO), part("ideell_forening", roll=PP)), "uppfyllt"),
        ("kommun och företag", (part("kommun", roll=KO), part("foretag")), "uppfyllt"),
        ("förening och universitet", (part("ideell_forening"), part("universitet")), "uppfyllt"),
        ("kommun och region som part", (part("kommun", roll=KO), part("region")), "oklart"),
        ("kommun och universitet i Finland", (part("kommun", roll=KO), part("universitet", land="FI")), "oklart"),
        ("kommunalförbund", (part("kommunalforbund", roll=KO),), "oklart"),
        ("universitet leder", (part("universitet", roll=KO), part("kommun", roll=PP)), "inte uppfyllt"),
        ("universitet utan roll med kommun som part", (part("kommun", roll=PP), part("universitet")), "inte uppfyllt"),
        ("företag och universitet söker", (part("foretag"), part("universitet")), "inte uppfyllt"),
        ("enskild firma som part", (part("kommun", roll=KO), part("enskild_firma", roll=PP)), "inte uppfyllt"),
        ("företag som underleverantör", (part("kommun", roll=KO), part("foretag", roll=UL)), "uppfyllt"),
        ("köp från utlandet", (part("kommun", roll=KO), part("foretag", roll=UL, land="DE")), "uppfyllt"),
    ],
)
def test_vem_som_kan_soka_med_vem(sagt: str, parter: tuple[Projektpart, ...], expected: str) -> None:
    verdict = check(Projekt(parter=parter), P, TODAY).about(*ASPECTS["aktör"]).touched
    assert verdict.outcome == expected, [f.reason for f in verdict.findings]


@pytest.mark.parametrize(
    ("aktor", "nummer", "expected"),
    [
        ("kommun", "212000-0142", "uppfyllt"),
        ("kommun", "2120000142", "uppfyllt"),
        ("kommun", "212000-0143", "inte uppfyllt"),
        ("kommun", "hej", "inte uppfyllt"),
        ("foretag", "212000-0142", "oklart"),
        ("foretag", "556036-0793", "uppfyllt"),
        ("ideell_forening", "802003-5377", "uppfyllt"),
        ("ideell_forening", "556036-0793", "oklart"),
        ("enskild_firma", "850101-1238", "inte uppfyllt"),
        ("foretag", "850709-9805", "oklart"),
        ("enskild_firma", "850709-9805", "uppfyllt"),
    ],
)
def test_organisationsnumret_ar_giltigt_och_passar_formen(aktor: str, nummer: str, expected: str) -> None:
    assert outcome("organisationsnummer", Projekt(parter=(part(aktor, organisationsnummer=nummer),))) == expected


def test_inte_uppfyllt_vager_tyngst_och_sedan_oklart_och_saknas() -> None:
    unclear = Projekt(parter=(part("kommun", roll=KO), part("region", roll=PP)))
    assert check(unclear, P, TODAY).outcome is Outcome.UNCLEAR
    assert check(replace(unclear, manader=99), P, TODAY).outcome is Outcome.NOT_MET
    assert check(kommun(), P, TODAY).outcome is Outcome.UNKNOWN


def test_efter_perioden_sags_att_reglerna_ar_aldre() -> None:
    assert not check(kommun(), P, date(2022, 5, 16)).past
    assert check(kommun(), P, date(2024, 1, 1)).past


def test_varje_regel_hor_till_en_fraga() -> None:
    assert {rule.__name__ for rule in RULES} == {name for names in ASPECTS.values() for name in names}


def test_noll_manader_namner_faltet() -> None:
    with pytest.raises(InputError, match="månader"):
        check(Projekt(manader=0), P, TODAY)


PROJECT_FACTS = st.sampled_from(
    [
        ("sokt_bidrag", 600_000), ("sokt_bidrag", 700_000), ("egen_insats", 5), ("manader", 12), ("manader", 13),
        ("paborjat", False), ("paborjat", True), ("data_finns", True), ("data_finns", False),
        ("inriktning", (Inriktning.TILLAMPA_ML,)), ("inriktning", (Inriktning.DRIFT,)), ("bilagor", tuple(Bilaga)), ("bilagor", ()),
        ("kostnader", (cost(500_000),)),
    ]
)  # fmt: skip
PART_FACTS = st.sampled_from(
    [
        ("namn", "Klubben"), ("organisationsnummer", "212000-0142"), ("land", "SE"), ("land", "NO"), ("ekonomisk_verksamhet", True),
        ("ekonomisk_verksamhet", False), ("storlek", Storlek.STORT), ("anstallda", 12), ("bonusgrund", True), ("tidigare_stod_eur", 5),
        ("kostnader", (cost(800_000),)),
    ]
)  # fmt: skip
UNTOLD = (None, (), "")


def _told(value, facts):
    return replace(value, **{name: fact for name, fact in facts if getattr(value, name) in UNTOLD})


projects = st.builds(
    lambda facts, kinds, more: _told(
        Projekt(parter=tuple(_told(part(kind, roll=roll), more) for kind, roll in kinds)), facts
    ),
    st.lists(PROJECT_FACTS),
    st.lists(st.tuples(st.sampled_from([*P.aktorer, None]), st.sampled_from(Roll)), max_size=3),
    st.lists(PART_FACTS),
)


@given(projects, PROJECT_FACTS, PART_FACTS)
def test_en_uppgift_till_gor_aldrig_uppfyllt_till_okant(projekt: Projekt, fact, part_fact) -> None:
    before = check(projekt, P, TODAY)
    more = _told(projekt, [fact])
    more = replace(more, parter=tuple(_told(p, [part_fact]) for p in more.parter))
    after = check(more, P, TODAY)
    assert not (before.outcome is Outcome.MET and after.outcome is Outcome.UNKNOWN)
    for name in (rule.__name__ for rule in RULES):
        was, now = before.about(name), after.about(name)
        if was.findings and was.outcome is Outcome.MET:
            assert not now.findings or now.outcome is not Outcome.UNKNOWN, name
