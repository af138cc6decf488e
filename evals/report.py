"""The evals as one HTML page with charts, readable by anyone and free of foreign scripts."""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from evals.run import SetResult, table

_STYLE = """
:root{color-scheme:light dark;--ink:#16212e;--paper:#fbfaf7;--line:#d9d5cb;--good:#2f6f4f;--bad:#b3412e}
@media(prefers-color-scheme:dark){:root{--ink:#e8e6e0;--paper:#14181d;--line:#343b44;--good:#7fc29b;--bad:#ee8d77}}
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:70rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}td,th{padding:.3rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
svg{width:100%;height:auto}text{fill:var(--ink);font-size:13px}.good{fill:var(--good)}.bad{fill:var(--bad)}
details{margin:.5rem 0}summary{cursor:pointer}
"""
_ROW, _LABEL, _WIDTH = 24, 150, 760


def _chart(groups: Mapping[str, tuple[int, int]]) -> str:
    bars = []
    for at, (name, (passed, asked)) in enumerate(groups.items()):
        y, full = at * _ROW, _WIDTH - _LABEL - 80
        right = full * passed / asked
        bars.append(
            f'<text x="0" y="{y + 16}">{escape(name)}</text>'
            f'<rect class="good" x="{_LABEL}" y="{y + 4}" width="{right:.0f}" height="16"/>'
            f'<rect class="bad" x="{_LABEL + right:.0f}" y="{y + 4}" width="{full - right:.0f}" height="16"/>'
            f'<text x="{_LABEL + full + 8}" y="{y + 16}">{passed}/{asked}</text>'
        )
    return f'<svg viewBox="0 0 {_WIDTH} {len(groups) * _ROW}" role="img">{"".join(bars)}</svg>'


def _metrics(metrics: Mapping[str, float | None]) -> str:
    rows = (f"<tr><td>{escape(n)}</td><td>{'–' if v is None else f'{v:.3f}'}</td></tr>" for n, v in metrics.items())
    return f"<table><tr><th>Mått</th><th>Värde</th></tr>{''.join(rows)}</table>"


def _failures(result: SetResult) -> str:
    rows = (
        f"<details><summary>{escape(s.question.id)}: {escape(' / '.join(s.question.turns))[:160]}</summary>"
        f"<p><b>{s.reply.status}</b> {escape(s.reply.text)}</p><p>{escape(s.question.note)}</p></details>"
        for s in result.scores
        if not s.passed
    )
    return "".join(rows) or "<p>Inga.</p>"


def write_report(
    path: Path, results: Sequence[SetResult], figures: Mapping[str, Mapping[str, float | None]], version: str
) -> None:
    """Write the report to *path*: metrics, a bar a category, and every failed question."""
    sets = "".join(
        f"<h2>{escape(r.name)}</h2>{_metrics(r.metrics)}<h3>Rätt per kategori</h3>{_chart(table(r))}"
        f"<h3>Fel svar</h3>{_failures(r)}"
        for r in results
    )
    page = (
        f"<!doctype html><html lang=sv><meta charset=utf-8><title>Mätning av svaren</title><style>{_STYLE}</style>"
        f"<h1>Så ofta är svaren rätt</h1><p>Källversion {escape(version)}</p>{_metrics(figures['library'])}{sets}</html>"
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")
