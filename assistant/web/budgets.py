"""The result of a budget: the grant, what is left to bear, the limit that binds, each step with its quote."""

from dataclasses import dataclass, replace
from decimal import Decimal
from html import escape

from assistant.rules.budget import calculate
from assistant.rules.calculation import Ask, Calculation, Condition, Fordelning, Limit, Missing, PartGrant, Step
from assistant.rules.money import decimal, floor_share, grouped, kronor
from assistant.rules.projekt import Kostnadspost, Projekt, Storlek
from assistant.sources.parameters import Parameters
from assistant.web.proofs import proofs_html


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """A change to try: costs by a share, and the companies' size and bonus; None leaves as it is."""

    kostnader: int = 0
    storlek: Storlek | None = None
    bonus: bool | None = None

    def __bool__(self) -> bool:
        """Return whether anything is changed."""
        return self != WhatIf()


def _scaled(costs: tuple[Kostnadspost, ...], per_cent: int) -> tuple[Kostnadspost, ...]:
    share = Decimal(100 + per_cent) / 100
    return tuple(replace(cost, belopp=floor_share(share, cost.belopp)) for cost in costs)


def changed(projekt: Projekt, what_if: WhatIf) -> Projekt:
    """Return *projekt* as it would be; the wanted grant is left out, since the question is what it could be."""
    parts = tuple(
        replace(
            part,
            kostnader=_scaled(part.kostnader, what_if.kostnader),
            storlek=what_if.storlek or part.storlek,
            bonusgrund=part.bonusgrund if what_if.bonus is None else what_if.bonus,
        )
        for part in projekt.parter
    )
    return replace(projekt, parter=parts, kostnader=_scaled(projekt.kostnader, what_if.kostnader))


def _width(amount: int, whole: int) -> str:
    return f"{100 * amount / whole:.2f}%" if whole else "0"


def _bar(result: Calculation) -> str:
    total, grant, own = result.total or 0, result.grant or 0, result.own or 0
    label = f"Av {kronor(total)} är {kronor(grant)} bidrag och {kronor(own)} egen insats."
    parts = (("grant", "Bidrag", grant), ("own", "Egen insats", own))
    bars = "".join(f'<span class="{css}" style="width:{_width(amount, total)}"></span>' for css, _, amount in parts)
    keys = "".join(f'<span><i class="{css}"></i>{name} <b>{kronor(amount)}</b></span>' for css, name, amount in parts)
    return (
        f'<div class="bar" role="img" aria-label="{escape(label)}">{bars}</div>'
        f'<div class="legend">{keys}<span>Kostnader <b>{kronor(total)}</b></span></div>'
    )


def _ruler(limit: Limit, result: Calculation) -> str:
    whole = max([result.total or 0, *(x.amount for x in result.limits)])
    binds = limit in result.binding
    proofs = proofs_html(proof for parameter in limit.parameters for proof in parameter.proofs)
    return (
        f'<li class="{"binds" if binds else ""}"><div><span>{escape(limit.label[:1].upper() + limit.label[1:])}'
        f"{' <em>avgör</em>' if binds else ''}</span><b>{kronor(limit.amount)}</b></div>"
        f'<div class="ruler" aria-hidden="true"><span style="width:{_width(limit.amount, whole)}"></span></div>{proofs}</li>'
    )


def _limits(result: Calculation) -> str:
    if not result.limits:
        return ""
    margin = f" Nästa gräns ligger {kronor(result.margin)} högre." if result.margin else ""
    rows = "".join(_ruler(limit, result) for limit in result.limits)
    return f'<h4>Gränserna för bidraget</h4><p class="note">Den lägsta avgör.{margin}</p><ul class="limits">{rows}</ul>'


def _part_row(part: PartGrant) -> str:
    own = part.kostnader - part.bidrag
    level = f"{decimal(part.niva * 100)} %"
    cells = (
        escape(part.namn),
        grouped(part.kostnader),
        f"{part.stodgrund}, {level}",
        grouped(part.bidrag),
        grouped(own),
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _parts(result: Calculation) -> str:
    if len(result.parts) < 2:
        return ""
    rows = "".join(_part_row(part) for part in result.parts)
    return (
        '<h4>Part för part</h4><div class="wide"><table class="figures"><thead><tr><th>Part</th><th>Kostnader, kr</th><th>Stödnivå</th>'
        f"<th>Bidrag, kr</th><th>Egen insats, kr</th></tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _step(step: Step) -> str:
    proofs = proofs_html(step.parameter.proofs) if step.parameter else ""
    return f"<li><div><span>{escape(step.label)}: {escape(step.formula)}</span><b>{grouped(step.amount)} {escape(step.unit)}</b></div>{proofs}</li>"


def _condition(condition: Condition) -> str:
    return f"<li>{escape(condition.text)}{proofs_html(condition.proofs)}</li>"


def _details(result: Calculation) -> str:
    steps = "".join(_step(s) for s in result.steps)
    terms = "".join(_condition(c) for c in result.conditions)
    told = f'<h4>Förutsättningar</h4><ul class="terms">{terms}</ul>' if terms else ""
    return f'<h4>Så är det räknat</h4><ol class="steps">{steps}</ol>{told}'


def _plan(result: Calculation | Missing) -> str:
    if isinstance(result, Missing):
        return ""
    if result.allowed:
        return f'<p class="plan ok">Ni vill söka {kronor(result.grant or 0)}. Det ryms.</p>'
    rows = "".join(f"<li>{escape(c.text)}</li>" for c in result.changes)
    return f'<div class="plan error"><p>Planen går inte ihop. Ändra så här:</p><ul>{rows}</ul></div>'


def _compared(base: Calculation, projekt: Projekt, what_if: WhatIf, parameters: Parameters) -> str:
    other = calculate(Ask.BIDRAG, changed(projekt, what_if), parameters)
    if isinstance(other, Missing):
        return f'<p class="plan ask">{escape(other.question)}</p>'
    diff = (other.grant or 0) - (base.grant or 0)
    sign = "oförändrat" if not diff else f"{kronor(abs(diff))} {'mer' if diff > 0 else 'mindre'}"
    return (
        f'<div class="plan ask"><p>Med ändringen: bidraget blir högst <b>{kronor(other.grant or 0)}</b> ({sign}), och ni står själva '
        f"för <b>{kronor(other.own or 0)}</b> av {kronor(other.total or 0)}.</p>{_bar(other)}</div>"
    )


def _shared(
    base: Calculation, projekt: Projekt, fordelning: Fordelning, parameters: Parameters
) -> Calculation | Missing:
    if fordelning is Fordelning.PROPORTIONELL or len(base.parts) < 2:
        return base
    shared = calculate(Ask.FORDELNING, projekt, parameters, fordelning)
    return shared if isinstance(shared, Missing) else replace(base, parts=shared.parts)


def _asked(missing: Missing) -> str:
    return f'<section class="result" aria-live="polite"><h3 class="silent">En uppgift till behövs</h3><p>{escape(missing.question)}</p></section>'


def budget_html(projekt: Projekt, parameters: Parameters, fordelning: Fordelning, what_if: WhatIf) -> str:
    """Return the whole result, or the one fact that is missing; raises InputError where the input cannot be."""
    base = calculate(Ask.BIDRAG, projekt, parameters)
    if isinstance(base, Missing):
        return _asked(base)
    shared = _shared(base, projekt, fordelning, parameters)
    wanted = projekt.sokt_bidrag is not None or any(p.sokt_bidrag is not None for p in projekt.parter)
    plan = _plan(calculate(Ask.PLAN, projekt, parameters)) if wanted else ""
    compared = _compared(base, projekt, what_if, parameters) if what_if else ""
    parts = _asked(shared) if isinstance(shared, Missing) else _parts(shared)
    return (
        f'<section class="result" aria-label="Resultat" aria-live="polite"><h3>Bidraget kan bli högst {kronor(base.grant or 0)}</h3>'
        f'<p class="note">Det är {decimal(base.share or Decimal(0))} procent av kostnaderna. Vinnova beslutar.</p>'
        f"{plan}{_bar(base)}{compared}{_limits(base)}{parts}{_details(base)}</section>"
    )
