"""Utlysningsassistenten: answers, with proof, on Vinnova's call Starta er AI-resa."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from assistant.replies.reply import Citation, Reply, Status, ToolUse
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.assembly import Assistant

__all__ = ["Citation", "Reply", "Settings", "Status", "ToolUse", "open_assistant"]


def open_assistant(
    settings: Settings | None = None, progress: Callable[[int, int], Any] = lambda _done, _total: None
) -> "Assistant":
    """
    Return the assistant, ready to be asked: `open_assistant().ask(["Vem får söka?"])`.

    The search libraries are loaded here and not on import, so that the tools and the help start at once.
    """
    from assistant.assembly import open_assistant as assemble

    return assemble(settings, progress)
