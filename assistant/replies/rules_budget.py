"""The answer to a question about money: the amount first, the limit that binds, then the steps with their quotes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.replies.draft import Claim, Draft, Layout
from assistant.replies.reply import Status, ToolUse
from assistant.rules.budget import calculate
from assistant.rules.calculation import Ask, Calculation, Missing, Step
from assistant.rules.exchange import projekt_as_json, result_as_json
from assistant.rules.grant import ANDEL, STODNIVA
from assistant.rules.money import decimal, grouped, kronor
from assistant.rules.projekt import Kostnadspost, Projekt
from assistant.sources.library import Proof
from assistant.sources.parameters import Parameters

_LAST = "Högsta bidrag"
_BY_HEART = "står i utlysningen"


def _claim(text: str, proofs: Sequence[Proof] = (), layout: Layout = Layout.RUN) -> Claim:
    return Claim(text=text, proofs=tuple(proofs), layout=layout, computed=True)


def _amount(step: Step) -> str:
    return f"{grouped(step.amount)} {step.unit}"


def _steps(result: Calculation) -> Iterator[Claim]:
    for step in result.steps:
        if step.label == _LAST:
            continue
        how = "" if step.formula == _BY_HEART else f"{step.formula} = "
        yield _claim(
            f"{step.label}: {how}{_amount(step)}", step.parameter.proofs if step.parameter else (), Layout.BULLET
        )


def _named(result: Calculation) -> str:
    parts = [f"{part.namn} {kronor(part.bidrag)}" for part in result.parts]
    *before, last = parts
    return f"{', '.join(before)} och {last}" if before else last


def _binding(result: Calculation) -> Iterator[Claim]:
    """Yield which limit decides and by how much."""
    labels = [limit.label for limit in result.binding]
    proofs = tuple(dict.fromkeys(p for x in result.binding for parameter in x.parameters for p in parameter.proofs))
    yield _claim(f"Det som avgör är {' och '.join(labels)}.{_next_limit(result)}", proofs)


def _next_limit(result: Calculation) -> str:
    """Return which limit comes next; nothing where only the parties' whole costs stand above."""
    above = [limit for limit in result.limits if limit.amount > result.limits[0].amount]
    above = [limit for limit in above if limit.key != STODNIVA or limit.amount != result.total]
    if not above:
        return ""
    return f" Nästa gräns är {above[0].label}, {kronor(above[0].amount)}."


def _sharing(result: Calculation) -> Iterator[Claim]:
    if len(result.parts) > 1:
        yield _claim(f"Delat efter kostnaderna blir det {_named(result)}.", layout=Layout.PARAGRAPH)


def _of_all(result: Calculation) -> Iterator[Claim]:
    """Yield the grant's share of the costs where that is not the share that binds."""
    if result.share is not None and not any(limit.key == ANDEL for limit in result.binding):
        yield _claim(f"Det är {decimal(result.share)} procent av kostnaderna.")


def _largest(result: Calculation, parameters: Parameters) -> Iterator[Claim]:
    yield _claim(
        f"Bidraget kan bli högst {kronor(result.answer)}; ni står själva för {kronor(result.own or 0)}.",
        parameters["hogsta_andel"].proofs,
    )
    yield from _binding(result)
    yield from _of_all(result)
    yield from _steps(result)
    yield from _sharing(result)


def _own(result: Calculation, parameters: Parameters) -> Iterator[Claim]:
    grant, total = kronor(result.grant or 0), kronor(result.total or 0)
    yield _claim(
        f"Ni behöver själva stå för minst {kronor(result.answer)}: bidraget blir högst {grant} av kostnaderna på {total}.",
        parameters["minsta_egen_insats"].proofs,
    )
    if result.limits:
        yield from _binding(result)
    yield from _steps(result)


def _costs(result: Calculation, parameters: Parameters) -> Iterator[Claim]:
    total, grant, own = kronor(result.answer), kronor(result.grant or 0), kronor(result.own or 0)
    if result.allowed is None:
        lead = f"Med {own} i egen insats kan bidraget bli högst {grant}; kostnaderna är då {total}."
    elif result.allowed:
        lead = (
            f"Kostnaderna behöver vara minst {total} för att bidraget ska kunna bli {grant}; ni står själva för {own}."
        )
    else:
        lead = f"Nej, så stort kan bidraget inte bli: det kan bli högst {grant}, och då behöver kostnaderna vara minst {total}."
    yield _claim(lead, (*parameters["hogsta_andel"].proofs, *parameters["hogsta_bidrag"].proofs))
    yield from _steps(result)


def _plan_lead(result: Calculation) -> str:
    if result.grant is None:
        over = f"Nej, kostnaderna ligger {kronor(result.answer)} över taket."
        return "Ja, kostnaderna ryms under taket." if result.allowed else over
    wanted, most = kronor(result.grant), result.limits[0].amount
    if result.allowed:
        share = f", alltså {decimal(result.share)} procent" if result.share is not None else ""
        return f"Ja, det går: bidraget på {wanted} ryms i kostnaderna på {kronor(result.total or 0)}{share}."
    if result.grant > most:
        return f"Nej, {wanted} i bidrag är för mycket: det kan bli högst {kronor(most)}."
    return "Nej, planen går inte ihop som den är."


def _plan(result: Calculation, parameters: Parameters) -> Iterator[Claim]:
    proofs = parameters["hogsta_andel"].proofs if result.limits else ()
    yield _claim(_plan_lead(result), proofs)
    too_much = bool(result.limits) and (result.grant or 0) > result.limits[0].amount
    if result.limits and (result.allowed or too_much):
        yield from _binding(result)
    yield from (_claim(change.text, layout=Layout.BULLET) for change in result.changes)
    yield from _steps(result)


def _shares(result: Calculation, _: Parameters) -> Iterator[Claim]:
    yield _claim(f"Bidraget på {kronor(result.answer)} delas så här: {_named(result)}.")
    yield from _binding(result)
    yield from _steps(result)


def _indirect(result: Calculation, parameters: Parameters) -> Iterator[Claim]:
    text = f"De indirekta kostnaderna kan vara högst {kronor(result.answer)}."
    yield _claim(text, parameters["tak_indirekta"].proofs)
    yield from _steps(result)


def _pay(result: Calculation, parameters: Parameters) -> Iterator[Claim]:
    text = f"Ni kan ta upp {kronor(result.answer)} i personalkostnad."
    yield _claim(text, parameters["tak_timkostnad"].proofs)
    yield from _steps(result)


def _level(result: Calculation, parameters: Parameters) -> Iterator[Claim]:
    step = result.steps[0]
    used = step.parameter.proofs if step.parameter else ()
    yield _claim(f"{step.label} ({step.formula}): högst {result.answer} procent av de egna kostnaderna.", used)
    yield _claim("Nivån räknas på partens egna kostnader.", parameters.krav["niva_per_part"].proofs)


def _minor(result: Calculation, parameters: Parameters) -> Iterator[Claim]:
    left, *in_kronor = result.steps
    also = f", alltså {_amount(in_kronor[0])}" if in_kronor else ""
    text = f"Under taket för stöd av mindre betydelse återstår {_amount(left)}{also}."
    yield _claim(text, parameters["tak_mindre_betydelse"].proofs)
    yield from _steps(result)


_ANSWERS: dict[Ask, Callable[[Calculation, Parameters], Iterator[Claim]]] = {
    Ask.BIDRAG: _largest,
    Ask.EGEN_INSATS: _own,
    Ask.KOSTNADER: _costs,
    Ask.PLAN: _plan,
    Ask.FORDELNING: _shares,
    Ask.INDIREKTA: _indirect,
    Ask.PERSONAL: _pay,
    Ask.NIVA: _level,
    Ask.MINDRE_BETYDELSE: _minor,
}


def _low_end(ask: Ask, projekt: Projekt, parameters: Parameters) -> Calculation | None:
    """Return the largest grant at the low end of the costs, None where they were told as no span."""
    low = _with_low_costs(projekt)
    if low == projekt or ask not in {Ask.BIDRAG, Ask.EGEN_INSATS}:
        return None
    result = calculate(Ask.BIDRAG, low, parameters)
    return result if isinstance(result, Calculation) else None


def _at_the_low_end(low: Calculation, parameters: Parameters) -> Claim:
    text = (
        f"Blir kostnaderna i stället {kronor(low.total or 0)} kan bidraget bli högst {kronor(low.answer)}; "
        f"ni står då själva för {kronor(low.own or 0)}."
    )
    return _claim(text, parameters["hogsta_andel"].proofs, Layout.PARAGRAPH)


def _with_low_costs(projekt: Projekt) -> Projekt:
    def lowered(costs: Sequence[Kostnadspost]) -> tuple[Kostnadspost, ...]:
        return tuple(c if c.lagst is None else replace(c, belopp=c.lagst, lagst=None) for c in costs)

    parts = tuple(replace(part, kostnader=lowered(part.kostnader)) for part in projekt.parter)
    return replace(projekt, parter=parts, kostnader=lowered(projekt.kostnader))


def _conditions(result: Calculation) -> Iterator[Claim]:
    for at, condition in enumerate(result.conditions):
        yield _claim(condition.text, condition.proofs, Layout.RUN if at else Layout.PARAGRAPH)


def budget_draft(ask: Ask, projekt: Projekt, result: Calculation | Missing, parameters: Parameters) -> Draft:
    """Return the answer to a question about money; where a fact is missing, the one question that asks for it."""
    tool = ToolUse(
        name="budget", input={"fraga_om": ask.value} | projekt_as_json(projekt), result=result_as_json(result)
    )
    if isinstance(result, Missing):
        text = f"För att räkna behöver jag veta en sak till. {result.question}"
        return Draft(status=Status.CLARIFY, claims=(_claim(text),), tool=tool)
    claims = (*_ANSWERS[ask](result, parameters), *_conditions(result))
    if low := _low_end(ask, projekt, parameters):
        tool = replace(tool, result={**tool.result, "vid_lagsta_kostnad": result_as_json(low)})
        claims = (*claims, _at_the_low_end(low, parameters))
    return Draft(status=Status.ANSWERED, claims=claims, tool=tool)


def both_levels_draft(drafts: Sequence[tuple[bool, Draft]]) -> Draft:
    """Return one answer of *drafts*: with bonus (True) and without (False); a question where one asks."""
    if asking := next((draft for _, draft in drafts if draft.status is Status.CLARIFY), None):
        return asking
    claims: list[Claim] = []
    for bonus, draft in drafts:
        name = "Med bonusgrund" if bonus else "Utan bonusgrund"
        claims += [_claim(f"{name}:", layout=Layout.PARAGRAPH), *draft.claims]
    tools = [draft.tool for _, draft in drafts if draft.tool]
    result = {"med_bonusgrund": tools[0].result, "utan_bonusgrund": tools[1].result}
    return Draft(
        status=Status.ANSWERED, claims=tuple(claims), tool=ToolUse(name="budget", input=tools[0].input, result=result)
    )
