"""The server: FastAPI with the sources, verdicts, health and measures, and the Gradio page mounted on it."""

import json
from datetime import date
from typing import Annotated, Literal

import gradio as gr
import uvicorn
from fastapi import FastAPI, Form, HTTPException, Query, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from assistant.assembly import Assistant, open_assistant
from assistant.errors import InputError
from assistant.feedback import Feedback
from assistant.rules.calculation import Fordelning
from assistant.rules.exchange import projekt_from_json
from assistant.rules.projekt import Projekt
from assistant.search.index import Progress
from assistant.settings import Settings
from assistant.sources.parameters import Parameters, load_parameters
from assistant.web.csvs import budget_csv
from assistant.web.desk.app import mount_desk
from assistant.web.html import REASONS
from assistant.web.look import theme
from assistant.web.measures import CONTENT_TYPE, Measures
from assistant.web.page import build_page
from assistant.web.shell import Shell, asset, standalone
from assistant.web.sources import document_html
from assistant.web.tabs import Project
from assistant.web.workbook import write_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Verdict(BaseModel):
    """A reader's verdict on one answer, as the page sends it."""

    receipt: Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]
    verdict: Literal["ja", "nej"]
    reason: Annotated[str, Field(max_length=60)] = ""


def _add_sources(app: FastAPI, assistant: Assistant) -> None:
    @app.get("/kalla/{document_id}", response_class=HTMLResponse)
    def source(
        document_id: str, citat: Annotated[str, Query(max_length=400)] = "", stycke: Annotated[str, Query()] = ""
    ) -> str:
        """Return one source as a page, the quote marked in its section."""
        document = next((d for d in assistant.corpus.documents if d.id == document_id), None)
        if document is None:
            raise HTTPException(404)
        return standalone(document.title, document_html(document, citat, stycke))


def _add_files(app: FastAPI, parameters: Parameters) -> None:
    def told(projekt: str) -> Projekt:
        try:
            return projekt_from_json(json.loads(projekt), tuple(parameters.aktorer))
        except (ValueError, InputError) as error:
            raise HTTPException(422, f"Projektet går inte att läsa: {error}") from error

    def download(content: bytes, name: str, kind: str) -> Response:
        return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})

    @app.post("/budget.xlsx")
    def workbook(
        projekt: Annotated[str, Form(max_length=200_000)],
        fordelning: Annotated[Fordelning, Form()] = Fordelning.PROPORTIONELL,
    ) -> Response:
        """Return the budget as an Excel workbook with live formulas."""
        return download(write_workbook(told(projekt), parameters, fordelning), "budget.xlsx", XLSX)

    @app.post("/budget.csv")
    def table(projekt: Annotated[str, Form(max_length=200_000)]) -> Response:
        """Return the budget as a table for any spreadsheet."""
        return download(budget_csv(told(projekt), parameters), "budget.csv", "text/csv; charset=utf-8")


def _add_service(app: FastAPI, assistant: Assistant, measures: Measures) -> None:
    feedback = Feedback(assistant.settings.data_dir / "feedback.jsonl")

    @app.post("/synpunkt", status_code=204)
    def verdict(given: Verdict) -> None:
        """Keep a reader's verdict; 503 where the disk refuses it."""
        if given.reason and given.reason not in REASONS:
            raise HTTPException(422, "Den anledningen finns inte att välja.")
        if not feedback.keep(receipt=given.receipt, verdict=given.verdict, reason=given.reason):
            raise HTTPException(503, "Synpunkten kunde inte sparas just nu. Försök igen om en stund.")
        measures.verdict(given.verdict)

    @app.get("/halsa")
    def health() -> dict[str, str]:
        """Return that the site is up, and over which version of the sources."""
        return {"status": "ok", "corpus": assistant.corpus.version}

    @app.get("/matt")
    def figures() -> Response:
        """Return the measures in Prometheus' text format."""
        return Response(measures.exposition(), media_type=CONTENT_TYPE)


def _parameters(assistant: Assistant) -> Parameters:
    return load_parameters(assistant.settings.corpus_dir / "parameters", assistant.corpus.prove)


def build_app(assistant: Assistant) -> FastAPI:
    """Return the whole site."""
    app = FastAPI(title="Utlysningsassistenten", docs_url=None, redoc_url=None, openapi_url=None)
    measures = Measures(assistant.corpus.version)
    project = Project(_parameters(assistant), lambda: assistant.settings.today or date.today())
    _add_sources(app, assistant)
    _add_service(app, assistant, measures)
    mount_desk(app, assistant)
    _add_files(app, project.parameters)
    app.add_middleware(Shell)
    site: FastAPI = gr.mount_gradio_app(
        app,
        build_page(assistant, measures, project),
        path="/",
        theme=theme(),
        css=asset("style.css"),
        head=f"<script>{asset('page.js')}</script>",
        show_error=False,
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        mcp_server=True,
        max_file_size="2mb",
    )
    return site


def run(settings: Settings, progress: Progress) -> None:
    """Open the assistant and serve the site until stopped."""
    assistant = open_assistant(settings, progress)
    uvicorn.run(build_app(assistant), host=settings.host, port=settings.port, log_level="warning")
