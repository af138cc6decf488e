"""Eligibility and budget as LangChain tools with typed arguments, for a language model or a chain of one's own."""

from collections.abc import Callable
from datetime import date
from typing import Any

from langchain_core.tools import BaseTool, StructuredTool
from pydantic import BaseModel, ConfigDict, Field

from assistant.errors import InputError
from assistant.replies.reply import Reply, Status
from assistant.replies.rule_answers import budget_reply, eligibility_reply
from assistant.rules.calculation import Ask, Fordelning
from assistant.rules.exchange import projekt_from_json
from assistant.rules.projekt import Bilaga, Inriktning, Kostnadsslag, Projekt, Roll, Stodgrund, Storlek
from assistant.sources.parameters import Parameters


class KostnadArgs(BaseModel):
    """En kostnad."""

    model_config = ConfigDict(extra="forbid")
    belopp: int = Field(description="Hela kronor.")
    kostnadsslag: Kostnadsslag | None = Field(None, description="Vilket av de fem kostnadsslagen.")
    timmar: int | None = Field(None, description="Arbetade timmar, för personalkostnader.")


class PartArgs(BaseModel):
    """En organisation i projektet; det som inte är känt utelämnas."""

    model_config = ConfigDict(extra="forbid")
    aktorstyp: str | None = Field(None, description="Nyckel ur corpus/parameters/aktorer.toml, till exempel kommun.")
    namn: str | None = Field(None, description="Organisationens namn.")
    roll: Roll | None = Field(None, description="Koordinator, projektpart eller underleverantör.")
    organisationsnummer: str | None = Field(None, description="Med kontrollsiffra; prövas.")
    land: str | None = Field(None, description="Landskod med två bokstäver; utelämnat läses som Sverige.")
    ekonomisk_verksamhet: bool | None = Field(
        None, description="Om parten säljer på en marknad i det projektet gäller."
    )
    storlek: Storlek | None = Field(None, description="Företagets storlek.")
    anstallda: int | None = Field(None, description="Antal sysselsatta.")
    omsattning_eur: int | None = Field(None, description="Årsomsättning i hela euro.")
    balansomslutning_eur: int | None = Field(None, description="Balansomslutning i hela euro.")
    stodgrund: Stodgrund | None = Field(None, description="Stödgrund, om den är känd.")
    bonusgrund: bool | None = Field(None, description="Om villkoren för den högre stödnivån är uppfyllda.")
    tidigare_stod_eur: int | None = Field(None, description="Tidigare stöd av mindre betydelse, i hela euro.")
    kostnader: list[KostnadArgs] = Field(default_factory=list, description="Partens egna kostnader.")
    sokt_bidrag: int | None = Field(None, description="Partens del av bidraget i hela kronor.")


class ProjektArgs(BaseModel):
    """Det som är känt om projektet; det som inte är känt utelämnas och gissas aldrig."""

    model_config = ConfigDict(extra="forbid")
    parter: list[PartArgs] = Field(default_factory=list, description="Organisationerna i projektet.")
    kostnader: list[KostnadArgs] = Field(default_factory=list, description="Kostnader utan angiven part.")
    sokt_bidrag: int | None = Field(None, description="Bidrag ni vill söka, i hela kronor.")
    egen_insats: int | None = Field(None, description="Egen insats i hela kronor.")
    manader: int | None = Field(None, description="Projektets längd i månader.")
    paborjat: bool | None = Field(None, description="Om aktiviteterna redan har börjat.")
    data_finns: bool | None = Field(None, description="Om data som projektet bygger på redan finns.")
    inriktning: list[Inriktning] = Field(default_factory=list, description="Vad projektet går ut på.")
    bilagor: list[Bilaga] | None = Field(None, description="De bilagor som finns; en tom lista betyder inga.")
    bilagor_saknas: list[Bilaga] = Field(default_factory=list, description="Bilagor som saknas.")
    eurokurs: str | None = Field(None, description="Kronor per euro, till exempel 10,50; antas aldrig.")


class BudgetArgs(ProjektArgs):
    """Projektet och det som ska räknas ut."""

    fraga_om: Ask = Field(Ask.BIDRAG, description="Vad som ska räknas ut.")
    fordelning: Fordelning = Field(Fordelning.PROPORTIONELL, description="Hur bidraget delas mellan parterna.")


def _json(reply: Callable[[], Reply]) -> dict[str, Any]:
    try:
        return reply().as_json()
    except InputError as error:
        return Reply(status=Status.ERROR, text=str(error)).as_json()


def _projekt(told: dict[str, Any], parameters: Parameters) -> Projekt:
    plain = ProjektArgs(**told).model_dump(mode="json", exclude_none=True)
    return projekt_from_json(plain, tuple(parameters.aktorer))


def rule_tools(parameters: Parameters, today: Callable[[], date]) -> tuple[BaseTool, ...]:
    """
    Return the tools `eligibility` and `budget`; each gives one Reply as JSON, with text, quotes and steps.

    A value that cannot be gives a Reply with status error whose text names the field.
    """

    def eligibility(**told: Any) -> dict[str, Any]:
        return _json(lambda: eligibility_reply(_projekt(told, parameters), parameters, today()))

    def budget(
        fraga_om: Ask = Ask.BIDRAG, fordelning: Fordelning = Fordelning.PROPORTIONELL, **told: Any
    ) -> dict[str, Any]:
        return _json(lambda: budget_reply(_projekt(told, parameters), parameters, fraga_om, fordelning))

    return (
        StructuredTool.from_function(
            eligibility,
            name="eligibility",
            description="Prövar om ett projekt uppfyller utlysningens krav och säger vad som saknas eller är oklart.",
            args_schema=ProjektArgs,
        ),
        StructuredTool.from_function(
            budget,
            name="budget",
            description="Räknar exakt på bidrag, egen insats, kostnader, stödnivåer och fördelning.",
            args_schema=BudgetArgs,
        ),
    )
