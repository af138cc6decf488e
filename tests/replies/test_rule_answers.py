"""What a rule answer says: the result first, nothing cut, every sentence of the call with its quote."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.replies.reply import Reply, Status
from assistant.replies.rule_answers import budget_draft, budget_reply, eligibility_draft, eligibility_reply
from assistant.replies.verify import verify
from assistant.rules.budget import calculate
from assistant.rules.calculation import Ask, Fordelning
from assistant.rules.eligibility import ASPECTS, check
from assistant.rules.projekt import (
    Inriktning,
    Kostnadspost,
    Kostnadsslag,
    Projekt,
    Projektpart,
    Roll,
    Stodgrund,
    Storlek,
)
from tests.rules.test_budget import projects
from tests.rules.test_eligibility import projects as told_projects
from tests.rules.told import TODAY, cost, kommun, part, real_parameters, whole_project

P = real_parameters()
KO, PP = Roll.KOORDINATOR, Roll.PROJEKTPART


def plain(reply: Reply) -> str:
    return reply.text.replace("\u00a0", " ")


def about(projekt: Projekt, *aspects: str) -> Reply:
    asked = tuple(rule for aspect in aspects for rule in ASPECTS[aspect])
    return eligibility_reply(projekt, P, TODAY, asked, whole=False)


@pytest.mark.parametrize(
    ("projekt", "status", "borjar"),
    [
        (Projekt(parter=(part("ideell_forening", roll=KO),)), "answered", "Ja, en ideell organisation kan vara koordinator."),
        (Projekt(parter=(part("kommunalt_bolag", roll=KO),)), "answered", "Nej, ett kommunalt bolag kan inte vara koordinator."),
        (Projekt(parter=(part("region", roll=PP),)), "unclear_in_sources", "Det framgår inte tydligt om en region kan vara"),
        (kommun(sokt_bidrag=5), "answered", "Ja, en kommun kan vara koordinator."),
        (
            Projekt(parter=(part("kommun", roll=KO), part("foretag", roll=PP))),
            "answered",
            "Ja, en kommun kan vara koordinator och ett företag kan vara projektpart.",
        ),
        (
            Projekt(parter=(part("kommun", roll=KO), part("ideell_forening", roll=KO))),
            "unclear_in_sources",
            "Det framgår inte tydligt om en kommun och en civilsamhällesorganisation kan söka tillsammans.",
        ),
        (Projekt(parter=(part("kommun", roll=KO), part("kommun"))), "answered", "Ja, flera kommuner kan söka tillsammans"),
    ],
)  # fmt: skip
def test_svaret_om_aktorer_borjar_med_beskedet(projekt: Projekt, status: str, borjar: str) -> None:
    reply = about(projekt, "aktör")
    assert (reply.status, plain(reply).startswith(borjar)) == (status, True), plain(reply)
    assert reply.citations


@pytest.mark.parametrize(
    ("projekt", "aspekt", "borjar"),
    [
        (Projekt(manader=12), "månader", "Ja, projektet ryms i tiden: 12 månader"),
        (Projekt(manader=13), "månader", "Nej, projektet är för långt: 13 månader"),
        (Projekt(sokt_bidrag=600_000), "belopp", "Ja, det sökta beloppet är 600 000 kronor"),
        (Projekt(sokt_bidrag=600_001), "belopp", "Nej, det sökta beloppet är 600 001 kronor, 1 krona för mycket"),
        (Projekt(paborjat=True), "påbörjat", "Nej, projektets aktiviteter får inte vara påbörjade"),
        (Projekt(data_finns=False), "data", "Nej, ett projekt utan data kan inte få stöd"),
        (Projekt(inriktning=(Inriktning.DRIFT,)), "inriktning", "Nej, stöd beviljas inte till löpande drift."),
        (Projekt(bilagor=()), "bilagor", "Nej, bilagan projektbeskrivning i anvisad mall saknas"),
    ],
)
def test_svaret_om_projektet_borjar_med_beskedet(projekt: Projekt, aspekt: str, borjar: str) -> None:
    reply = about(projekt, aspekt)
    assert plain(reply).startswith(borjar), plain(reply)
    assert reply.citations


def test_en_forening_far_veta_att_den_kan_soka_ensam() -> None:
    reply = about(Projekt(parter=(part("ideell_forening", roll=KO),)), "aktör")
    assert any(c.quote.startswith("Det går bra att söka självständigt") for c in reply.citations)


def test_den_som_inte_kan_leda_far_veta_vad_den_kan_vara() -> None:
    assert "Som projektpart kan företaget däremot medverka." in about(Projekt(parter=(part("foretag"),)), "aktör").text


def test_ett_oklart_besked_har_citaten_och_radet_att_fraga() -> None:
    reply = about(Projekt(parter=(part("kommunalforbund", roll=KO),)), "aktör")
    assert len(reply.citations) >= 2
    assert "Fråga Vinnova" in reply.text


def test_ett_motsagande_nummer_ska_kontrolleras_och_inte_fragas_om_hos_vinnova() -> None:
    company = part("foretag", organisationsnummer="212000-0142", roll=PP)
    reply = about(Projekt(parter=(company,)), "aktör")
    assert reply.status is Status.CLARIFY
    assert "Kontrollera numret" in reply.text


def test_det_som_saknas_fragas_efter_en_sak_i_taget() -> None:
    reply = eligibility_reply(kommun(), P, TODAY)
    assert reply.status is Status.CLARIFY
    assert reply.text.count("?") == 1
    assert reply.tool is not None
    assert reply.tool.result["utfall"] == "saknas"


def test_ett_helt_projekt_far_ja_med_alla_krav_och_vilka_regler_som_gallde() -> None:
    reply = eligibility_reply(whole_project(), P, date(2026, 1, 1))
    assert plain(reply).startswith("Ja, ni uppfyller de krav")
    assert "våren 2022" in reply.text
    assert "månader" in reply.text


SPAN = Projekt(kostnader=(Kostnadspost(belopp=450_000, lagst=400_000),))
MIXED = Projekt(
    parter=(part("kommun", 200_000, roll=KO), part("foretag", 500_000, storlek=Storlek.STORT, bonusgrund=False))
)
MINOR = Projekt(
    parter=(
        part("kommun", 500_000, roll=KO),
        part("foretag", 600_000, stodgrund=Stodgrund.STOD_AV_MINDRE_BETYDELSE, tidigare_stod_eur=180_000),
    ),
    eurokurs=Decimal("10.50"),
)


@pytest.mark.parametrize(
    ("ask", "projekt", "sager"),
    [
        (Ask.BIDRAG, kommun(900_000), "högst 600 000 kronor; ni står själva för 300 000 kronor. [1] Det som avgör är taket per projekt"),
        (Ask.BIDRAG, MIXED, "högst 325 000 kronor; ni står själva för 375 000 kronor. [1] Det som avgör är parternas stödnivåer"),
        (Ask.BIDRAG, MINOR, "20 000 euro kvar, alltså 210 000 kronor vid kursen 10,5 kronor per euro"),
        (Ask.BIDRAG, Projekt(kostnader=(cost(900_000),)), "Är någon part ett företag gäller dessutom"),
        (Ask.BIDRAG, SPAN, "Blir kostnaderna i stället 400 000 kronor kan bidraget bli högst 320 000 kronor; ni står då själva för 80 000"),
        (Ask.EGEN_INSATS, kommun(137_500), "Ni behöver själva stå för minst 27 500 kronor"),
        (Ask.KOSTNADER, kommun(sokt_bidrag=440_000), "Kostnaderna behöver vara minst 550 000 kronor"),
        (Ask.KOSTNADER, kommun(sokt_bidrag=700_000), "Nej, så stort kan bidraget inte bli: det kan bli högst 600 000 kronor"),
        (Ask.KOSTNADER, kommun(egen_insats=100_000), "Med 100 000 kronor i egen insats kan bidraget bli högst 400 000 kronor"),
        (Ask.PLAN, kommun(750_000, sokt_bidrag=600_000), "Ja, det går: bidraget på 600 000 kronor"),
        (Ask.PLAN, kommun(700_000, sokt_bidrag=600_000), "Sänk det sökta bidraget med 40 000 kronor, till 560 000 kronor."),
        (Ask.INDIREKTA, Projekt(kostnader=(cost(410_000, Kostnadsslag.PERSONAL),)), "högst 123 000 kronor"),
        (Ask.PERSONAL, Projekt(kostnader=(cost(278_400, None, 320),)), "Ni kan ta upp 256 000 kronor i personalkostnad"),
        (Ask.NIVA, Projekt(parter=(part("foretag", anstallda=60, bonusgrund=True),)), "högst 50 procent"),
        (Ask.MINDRE_BETYDELSE, Projekt(parter=(part("foretag", tidigare_stod_eur=150_000),)), "återstår 50 000 euro"),
    ],
)  # fmt: skip
def test_svaret_om_pengar_sager_summan_och_inget_skars_bort(ask: Ask, projekt: Projekt, sager: str) -> None:
    reply, cuts = verify(budget_draft(ask, projekt, calculate(ask, projekt, P), P))
    assert (reply.status, cuts) == (Status.ANSWERED, ())
    assert sager in plain(reply)
    assert reply.citations


def test_en_saknad_uppgift_blir_en_fraga() -> None:
    reply = budget_reply(Projekt(parter=MINOR.parter), P)
    assert reply.status is Status.CLARIFY
    assert reply.text.endswith("Vilken kurs ska jag räkna med, i kronor per euro?")


@given(projects, st.sampled_from([Ask.BIDRAG, Ask.EGEN_INSATS, Ask.FORDELNING]), st.sampled_from(list(Fordelning)[:2]))
def test_varje_siffra_i_ett_budgetsvar_ar_bevisad(projekt: Projekt, ask: Ask, fordelning: Fordelning) -> None:
    draft = budget_draft(ask, projekt, calculate(ask, projekt, P, fordelning), P)
    assert verify(draft)[1] == ()


@given(told_projects, st.booleans())
def test_varje_mening_i_ett_behorighetssvar_ar_bevisad(projekt: Projekt, whole: bool) -> None:
    reply, cuts = verify(eligibility_draft(projekt, check(projekt, P, date(2026, 1, 1)), P, whole=whole))
    assert cuts == ()
    assert reply.text


def test_namn_i_svaret_ar_partens_eget() -> None:
    klubben = Projektpart(namn="Klubben", aktorstyp="ideell_forening", kostnader=(cost(100_000),))
    reply = budget_reply(Projekt(parter=(klubben, part("kommun", 100_000))), P, Ask.FORDELNING)
    assert "Klubben 80 000 kronor och kommunen 80 000 kronor" in plain(reply)


@given(told_projects, st.sampled_from(Ask), st.sampled_from(list(Fordelning)[:2]))
def test_vad_som_an_ar_kant_far_varje_fraga_ett_bevisat_svar_eller_en_fraga(
    projekt: Projekt, ask: Ask, fordelning: Fordelning
) -> None:
    reply, cuts = verify(budget_draft(ask, projekt, calculate(ask, projekt, P, fordelning), P))
    assert cuts == ()
    assert reply.status in {Status.ANSWERED, Status.CLARIFY}
    assert (reply.status is Status.CLARIFY) == ("saknas" in reply.tool.result)
