"""The panel "Ert projekt" and the tabs Behörighet and Budget: one project, shown and changed in three places."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from json import dumps
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.errors import InputError
from assistant.replies.reply import ToolUse
from assistant.rules.eligibility import check
from assistant.rules.exchange import projekt_as_json
from assistant.rules.projekt import Projekt, Projektpart, Roll
from assistant.sources.parameters import Parameters
from assistant.web.budgets import budget_html
from assistant.web.forms import MAX_PARTIES, budget_form, eligibility_form, panel_form
from assistant.web.html import hint_html
from assistant.web.project import Shared, heard
from assistant.web.reading import fordelning_of, read_project, sheet_of, what_if_of
from assistant.web.verdicts import verdict_html
from assistant.web.workbook import read_workbook

_log = logging.getLogger(__name__)

Today = Callable[[], date]
View = tuple[Any, ...]
"""The shared project, then what `Places.outputs` lists."""
QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
ELIGIBILITY_INTRO = """<div class="intro"><h2>Får ni söka?</h2><p>Fyll i det ni vet. Varje krav prövas för sig, med citat.
Det ni inte fyller i räknas som att det saknas, aldrig som ett nej.</p></div>"""
BUDGET_INTRO = """<div class="intro"><h2>Hur mycket kan ni få?</h2><p>Fyll i kostnaderna i hela kronor, så som ni brukar skriva belopp.
Uträkningen är exakt och visar vilken gräns som avgör.</p></div>"""


def _downloads(shared: Shared) -> str:
    data = escape(dumps(projekt_as_json(shared.projekt), ensure_ascii=False))
    hidden = (
        f'<input type="hidden" name="projekt" value="{data}">'
        f'<input type="hidden" name="fordelning" value="{shared.fordelning}">'
    )
    return (
        f'<div class="downloads"><form method="post" action="/budget.xlsx">{hidden}<button>Ladda ned Excel</button></form>'
        f'<form method="post" action="/budget.csv">{hidden}<button>Ladda ned CSV</button></form></div>'
    )


@dataclass(frozen=True, slots=True)
class Project:
    """What the forms' events do; without state of its own."""

    parameters: Parameters
    today: Today

    def panel(self, shared: Shared) -> str:
        """Return the panel beside the chat."""
        return f'<details class="panel"><summary>Ert projekt</summary>{panel_form(shared.projekt, self.parameters)}</details>'

    def view(self, shared: Shared, *, keep: str = "") -> View:
        """Return everything that shows the project; the form *keep* is left as it stands, for somebody writes in it."""
        forms = {
            "panel": self.panel(shared),
            "behorighet": eligibility_form(shared.projekt, self.parameters),
            "budget": budget_form(shared.projekt, self.parameters, shared.fordelning),
        }
        shown = (gr.skip() if name == keep else form for name, form in forms.items())
        return (shared, *shown, self._verdict(shared), self._budget(shared), "", "", "")

    def _verdict(self, shared: Shared) -> str:
        return verdict_html(check(shared.projekt, self.parameters, self.today()))

    def _budget(self, shared: Shared) -> str:
        result = budget_html(shared.projekt, self.parameters, shared.fordelning, shared.what_if)
        return f"{result}{_downloads(shared)}"

    def unchanged(self, shared: Shared) -> View:
        """Return that nothing that shows the project changes."""
        return (shared, *(gr.skip() for _ in range(8)))

    def heard(self, shared: Shared, tool: ToolUse | None) -> View:
        """Return the project after an answer of the chat, as far as the answer rests on one."""
        try:
            return self.view(heard(shared, tool))
        except InputError as error:
            _log.warning("Svarets projekt kunde inte visas: %s", error)
            return self.unchanged(shared)

    def fault(self, shared: Shared, form: str, error: InputError) -> View:
        """Return the page as it was, with the fault told at the form it happened in."""
        text = str(error)
        hints = (hint_html(f"{text[:1].upper()}{text[1:]}.") if form == name else "" for name in FORMS)
        return (shared, *(gr.skip() for _ in range(5)), *hints)

    def filled(self, form: str, raw: str, shared: Shared) -> View:
        """Return the page after somebody filled in *form*."""
        try:
            sheet = sheet_of(raw)
            projekt, rebuilt = _rearranged(read_project(sheet, shared.projekt), sheet.text("gor"))
            changed = replace(shared, projekt=projekt)
            if form == "budget":
                changed = replace(changed, fordelning=fordelning_of(sheet), what_if=what_if_of(sheet))
            return self.view(changed, keep="" if rebuilt else form)
        except InputError as error:
            return self.fault(shared, form, error)

    def imported(self, path: str, shared: Shared) -> View:
        """Return the page after a workbook was read in; what it does not hold stays."""
        try:
            read = read_workbook(Path(path).read_bytes(), self.parameters)
            return self.view(replace(shared, projekt=_with_budget(shared.projekt, read)))
        except InputError as error:
            return self.fault(shared, "budget", error)


FORMS = ("panel", "behorighet", "budget")


def _rearranged(projekt: Projekt, order: str) -> tuple[Projekt, bool]:
    """Return the project with a party added or taken away, and whether that was asked for."""
    what, _, at = order.partition(" ")
    if what == "lagg" and len(projekt.parter) < MAX_PARTIES:
        first = projekt.parter or (Projektpart(roll=Roll.KOORDINATOR),)
        return replace(projekt, parter=(*first, Projektpart(roll=Roll.PROJEKTPART))), True
    if what == "bort" and at.isdecimal():
        left = tuple(part for n, part in enumerate(projekt.parter) if n != int(at))
        return replace(projekt, parter=left), True
    return projekt, False


def _with_budget(projekt: Projekt, read: Projekt) -> Projekt:
    return replace(
        projekt,
        parter=read.parter,
        kostnader=read.kostnader,
        sokt_bidrag=read.sokt_bidrag,
        eurokurs=read.eurokurs,
    )


@dataclass(slots=True)
class Places:
    """The components that show the project, made as the page is laid out."""

    shared: gr.State
    forms: dict[str, gr.HTML]
    results: dict[str, gr.HTML]
    hints: dict[str, gr.HTML]

    def outputs(self) -> list[Any]:
        """Return the components in the order of `Project.view`."""
        return [
            self.shared,
            *(self.forms[f] for f in FORMS),
            self.results["behorighet"],
            self.results["budget"],
            *(self.hints[f] for f in FORMS),
        ]


def open_places() -> Places:
    """Return the empty places, with the state that all of them share."""
    return Places(shared=gr.State(Shared()), forms={}, results={}, hints={})


def build_panel(project: Project, places: Places) -> None:
    """Lay out the panel beside the chat."""
    places.forms["panel"] = gr.HTML(project.panel(Shared()), elem_id="ert-projekt", padding=False)
    places.hints["panel"] = gr.HTML("", padding=False)


def build_eligibility(project: Project, places: Places) -> None:
    """Lay out the tab Behörighet."""
    _, _, form, _, verdict, *_ = project.view(Shared())
    gr.HTML(ELIGIBILITY_INTRO, padding=False)
    with gr.Row(elem_classes="two"):
        with gr.Column(scale=5, min_width=300):
            places.forms["behorighet"] = gr.HTML(form, padding=False)
        with gr.Column(scale=6, min_width=300):
            places.hints["behorighet"] = gr.HTML("", padding=False)
            places.results["behorighet"] = gr.HTML(verdict, elem_id="checklista", padding=False)


def build_budget(project: Project, places: Places) -> gr.UploadButton:
    """Lay out the tab Budget and return the button that reads a workbook."""
    _, _, _, form, _, result, *_ = project.view(Shared())
    gr.HTML(BUDGET_INTRO, padding=False)
    with gr.Row(elem_classes="two"):
        with gr.Column(scale=5, min_width=300):
            places.forms["budget"] = gr.HTML(form, padding=False)
        with gr.Column(scale=6, min_width=300):
            places.hints["budget"] = gr.HTML("", padding=False)
            places.results["budget"] = gr.HTML(result, elem_id="resultat", padding=False)
            return gr.UploadButton("Läs in Excel", file_types=[".xlsx"], size="sm", elem_id="las-in")


def join_events(project: Project, places: Places, upload: gr.UploadButton) -> None:
    """Join the forms' events; each form sends itself whole through a hidden box."""
    outputs = places.outputs()
    for form in FORMS:
        box = gr.Textbox(visible="hidden", elem_id=f"dold-{form}", label=form)

        def filled(raw: str, shared: Shared, form: str = form) -> View:
            return project.filled(form, raw, shared)

        box.submit(filled, [box, places.shared], outputs, trigger_mode="always_last", **QUIET)
    upload.upload(project.imported, [upload, places.shared], outputs, **QUIET)
