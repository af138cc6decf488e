"""A reply before its proofs are checked: claims, each with what is said to prove it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from assistant.replies.reply import Status, ToolUse
from assistant.sources.library import Entry, Proof


class Layout(StrEnum):
    """How a claim stands on the page."""

    RUN = "run"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    HEADING = "heading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """
    One sentence with its proofs.

    *phrase*: one of the assistant's own set phrases, which states no fact and needs no proof.
    *computed*: its figures come from the tool's result.
    """

    text: str
    proofs: tuple[Proof, ...] = ()
    layout: Layout = Layout.RUN
    phrase: bool = False
    computed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """
    What is about to be said.

    *tentative*: it rests on a reading of the question that the evidence may overrule.
    """

    status: Status
    claims: tuple[Claim, ...]
    tool: ToolUse | None = None
    follow_ups: tuple[str, ...] = ()
    trace: Mapping[str, Any] = field(default_factory=dict)
    tentative: bool = False


def claims_of(entry: Entry) -> tuple[Claim, ...]:
    """Return the claims of a library answer, the first opening a paragraph."""
    return tuple(
        Claim(
            text=sentence.text,
            proofs=sentence.proofs,
            layout=Layout.RUN if at else Layout.PARAGRAPH,
            phrase=not sentence.proofs,
        )
        for at, sentence in enumerate(entry.sentences)
    )
