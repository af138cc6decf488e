from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.rules.projekt import Bilaga, Inriktning, Kostnadsslag, Projekt, Roll, Stodgrund, Storlek
from assistant.understanding.project.facts import understand
from assistant.understanding.project.lexicon import Lexicon

K, P, U = Roll.KOORDINATOR, Roll.PROJEKTPART, Roll.UNDERLEVERANTOR


@pytest.mark.parametrize(
    ("told", "parties"),
    [
        ("Kan en region vara koordinator?", {("region", K)}),
        ("Vi är en fotbollsklubb – får vi söka?", {("ideell_forening", K)}),
        ("Vi på Röda Korset-kretsen i Säffle vill söka, går det?", {("ideell_forening", K)}),
        ("Kan vår grannkommuns bolag vara part?", {("kommunalt_bolag", P)}),
        ("Miljöbolaget AB ägs av Umeå kommun. Kan det bolaget vara huvudsökande?", {("kommunalt_bolag", K)}),
        ("Kommunens helägda fastighetsaktiebolag överväger att stå som huvudsökande.", {("kommunalt_bolag", K)}),
        ("Klient = AB (svb). Ok som huvudsökande?", {("svb", K)}),
        ("Socialnämnden hos oss vill stå som sökande.", {("kommun", K)}),
        ("Är det ok att RISE är med som expert i vår kommuns projekt?", {("institut", P), ("kommun", K)}),
        ("Lärosätet blir huvudsökande och vår kommun hänger på som deltagare.", {("universitet", K), ("kommun", P)}),
        ("Kan vi anlita en enskild firma som underleverantör?", {("enskild_firma", U)}),
        ("Kan man vara med som part om man har enskild firma?", {("enskild_firma", P)}),
        ("Vår förening vill söka utan någon kommun.", {("ideell_forening", K)}),
        ("Vi är en hembygdsförening i Umeå kommun, får vi söka?", {("ideell_forening", K)}),
        ("Vi är ett socialt företag som drivs som aktiebolag. Kan vi koordinera?", {("socialt_foretag", K)}),
        ("We are a municipality. Could a university be a party in our project?", {("kommun", K), ("universitet", P)}),
        ("Kommunalförbundet vill bara vara part, inte koordinator.", {("kommunalforbund", P)}),
        ("Kan vår kommun söka tillsammans med en hembygdsförening?", {("kommun", K), ("ideell_forening", P)}),
        ("Kan kommunen söka med en scoutkår som medsökande?", {("kommun", K), ("ideell_forening", None)}),
        ("Får RISE vara medsökande i vår kommuns projekt?", {("institut", P), ("kommun", K)}),
        ("Vi är ett konsultbolag. Får vi leda projektet?", {("foretag", K)}),
        ("Bolaget ägs till hundra procent av kommunen. Kan bolaget koordinera?", {("kommunalt_bolag", K)}),
        (
            "Vi är ett AB där varje överskott återinvesteras i jobb åt långtidsarbetslösa. Får vi leda?",
            {("socialt_foretag", K)},
        ),
        (
            "Stadsmissionen vill styra skutan medan ett techbolag bygger modellen.",
            {("ideell_forening", K), ("foretag", None)},
        ),
        ("Räknas vår förening som ett socialt företag?", {("ideell_forening", K)}),
        ("En tysk Gemeinde skulle vilja koordinera.", {("kommun", K)}),
        ("Kulturförvaltningen inom Region Halland vill stå som huvudsökande. Kan förvaltningen det?", {("region", K)}),
        ("Vi har (svb) efter firmanamnet. Kan vi koordinera eller ses vi som vanligt aktiebolag?", {("svb", K)}),
        ("Bolaget heter Arbetskraft Väst AB (svb). Kan vi stå som koordinator?", {("svb", K)}),
        ("Jag har varken företag eller förening. Kan jag söka?", {("privatperson", K)}),
        ("Får en kompis som inte har firma vara projektpart?", {("privatperson", P)}),
        ("Vi är tre vänner i ett löst nätverk utan organisationsnummer. Kan vi söka?", {("privatperson", K)}),
        ("Friidrottsalliansen vill leda projektet.", {("ideell_forening", K)}),
        ("We are a charity. Can we lead the project or must it be a municipality?", {("ideell_forening", K)}),
        ("Jag är konsult åt Mora kommun. Kan de stå som huvudsökande?", {("kommun", K), ("foretag", None)}),
        ("Vår kund är Hofors kommun. Kan vi, ett konsultbolag, leda projektet?", {("foretag", K), ("kommun", None)}),
    ],
)
def test_vem_som_ar_vad(told: str, parties: set[tuple[str, Roll]], lexicon: Lexicon) -> None:
    found = understand([told], lexicon).projekt.parter
    assert {(part.aktorstyp, part.roll) for part in found} == parties


@pytest.mark.parametrize(
    ("told", "kind", "land"),
    [
        ("Min gudfar jobbar på NTNU. Kan norrmännen bli part hos oss i föreningen?", "universitet", "NO"),
        ("Kan danskarna vara part hos vår förening?", "utlandsk_organisation", "DK"),
        ("Kan SINTEF vara part i vårt projekt?", "institut", "NO"),
    ],
)
def test_en_utlandsk_part_kanns_igen_pa_ort_och_folk(told: str, kind: str, land: str, lexicon: Lexicon) -> None:
    foreign = [p for p in understand([told], lexicon).projekt.parter if p.land]
    assert [(p.aktorstyp, p.land) for p in foreign] == [(kind, land)]


@pytest.mark.parametrize(
    ("turns", "kind", "role"),
    [
        (["Kan en högskola vara projektpart?", "Då kan väl de stå överst på ansökan?"], "universitet", K),
        (["Får ett företag vara med?", "Och vara den som leder hela ansökan?"], "foretag", K),
    ],
)
def test_en_roll_utan_namn_galler_den_som_nyss_namndes(
    turns: list[str], kind: str, role: Roll, lexicon: Lexicon
) -> None:
    found = understand(turns, lexicon).projekt.parter
    assert {(part.aktorstyp, part.roll) for part in found} == {(kind, role)}


def costs(projekt: Projekt) -> dict[str, int]:
    by_party = {p.aktorstyp or "": sum(c.belopp for c in p.kostnader) for p in projekt.parter if p.kostnader}
    loose = sum(c.belopp for c in projekt.kostnader)
    return by_party | ({"": loose} if loose else {})


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (["Kommun 400 tkr + litet bolag 200 tkr"], {"kommun": 400_000, "foretag": 200_000}),
        (["200 000 kronor i kommunen och 500 000 kronor hos ett stort företag"], {"kommun": 200_000, "foretag": 500_000}),
        (["Totalt 600 000, varav 200 000 hos företaget, resten hos oss i kommunen"], {"kommun": 400_000, "foretag": 200_000}),
        (["Företaget står för 30 % av kostnaderna, kommunen för resten. Totalt 600 000 kr."], {"kommun": 420_000, "foretag": 180_000}),
        (["Vår kommun har 500 000 i kostnader.", "Och om det drar iväg med 50 000 till?"], {"kommun": 550_000}),
        (["Vår kommun har 500 000 i kostnader.", "Och om det blir 100 000 billigare?"], {"kommun": 400_000}),
        (["Projektet kostar 600 000", "nej, 400 menade jag"], {"": 400_000}),
        (["Projektet kostar 300 000", "och om vi dubblar kostnaderna?"], {"": 600_000}),
        (["100 000 i månaden i sex månader kostar det."], {"": 600_000}),
        (["Totalen är 450, nej 480 tusen."], {"": 480_000}),
        (["Kommunen har kostnader på 600 000, förlåt 620 000 kr."], {"kommun": 620_000}),
        (["Kostnaderna är 480 000 kr, inte 450 000."], {"": 480_000}),
        (["Trekvarts miljon minus en krona, alltså 749 999 kr, kostar det."], {"": 749_999}),
        (["De 60 000 kr vi betalade i fjol ska bort. Kostnaderna blir 435 000 kr."], {"": 435_000}),
        (["Projektet kostar 350'."], {"": 350_000}),
        (["- projektledare 240 000\n- resor 8 000"], {"": 248_000}),
        (["Vi lägger 200 obetalda timmar värda 250 kr styck och har kostnader på 300 000 kr."], {"": 300_000}),
        (["60 000 kr i ideellt arbete och 250 000 kr i kostnader."], {"": 250_000}),
        (["Kostnaderna är 250 000 kr för de tre åren."], {"": 250_000}),
        (["Två medarbetare jobbar 200 timmar var för 600 kr i timmen."], {"": 240_000}),
        (["En utvecklare på 60 %; heltid kostar 58 000 kr per månad i 10 månader."], {"": 348_000}),
        (["500 timmar à 950 kr", "å om timkostnaden är 780?"], {"": 390_000}),
        (["300 timmar à 900 kr", "och om det blir 350 timmar?"], {"": 315_000}),
        (["Projektet går loss på 380 000 kr.", "glömde resorna, 15 000 till"], {"": 395_000}),
        (["350 000 kr i lön", "lägg till 50 000 i lön"], {"": 400_000}),
        (["Kommunen har 250 000, it-konsulterna tar 120 000."], {"kommun": 370_000}),
        (["Föreningen har lön på 160 000 samt en datafirma för 45 000."], {"ideell_forening": 205_000}),
        (["Konsultbolaget är projektpart med 150 000 i egna kostnader, kommunen har 300 000."], {"kommun": 300_000, "foretag": 150_000}),
        (["Lön 200 000 och konsult 100 000.", "Konsulten vill ha 40 000 till."], {"": 340_000}),
        (["Our charity plans staff costs of 320k and a consultant at 95k.", "Scrap that, the consultant quoted 130k."], {"ideell_forening": 450_000}),
        (["Kalkylen är 655 000 i totala kostnader.", "Vi slopar utbildningen för 85 tusen."], {"": 570_000}),
        (["Tre utvecklare i fyra månader vardera, 50 000 i månaden per person."], {"": 600_000}),
        (["Två utredare i sex månader, 45 000 kr i månaden per skalle."], {"": 540_000}),
        (["Löner 300 000. Dator 50 000, ren investering."], {"": 300_000}),
        (["Kostnader på 410 000, förra året omsatte vi 3,4 Mkr."], {"": 410_000}),
        (["Notan är 625 000, och vi lägger in 110 000 på egen hand."], {"": 625_000}),
        (["En tjej jobbar 400 timmar gratis, det är värt 250 i timmen, och lönen är 160 000."], {"": 160_000}),
    ],
)  # fmt: skip
def test_vem_som_har_vilken_kostnad(turns: list[str], expected: dict[str, int], lexicon: Lexicon) -> None:
    assert costs(understand(turns, lexicon).projekt) == expected


@pytest.mark.parametrize(
    ("turns", "field", "value"),
    [
        (["Vi söker 600 001 kr"], "sokt_bidrag", 600_001),
        (["Vi söker 600 000", "nej, 400 menade jag"], "sokt_bidrag", 400_000),
        (["Projektet kostar 500 000 och vi vill ha 81 % i bidrag"], "sokt_bidrag", 405_000),
        (["Kommunen lägger 100 000 själv"], "egen_insats", 100_000),
        (["Projektet ska pågå i ett och ett halvt år"], "manader", 18),
        (["Projektet är på 14 månader", "jag menade 12"], "manader", 12),
        (["Företaget startades för två år sedan"], "manader", None),
        (["Vi fick nej på 620 000 kr i bidrag, men 590 000 då?"], "sokt_bidrag", 590_000),
        (["275 000 kr i bidrag mot 95 000 kr i egeninsats"], "egen_insats", 95_000),
        (["Kurs 10,60, säger banken"], "eurokurs", Decimal("10.60")),
        (["Euron står i 10 kronor och 60 öre"], "eurokurs", Decimal("10.60")),
        (["Växelkursen sätter vi till jämna tian"], "eurokurs", Decimal(10)),
        (["Vi har redan börjat"], "paborjat", True),
        (["Vi har inte börjat än"], "paborjat", False),
        (["Vi ska sätta upp sensorer och börja mäta"], "data_finns", False),
        (["Vi ska sätta upp sensorer och börja mäta"], "inriktning", (Inriktning.TIDIG_FAS,)),
        (["Vi saknar CV"], "bilagor_saknas", (Bilaga.CV,)),
        (["Avsiktsförklaringen glömdes bort"], "bilagor_saknas", (Bilaga.AVSIKTSFORKLARING,)),
        (["Projektbeskrivningen har vi gjort i egen layout"], "bilagor_saknas", (Bilaga.PROJEKTBESKRIVNING,)),
        (["Letter of intent är undertecknat av AI-konsulten"], "bilagor_saknas", (Bilaga.AVSIKTSFORKLARING,)),
        (["Avsiktsförklaringen är undertecknad av kommunen"], "bilagor_saknas", ()),
        (["Projektet är på 12 månader", "nej, tidplanen drog ut till 15"], "manader", 15),
        (["Vi har pratat i styrelsen om AI i säkert ett år"], "manader", None),
        (["Inte en människa har börjat jobba med det"], "paborjat", False),
        (["Tre grafikservrar är hela projektet. Kommunen köper dem."], "inriktning", (Inriktning.UTRUSTNING,)),
        (["Vi är helt nya på AI och vill låta en algoritm hitta läckor"], "inriktning", ()),
        (["Räkna med kursen 10,50"], "eurokurs", Decimal("10.50")),
        (["Vi har haft ett uppstartsmöte, mer än så har inte hänt"], "paborjat", False),
        (["Arbetet sätter vi igång först efter beslutet"], "paborjat", False),
        (["En leverantör ska sätta igång innan vi hunnit lämna in"], "paborjat", True),
        (["Ingen vill sätta sin namnteckning på avsiktsförklaringen"], "bilagor_saknas", (Bilaga.AVSIKTSFORKLARING,)),
        (["Vi har varken fått ihop projektplan eller avsiktsförklaring"], "bilagor_saknas", (Bilaga.AVSIKTSFORKLARING,)),
        (["Avsiktsförklaringen har ingen hunnit skriva under"], "bilagor_saknas", (Bilaga.AVSIKTSFORKLARING,)),
        (["Avsiktsförklaringen behöver inte vara lång"], "bilagor_saknas", ()),
        (["Bifogat: CV. Ej bifogat: något som beskriver själva projektet"], "bilagor_saknas", (Bilaga.PROJEKTBESKRIVNING,)),
        (["Pengarna ska gå till en ny serverhall"], "inriktning", (Inriktning.UTRUSTNING,)),
        (["Vi vill få supporten på vår chattbot betald"], "inriktning", (Inriktning.DRIFT,)),
        (["Ta reda på om där finns någon statistik överhuvudtaget"], "data_finns", False),
        (["Det finns tjugo års ärendedata"], "data_finns", True),
        (["Projektet tar nio månader", "Det blir nog det dubbla"], "manader", 18),
    ],
)  # fmt: skip
def test_projektets_egna_uppgifter(turns: list[str], field: str, value: object, lexicon: Lexicon) -> None:
    assert getattr(understand(turns, lexicon).projekt, field) == value


@pytest.mark.parametrize(
    ("turns", "size", "ground", "bonus"),
    [
        (["Litet bolag 200 tkr (exp.utv. m. bonusgrund)"], Storlek.LITET, Stodgrund.EXPERIMENTELL_UTVECKLING, True),
        (["Ett stort företag, experimentell utveckling utan bonus"], Storlek.STORT, Stodgrund.EXPERIMENTELL_UTVECKLING, False),
        (["Ett litet företag med de minimis", "och om företaget är stort?"], Storlek.STORT, Stodgrund.STOD_AV_MINDRE_BETYDELSE, None),
        (["Ett stort företag 100 tkr", "och om det är litet?"], Storlek.LITET, None, None),
        (["Ett litet företag 100 tkr", "Hoppsan, företaget ägs av en jätte och är alltså stort, visar det sig nu."], Storlek.STORT, None, None),
        (["Ett medelstort företag, inget samarbete, ingen spridning, bara grundnivån"], Storlek.MEDELSTORT, None, False),
        (["Ett medelstort företag som uppfyller samarbetsvillkoret"], Storlek.MEDELSTORT, None, True),
    ],
)  # fmt: skip
def test_foretagets_storlek_och_stod(
    turns: list[str], size: Storlek, ground: Stodgrund | None, bonus: bool | None, lexicon: Lexicon
) -> None:
    (company,) = understand(turns, lexicon).projekt.parter
    assert (company.storlek, company.stodgrund, company.bonusgrund) == (size, ground, bonus)


def test_spridning_som_nagon_annan_an_ett_foretag_vill_ha_ar_ingen_bonus(lexicon: Lexicon) -> None:
    assert understand(["Lönen är 300 000. Vi vill ha omfattande spridning."], lexicon).projekt.parter == ()


def test_varje_kostnad_i_en_lista_har_sitt_eget_slag(lexicon: Lexicon) -> None:
    told = "402 000 går till personal och 133 000 till en konsultfirma."
    found = [(c.kostnadsslag, c.belopp) for c in understand([told], lexicon).projekt.kostnader]
    assert found == [(Kostnadsslag.PERSONAL, 402_000), (Kostnadsslag.KONSULT, 133_000)]


def test_ett_spann_har_bada_andarna(lexicon: Lexicon) -> None:
    (cost,) = understand(["Kostnaden landar mellan 300 och 350 tusen."], lexicon).projekt.kostnader
    assert (cost.lagst, cost.belopp) == (300_000, 350_000)


@pytest.mark.parametrize(
    ("told", "euro"),
    [
        ("Bolaget har plockat ut 1 miljon kr i de minimis-stöd de tre senaste åren. Kurs 10.", 100_000),
        ("Partnern har tidigare fått 50 000 euro, och euron står i 10 kronor och 60 öre.", 50_000),
    ],
)
def test_tidigare_stod_i_kronor_eller_euro(told: str, euro: int, lexicon: Lexicon) -> None:
    assert [p.tidigare_stod_eur for p in understand([told], lexicon).projekt.parter] == [euro]


def test_miljoner_euro_galler_aven_nasta_tal(lexicon: Lexicon) -> None:
    told = "Företaget har 60 anställda, 11 miljoner euro i omsättning, 9 i balansomslutning."
    (company,) = understand([told], lexicon).projekt.parter
    assert (company.omsattning_eur, company.balansomslutning_eur) == (11_000_000, 9_000_000)


def test_timmar_och_timkostnad_blir_en_kostnad(lexicon: Lexicon) -> None:
    (cost,) = understand(["Vi har 320 timmar à 870 kr"], lexicon).projekt.kostnader
    assert (cost.kostnadsslag, cost.belopp, cost.timmar) == (Kostnadsslag.PERSONAL, 278_400, 320)


@pytest.mark.parametrize(
    ("told", "question"),
    [
        ("Kostnaderna är 500 000 eller 700 000 kr.", "Ska jag räkna med 500 000 kronor eller 700 000 kronor?"),
        ("Vi har en anställd för 700 kr i timmen.", "Hur många timmar gäller det?"),
        ("Kostnaderna är 500 000 kr.", ""),
    ],
)
def test_vad_som_inte_kan_raknas_fragas_det_efter(told: str, question: str, lexicon: Lexicon) -> None:
    assert understand([told], lexicon).doubt.replace("\u00a0", " ") == question


def test_obetalt_arbete_sags_inte_vara_en_kostnad(lexicon: Lexicon) -> None:
    facts = understand(["Styrelsen jobbar gratis. Den tiden värderar vi till 30 000 kr."], lexicon)
    assert (facts.unpaid, costs(facts.projekt)) == ((30_000,), {})


def test_tva_tidigare_stod_laggs_ihop(lexicon: Lexicon) -> None:
    told = "Två tidigare stöd av mindre betydelse: 64 000 euro från Tillväxtverket och 31 500 euro från regionen."
    parter = understand([told], lexicon).projekt.parter
    assert [p.tidigare_stod_eur for p in parter if p.tidigare_stod_eur] == [95_500]


def test_en_okand_rattslig_form_fragas_det_efter(lexicon: Lexicon) -> None:
    facts = understand(["Vi är en friskola, får vi söka?"], lexicon)
    assert "rättslig form" in "".join(facts.questions.values())
    answered = understand(["Vi är en friskola, får vi söka?", "aktiebolag"], lexicon)
    assert not answered.questions
    assert [p.aktorstyp for p in answered.projekt.parter] == ["foretag"]


@settings(deadline=None, max_examples=50)
@given(kronor=st.integers(min_value=1_000, max_value=10**9))
def test_varje_kostnad_lases_exakt(kronor: int, lexicon: Lexicon) -> None:
    written = f"{kronor:,}".replace(",", " ")
    assert costs(understand([f"Kommunen har kostnader på {written} kr."], lexicon).projekt) == {"kommun": kronor}


@settings(deadline=None, max_examples=50)
@given(first=st.integers(min_value=10_000, max_value=10**7), second=st.integers(min_value=10_000, max_value=10**7))
def test_det_senare_galler(first: int, second: int, lexicon: Lexicon) -> None:
    turns = [f"Vi söker {first} kr", f"Nej, vi söker {second} kr"]
    assert understand(turns, lexicon).projekt.sokt_bidrag == second


@settings(deadline=None, max_examples=50)
@given(junk=st.text(max_size=80))
def test_vad_som_helst_kan_lasas(junk: str, lexicon: Lexicon) -> None:
    assert understand([junk], lexicon).turns[0].said.raw == junk
