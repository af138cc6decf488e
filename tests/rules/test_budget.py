"""The money: both sides of every limit, and what must hold for any project."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import InputError
from assistant.rules.budget import calculate
from assistant.rules.calculation import Ask, Calculation, Fordelning
from assistant.rules.projekt import Kostnadsslag, Projekt, Projektpart, Roll, Stodgrund, Storlek
from tests.rules.told import cost, kommun, missing, part, real_parameters, result

P = real_parameters()
MOST = P["hogsta_bidrag"].whole
SHARE = P["hogsta_andel"].value
EDGE = int(MOST / SHARE)
"""The costs at which share and ceiling meet."""


@pytest.mark.parametrize(
    ("kostnader", "bidrag", "avgor"),
    [
        (1, 0, ["andel"]),
        (2, 1, ["andel"]),
        (EDGE - 2, MOST - 2, ["andel"]),
        (EDGE - 1, MOST - 1, ["andel"]),
        (EDGE, MOST, ["projekttak", "andel"]),
        (EDGE + 1, MOST, ["projekttak", "andel"]),
        (EDGE + 2, MOST, ["projekttak"]),
        (10 * EDGE, MOST, ["projekttak"]),
    ],
)
def test_en_ensam_kommun_pa_bada_sidor_om_taket(kostnader: int, bidrag: int, avgor: list[str]) -> None:
    found = result(Ask.BIDRAG, kommun(kostnader))
    assert (found.grant, found.own) == (bidrag, kostnader - bidrag)
    assert [limit.key for limit in found.binding] == avgor


LEVELS = [(s, b) for s in Storlek for b in (True, False)]


@pytest.mark.parametrize(("storlek", "bonus"), LEVELS)
def test_ett_foretags_niva_foljer_storlek_och_bonus(storlek: Storlek, bonus: bool) -> None:
    level = P[f"niva_{storlek}_{'bonus' if bonus else 'grund'}"].value
    company = part("foretag", 500_001, storlek=storlek, bonusgrund=bonus, roll=Roll.PROJEKTPART)
    found = result(Ask.BIDRAG, Projekt(parter=(part("kommun", 1, roll=Roll.KOORDINATOR), company)))
    assert found.grant == 1 + int(level * 500_001)
    assert [limit.key for limit in found.binding] == ["stodniva"]


@pytest.mark.parametrize(
    ("told", "storlek"),
    [
        ({"anstallda": 49}, "litet"),
        ({"anstallda": 50}, "medelstort"),
        ({"anstallda": 249}, "medelstort"),
        ({"anstallda": 250}, "stort"),
        ({"anstallda": 49, "omsattning_eur": 10_000_001, "balansomslutning_eur": 10_000_000}, "litet"),
        ({"anstallda": 49, "omsattning_eur": 10_000_001, "balansomslutning_eur": 10_000_001}, "medelstort"),
        ({"anstallda": 49, "omsattning_eur": 50_000_001, "balansomslutning_eur": 43_000_000}, "medelstort"),
        ({"anstallda": 49, "omsattning_eur": 50_000_001, "balansomslutning_eur": 43_000_001}, "stort"),
        ({"anstallda": 900, "storlek": Storlek.LITET}, "litet"),
    ],
)
def test_storleken_foljer_sysselsatta_och_ekonomiska_matt(told: dict[str, int], storlek: str) -> None:
    found = result(Ask.NIVA, Projekt(parter=(part("foretag", bonusgrund=True, **told),)))
    assert found.answer == int(P[f"niva_{storlek}_bonus"].value * 100)


@pytest.mark.parametrize(("over", "belopp"), [(-1, 255_999), (0, 256_000), (1, 256_000), (22_400, 256_000)])
def test_timtaket_galler_i_genomsnitt(over: int, belopp: int) -> None:
    posts = (cost(200_000, Kostnadsslag.PERSONAL, 300), cost(56_000 + over, Kostnadsslag.PERSONAL, 20))
    assert result(Ask.PERSONAL, Projekt(kostnader=posts)).answer == belopp


@pytest.mark.parametrize(("over", "total", "tillatet"), [(-1, 389_999, True), (0, 390_000, True), (1, 390_000, False)])
def test_indirekta_kostnader_raknas_upp_till_taket(over: int, total: int, tillatet: bool) -> None:
    posts = (cost(300_000, Kostnadsslag.PERSONAL), cost(90_000 + over, Kostnadsslag.INDIREKTA))
    projekt = Projekt(parter=(Projektpart(aktorstyp="kommun", kostnader=posts),))
    assert result(Ask.BIDRAG, projekt).total == total
    assert result(Ask.PLAN, projekt).allowed is tillatet


def test_ett_larosate_kan_vara_undantaget_fran_taket() -> None:
    posts = (cost(300_000, Kostnadsslag.PERSONAL), cost(200_000, Kostnadsslag.INDIREKTA))
    found = result(Ask.BIDRAG, Projekt(parter=(Projektpart(aktorstyp="universitet", kostnader=posts),)))
    assert found.total == 500_000
    assert any("undantagna" in condition.text for condition in found.conditions)


def test_overhead_ar_trettio_procent_av_lonerna() -> None:
    assert result(Ask.INDIREKTA, Projekt(kostnader=(cost(410_000, Kostnadsslag.PERSONAL),))).answer == 123_000


@pytest.mark.parametrize(
    ("tidigare", "kurs", "bidrag"),
    [(0, "11", 560_000), (199_999, "10.5", 10), (200_000, None, 0), (200_001, None, 0), (150_000, "10.50", 525_000)],
)
def test_stod_av_mindre_betydelse_ryms_under_taket_i_euro(tidigare: int, kurs: str | None, bidrag: int) -> None:
    company = part("foretag", 700_000, stodgrund=Stodgrund.STOD_AV_MINDRE_BETYDELSE, tidigare_stod_eur=tidigare)
    projekt = Projekt(parter=(company,), eurokurs=Decimal(kurs) if kurs else None)
    assert result(Ask.BIDRAG, projekt).grant == bidrag


def _company(**told) -> Projekt:
    return Projekt(parter=(part("kommun", 100_000, roll=Roll.KOORDINATOR), part("foretag", **told)))


@pytest.mark.parametrize(
    ("ask", "projekt", "saknas"),
    [
        (Ask.BIDRAG, kommun(), "kostnader"),
        (Ask.BIDRAG, Projekt(), "kostnader"),
        (Ask.BIDRAG, _company(), "kostnader"),
        (Ask.BIDRAG, _company(belopp=1), "storlek"),
        (Ask.BIDRAG, _company(belopp=1, storlek=Storlek.LITET), "bonusgrund"),
        (Ask.BIDRAG, _company(belopp=1, stodgrund=Stodgrund.STOD_AV_MINDRE_BETYDELSE), "tidigare_stod_eur"),
        (Ask.BIDRAG, _company(belopp=1, tidigare_stod_eur=0), "eurokurs"),
        (Ask.BIDRAG, Projekt(parter=(part("svb", 1),)), "ekonomisk_verksamhet"),
        (Ask.BIDRAG, Projekt(parter=(part("kommun", 1), part(None, 1))), "aktorstyp"),
        (Ask.KOSTNADER, kommun(), "sokt_bidrag"),
        (Ask.PLAN, kommun(5), "sokt_bidrag"),
        (Ask.INDIREKTA, kommun(5), "kostnadsslag"),
        (Ask.PERSONAL, kommun(5), "timmar"),
        (Ask.MINDRE_BETYDELSE, Projekt(), "tidigare_stod_eur"),
    ],
)
def test_en_uppgift_som_saknas_fragas_efter_i_stallet_for_att_gissas(ask: Ask, projekt: Projekt, saknas: str) -> None:
    assert missing(ask, projekt) == saknas


@pytest.mark.parametrize(
    ("sokt", "tillatet", "forslag"),
    [(559_999, True, 0), (560_000, True, 0), (560_001, False, 2), (600_000, False, 2), (600_001, False, 1)],
)
def test_en_plan_over_gransen_far_veta_vad_som_ska_andras(sokt: int, tillatet: bool, forslag: int) -> None:
    found = result(Ask.PLAN, kommun(700_000, sokt_bidrag=sokt))
    assert (found.allowed, len(found.changes)) == (tillatet, forslag)


def test_en_plan_som_inte_ar_finansierad_sager_hur_mycket_som_saknas() -> None:
    found = result(Ask.PLAN, kommun(700_000, sokt_bidrag=500_000, egen_insats=150_000))
    assert not found.allowed
    assert found.changes[0].amount == 50_000


def test_foreslagna_kostnader_gor_planen_tillaten() -> None:
    refused = result(Ask.PLAN, kommun(700_000, sokt_bidrag=580_001))
    assert result(Ask.PLAN, kommun(refused.changes[1].amount, sokt_bidrag=580_001)).allowed


@pytest.mark.parametrize(
    ("projekt", "total", "egen"),
    [
        (kommun(sokt_bidrag=440_000), 550_000, 110_000),
        (kommun(sokt_bidrag=MOST), EDGE, EDGE - MOST),
        (kommun(sokt_bidrag=1), 2, 1),
        (kommun(egen_insats=100_000), 500_000, 100_000),
        (kommun(egen_insats=EDGE - MOST), EDGE, EDGE - MOST),
        (kommun(egen_insats=EDGE - MOST + 1), EDGE + 1, EDGE - MOST + 1),
    ],
)
def test_minsta_kostnader_for_bidraget_eller_den_egna_insatsen(projekt: Projekt, total: int, egen: int) -> None:
    found = result(Ask.KOSTNADER, projekt)
    assert (found.answer, found.own) == (total, egen)


def test_ett_bidrag_over_taket_far_ett_nej_med_det_hogsta() -> None:
    found = result(Ask.KOSTNADER, kommun(sokt_bidrag=MOST + 1))
    assert (found.allowed, found.grant, found.changes[0].amount) == (False, MOST, 1)


@pytest.mark.parametrize(
    ("projekt", "falt"),
    [
        (kommun(-1), "kostnad för"),
        (kommun(10**15), "kostnad för"),
        (kommun(5, manader=0), "månader"),
        (kommun(5, sokt_bidrag=-5), "sökt bidrag"),
        (kommun(5, egen_insats=-5), "egen insats"),
        (kommun(5, eurokurs=Decimal(0)), "eurokurs"),
        (kommun(5, eurokurs=Decimal("NaN")), "eurokurs"),
        (Projekt(parter=(Projektpart(namn="Klubben", kostnader=(cost(0),)),)), "kostnader för Klubben"),
        (Projekt(kostnader=(cost(5, None, 0),)), "timmar"),
        (
            Projekt(parter=(part("kommun", 5, sokt_bidrag=1), part("kommun", 5, sokt_bidrag=1)), sokt_bidrag=3),
            "sökt bidrag",
        ),
    ],
)
def test_nonsens_far_ett_felmeddelande_som_namner_faltet(projekt: Projekt, falt: str) -> None:
    with pytest.raises(InputError, match=falt):
        calculate(Ask.PLAN, projekt, P)


def test_underleverantorens_kostnad_ar_koparens() -> None:
    bought = part("foretag", 100_000, roll=Roll.UNDERLEVERANTOR)
    found = result(Ask.BIDRAG, Projekt(parter=(part("kommun", 400_000), bought)))
    assert (found.total, found.grant) == (500_000, 400_000)


@pytest.mark.parametrize(
    ("hur", "delar"),
    [(Fordelning.PROPORTIONELL, (200_000, 400_000)), (Fordelning.KOORDINATOR_FORST, (500_000, 100_000))],
)
def test_bidraget_delas_som_man_vill(hur: Fordelning, delar: tuple[int, int]) -> None:
    projekt = Projekt(parter=(part("kommun", 500_000, roll=Roll.KOORDINATOR), part("universitet", 1_000_000)))
    found = calculate(Ask.FORDELNING, projekt, P, hur)
    assert isinstance(found, Calculation)
    assert tuple(p.bidrag for p in found.parts) == delar


def test_en_del_over_partens_niva_avvisas() -> None:
    company = part("foretag", 100_000, storlek=Storlek.LITET, bonusgrund=True, sokt_bidrag=60_001)
    projekt = Projekt(parter=(part("kommun", 500_000, sokt_bidrag=1), company))
    with pytest.raises(InputError, match="bidrag till företaget"):
        calculate(Ask.FORDELNING, projekt, P, Fordelning.EGET_VAL)


def test_en_utrakning_tar_under_en_millisekund() -> None:
    company = part("foretag", 300_000, storlek=Storlek.LITET, bonusgrund=True)
    projekt = Projekt(parter=(part("kommun", 400_000), company, part("universitet", 100_000)))
    start = time.process_time()
    for _ in range(100):
        calculate(Ask.BIDRAG, projekt, P)
    assert time.process_time() - start < 0.1


parties = st.builds(
    lambda kind, belopp, storlek, bonus: part(kind, belopp, storlek=storlek, bonusgrund=bonus),
    st.sampled_from(["kommun", "universitet", "foretag", "ideell_forening"]),
    st.integers(1, 3_000_000),
    st.sampled_from(Storlek),
    st.booleans(),
)
projects = st.lists(parties, min_size=1, max_size=5).map(lambda p: Projekt(parter=tuple(p)))


@given(projects)
def test_delarna_ar_tillsammans_hela_bidraget_och_ingen_over_sitt_tak(projekt: Projekt) -> None:
    found = result(Ask.BIDRAG, projekt)
    assert sum(p.bidrag for p in found.parts) == found.grant
    assert all(0 <= p.bidrag <= p.tak <= p.kostnader for p in found.parts)
    assert found.grant + found.own == found.total
    assert found.grant <= MOST
    assert found.grant <= SHARE * found.total


@given(projects, st.randoms())
def test_ordningen_pa_parterna_spelar_ingen_roll(projekt: Projekt, random) -> None:
    shuffled = random.sample(projekt.parter, len(projekt.parter))
    one, other = result(Ask.BIDRAG, projekt), result(Ask.BIDRAG, Projekt(parter=tuple(shuffled)))
    assert (one.grant, one.own) == (other.grant, other.own)
    assert sorted(p.bidrag for p in one.parts) == sorted(p.bidrag for p in other.parts)


@given(projects, st.integers(1, 1_000_000))
def test_mer_kostnad_sanker_aldrig_bidraget(projekt: Projekt, mer: int) -> None:
    first, *rest = projekt.parter
    more = Projektpart(
        aktorstyp=first.aktorstyp,
        storlek=first.storlek,
        bonusgrund=first.bonusgrund,
        kostnader=(*first.kostnader, cost(mer)),
    )
    assert result(Ask.BIDRAG, Projekt(parter=(more, *rest))).grant >= result(Ask.BIDRAG, projekt).grant


@given(st.integers(1, MOST), st.sampled_from(LEVELS))
def test_minsta_kostnader_racker_och_en_krona_mindre_gor_det_inte(sokt: int, level: tuple[Storlek, bool]) -> None:
    def company(belopp: int = 0) -> Projektpart:
        return part("foretag", belopp, storlek=level[0], bonusgrund=level[1])

    least = result(Ask.KOSTNADER, Projekt(parter=(company(),), sokt_bidrag=sokt)).answer
    assert result(Ask.BIDRAG, Projekt(parter=(company(least),))).grant >= sokt
    assert least == 1 or result(Ask.BIDRAG, Projekt(parter=(company(least - 1),))).grant < sokt
