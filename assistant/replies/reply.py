"""The reply: what every face shows, and the contract others build on."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    NOT_IN_SOURCES = "not_in_sources"
    UNCLEAR_IN_SOURCES = "unclear_in_sources"
    OUT_OF_SCOPE = "out_of_scope"
    REFUSED = "refused"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One proof: *quote* stands verbatim in *passage*, and *passage* in the source."""

    n: int
    document: str
    section: str
    quote: str
    passage: str
    url: str
    anchor: str = ""
    """Stable id of the passage, `document#section`, which the page opens."""
    note: str = ""
    """Year and certainty where the source is not the call text itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolUse:
    """The deterministic function that an answer rests on."""

    name: str
    input: Mapping[str, Any]
    result: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer with its proofs."""

    status: Status
    text: str
    citations: tuple[Citation, ...] = ()
    tool: ToolUse | None = None
    follow_ups: tuple[str, ...] = ()
    receipt: str = ""
    trace: Mapping[str, Any] = field(default_factory=dict)
    """What the receipt holds: corpus version, scores, entries; never shown in the chat."""

    def as_json(self) -> dict[str, Any]:
        """Return the public form, ready for json.dumps; the trace stays inside."""
        whole = asdict(self)
        del whole["trace"]
        whole["status"] = self.status.value
        return whole
