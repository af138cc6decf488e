"""The sources: the tab where they are read and searched, and each on its own address."""

import pytest
from playwright.sync_api import Page, expect


@pytest.mark.browser
def test_alla_kallor_kan_lasas_pa_fliken(page: Page) -> None:
    page.get_by_role("tab", name="Källor").click()
    volumes = page.locator(".volume")
    expect(volumes.first).to_be_visible()
    volumes.first.locator("summary").click()
    expect(volumes.first).to_contain_text("Bidrag kan beviljas med max 600 000 kr per projekt.")


@pytest.mark.browser
def test_en_sokning_ger_avsnitt_som_oppnas_i_kallan(page: Page) -> None:
    page.get_by_role("tab", name="Källor").click()
    page.locator("#sok input, #sok textarea").fill("egeninsats")
    expect(page.locator(".hits mark").first).to_be_visible()
    page.locator(".hits a").first.click()
    expect(page.locator("#kalla .cited")).to_be_in_viewport()
