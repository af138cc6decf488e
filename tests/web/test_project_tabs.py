"""Panel, checklist and budget: one project in three places, and in the chat."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.conftest import ask

pytestmark = pytest.mark.browser


def form(page: Page, tab: str, name: str) -> Locator:
    page.get_by_role("tab", name=tab).click()
    found = page.locator(f"form[data-form={name}]")
    expect(found).to_be_visible()
    return found


def filled_budget(page: Page) -> Locator:
    budget = form(page, "Budget", "budget")
    budget.locator("[name='parter.0.aktorstyp']").select_option("kommun")
    budget.locator("[name='parter.0.kostnad.personal']").fill("0,7 mkr")
    expect(page.locator("#resultat h3")).to_contain_text(re.compile(r"560\s000"))
    return budget


def test_budgeten_raknas_medan_man_skriver_och_visar_vad_som_avgor(page: Page) -> None:
    budget = filled_budget(page)
    expect(page.locator(".limits .binds")).to_contain_text("avgör")
    budget.locator("[name='parter.0.kostnad.personal']").fill("750 001")
    expect(page.locator("#resultat h3")).to_contain_text(re.compile(r"600\s000"))
    expect(page.locator("#resultat [role=img]")).to_have_attribute("aria-label", re.compile("egen insats"))


@pytest.mark.parametrize("text", ["trehundra bananer", "-5", "1000000000000000"])
def test_nonsens_i_en_ruta_ger_besked_om_vilken_ruta(page: Page, text: str) -> None:
    budget = filled_budget(page)
    budget.locator("[name='parter.0.kostnad.personal']").fill(text)
    expect(page.get_by_role("alert")).to_contain_text(re.compile("part 1|Part 1"))
    assert budget.locator("[name='parter.0.kostnad.personal']").input_value() == text


def test_man_kan_prova_andra_kostnader_utan_att_budgeten_andras(page: Page) -> None:
    budget = filled_budget(page)
    budget.locator("[name=om_kostnader]").fill("-50")
    expect(page.locator(".plan.ask")).to_contain_text(re.compile(r"280\s000"))
    expect(page.locator("#resultat h3")).to_contain_text(re.compile(r"560\s000"))


def test_checklistan_visar_hur_varje_krav_star_med_citat(page: Page) -> None:
    questions = form(page, "Behörighet", "behorighet")
    questions.locator("[name='parter.0.aktorstyp']").select_option("kommun")
    questions.locator("[name=manader]").fill("13")
    questions.get_by_label("CV").check()
    late = page.locator(".finding.error", has_text="13")
    expect(late).to_contain_text("Inte uppfyllt")
    late.locator("summary").click()
    expect(late.locator("blockquote").first).to_contain_text("12 månader")
    expect(page.locator(".finding.ok", has_text="CV")).to_be_visible()
    expect(page.locator(".finding.silent").first).to_contain_text("Saknas")


def test_det_som_fylls_i_pa_en_flik_syns_pa_de_andra_och_hors_i_chatten(page: Page) -> None:
    filled_budget(page)
    page.get_by_role("tab", name="Fråga").click()
    expect(page.locator("form[data-form=panel] [name='parter.0.aktorstyp']")).to_have_value("kommun")
    told = ask(page, "Hur mycket kan vi få i bidrag?")
    assert re.search(r"560\s000", told)
    expect(page.locator(".told")).to_contain_text(re.compile(r"700\s000"))


def test_det_som_sags_i_chatten_syns_i_panelen_och_i_budgeten(page: Page) -> None:
    ask(page, "Vi är en kommun med kostnader på 500 000 kronor. Hur mycket bidrag kan vi få?")
    expect(page.locator("form[data-form=panel] [name='parter.0.aktorstyp']")).to_have_value("kommun")
    page.get_by_role("tab", name="Budget").click()
    expect(page.locator("#resultat h3")).to_contain_text(re.compile(r"400\s000"))


def test_budgeten_laddas_ned_och_lases_in_igen(page: Page, tmp_path: Path) -> None:
    filled_budget(page)
    with page.expect_download() as started:
        page.get_by_role("button", name="Ladda ned Excel").click()
    kept = tmp_path / "budget.xlsx"
    started.value.save_as(kept)
    page.reload()
    form(page, "Budget", "budget")
    page.locator("input[type=file]").last.set_input_files(kept)
    expect(page.locator("#resultat h3")).to_contain_text(re.compile(r"560\s000"))


def test_en_part_laggs_till_och_tas_bort(page: Page) -> None:
    budget = filled_budget(page)
    budget.get_by_role("button", name="Lägg till en part").click()
    expect(budget.locator("[name='parter.1.aktorstyp']")).to_be_visible()
    budget.get_by_role("button", name="Ta bort part 2").click()
    expect(budget.locator("[name='parter.1.aktorstyp']")).to_have_count(0)
    expect(page.locator("#resultat h3")).to_contain_text(re.compile(r"560\s000"))
