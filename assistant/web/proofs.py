"""Quotes behind a rule's finding or a step of a calculation, each linking to its place in the sources."""

from collections.abc import Iterable
from html import escape
from urllib.parse import quote as url_quote

from assistant.sources.library import Proof


def address(proof: Proof) -> str:
    """Return the address that opens the source at the quote."""
    document, _, anchor = proof.passage.id.partition("#")
    place = url_quote(anchor)
    return f"/kalla/{url_quote(document)}?citat={url_quote(proof.quote[:300])}&stycke={place}#{place}"


def _proof(proof: Proof) -> str:
    note = f'<span class="note">{escape(proof.passage.note)}</span>' if proof.passage.note else ""
    return (
        f'<li><blockquote>{escape(proof.quote)}</blockquote><a class="cite-row" href="{escape(address(proof))}" '
        f'target="_blank">{escape(proof.passage.document)}, {escape(proof.passage.section)}</a>{note}</li>'
    )


def proofs_html(proofs: Iterable[Proof]) -> str:
    """Return the quotes to unfold; empty where there are none."""
    rows = [_proof(p) for p in dict.fromkeys(proofs)]
    if not rows:
        return ""
    count = f"{len(rows)} citat" if len(rows) > 1 else "Citatet"
    return f'<details class="sources proofs"><summary>{count}</summary><ul>{"".join(rows)}</ul></details>'
