"""The page's functions for programs: Gradio API endpoints, which are MCP tools as well."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, TypeVar

import gradio as gr

from assistant.errors import InputError
from assistant.replies import phrases
from assistant.replies.reply import Reply
from assistant.rules.budget import calculate
from assistant.rules.calculation import Ask as Money
from assistant.rules.calculation import Fordelning
from assistant.rules.eligibility import check
from assistant.rules.exchange import projekt_as_json, projekt_from_json, result_as_json, verdict_as_json
from assistant.rules.projekt import Projekt
from assistant.text.normalise import clean
from assistant.web.chat import objection
from assistant.web.tabs import Project

Ask = Callable[[Sequence[str]], Reply]
Json = dict[str, Any]
_Kind = TypeVar("_Kind", bound=StrEnum)


class Endpoints:
    """
    The three functions; the docstrings are what a program's author, or a language model, reads.

    A value that cannot be gives `{"fel": …, "falt": …}` in Swedish, never an empty answer.
    """

    def __init__(self, ask: Ask, project: Project) -> None:
        self._ask = ask
        self._project = project

    def fraga(self, fraga: str, tidigare: list[str] | None = None) -> Json:
        """
        Svarar på en fråga om utlysningen Starta er AI-resa, med ordagranna citat som bevis.

        Args:
            fraga: Frågan på svenska eller engelska, i egna ord.
            tidigare: Användarens tidigare meddelanden i samma samtal, äldst först.

        Returns:
            status, text med markeringar som [1], citations, tool, follow_ups och receipt.

        """
        if objection(fraga) == phrases.TOO_LONG:
            return {
                "status": "error",
                "text": phrases.TOO_LONG,
                "citations": [],
                "tool": None,
                "follow_ups": [],
                "receipt": "",
            }
        return self._ask([*(clean(turn) for turn in tidigare or []), fraga]).as_json()

    def _project_of(self, told: Json) -> Projekt:
        given = {name: value for name, value in told.items() if value is not None}
        return projekt_from_json(given, tuple(self._project.parameters.aktorer))

    def behorighet(
        self,
        parter: list[dict[str, Any]] | None = None,
        manader: int | None = None,
        sokt_bidrag: int | None = None,
        paborjat: bool | None = None,  # noqa: FBT001  # an argument of the endpoint, given by name
        data_finns: bool | None = None,  # noqa: FBT001  # an argument of the endpoint, given by name
        inriktning: list[str] | None = None,
        bilagor: list[str] | None = None,
    ) -> Json:
        """
        Prövar ett projekt mot varje krav i utlysningen; det som inte anges räknas som att det saknas.

        Args:
            parter: Organisationerna, var och en med aktorstyp (till exempel kommun, ideell_forening, foretag), roll
                (koordinator, projektpart, underleverantör), och vid behov organisationsnummer, land (SE),
                ekonomisk_verksamhet (true/false).
            manader: Hur många månader projektet pågår.
            sokt_bidrag: Sökt bidrag i hela kronor.
            paborjat: Om projektets aktiviteter redan har börjat.
            data_finns: Om de data som projektet bygger på redan finns.
            inriktning: Vad projektet går ut på, till exempel "använda maskininlärning" eller "löpande drift".
            bilagor: De bilagor som finns: projektbeskrivning, cv, avsiktsförklaring.

        Returns:
            utfall, och krav: en lista där vart och ett har utfall (uppfyllt, inte uppfyllt, saknas, oklart), skäl och citat.

        """
        told = {
            "parter": parter, "manader": manader, "sokt_bidrag": sokt_bidrag, "paborjat": paborjat,
            "data_finns": data_finns, "inriktning": inriktning, "bilagor": bilagor,
        }  # fmt: skip
        try:
            projekt = self._project_of(told)
            verdict = check(projekt, self._project.parameters, self._project.today())
        except InputError as error:
            return {"fel": str(error), "falt": error.field}
        return {"projekt": projekt_as_json(projekt)} | verdict_as_json(verdict)

    def budget(
        self,
        fraga_om: str = Money.BIDRAG.value,
        parter: list[dict[str, Any]] | None = None,
        kostnader: list[dict[str, Any]] | None = None,
        sokt_bidrag: int | None = None,
        egen_insats: int | None = None,
        eurokurs: str | None = None,
        fordelning: str = Fordelning.PROPORTIONELL.value,
    ) -> Json:
        """
        Räknar exakt på projektets pengar: största bidrag, egen insats, minsta kostnader, om en plan är tillåten.

        Args:
            fraga_om: största bidrag, egen insats, minsta kostnader, plan, fördelning, indirekta kostnader, personalkostnad,
                stödnivå eller stöd av mindre betydelse.
            parter: Organisationerna med aktorstyp, roll, och vid behov stodgrund, storlek (litet, medelstort, stort),
                bonusgrund (true/false), tidigare_stod_eur, sokt_bidrag och kostnader.
            kostnader: Kostnader utan part, var och en med belopp i hela kronor och gärna kostnadsslag (personal, utrustning,
                konsult, övriga direkta, indirekta) och timmar.
            sokt_bidrag: Det bidrag som önskas, i hela kronor.
            egen_insats: Det ni kan stå för själva, i hela kronor.
            eurokurs: Kronor per euro, till exempel "10,50"; behövs bara för stöd av mindre betydelse.
            fordelning: proportionell, koordinator först eller eget val.

        Returns:
            Resultatet med gränser, vilken som avgör, delarna per part och varje steg med citat; eller saknas och fraga.

        """
        told = {
            "parter": parter, "kostnader": kostnader, "sokt_bidrag": sokt_bidrag, "egen_insats": egen_insats, "eurokurs": eurokurs,
        }  # fmt: skip
        try:
            projekt = self._project_of(told)
            money, shared = _word(fraga_om, Money, "fraga_om"), _word(fordelning, Fordelning, "fordelning")
            result = calculate(money, projekt, self._project.parameters, shared)
        except InputError as error:
            return {"fel": str(error), "falt": error.field}
        return {"projekt": projekt_as_json(projekt)} | result_as_json(result)


def _word(text: str, kind: type[_Kind], field: str) -> _Kind:
    if text not in set(kind):
        raise InputError(field, f"ska vara något av: {', '.join(kind)}")
    return kind(text)


def add_endpoints(ask: Ask, project: Project) -> None:
    """Add the three functions to the open Blocks."""
    endpoints = Endpoints(ask, project)
    for function in (endpoints.fraga, endpoints.behorighet, endpoints.budget):
        gr.api(function, api_name=function.__name__)  # type: ignore[attr-defined]  # gradio does not list it
