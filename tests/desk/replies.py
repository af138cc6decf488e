"""Replies made for the tests, each of a kind that the assistant gives."""

from assistant.replies import phrases
from assistant.replies.reply import Citation, Reply, Status, ToolUse

QUOTE = "Bidrag kan beviljas med max 600 000 kr per projekt."


def citation(n: int, quote: str = QUOTE, anchor: str = "utlysning#belopp") -> Citation:
    return Citation(
        n=n,
        document="Utlysningen",
        section="Belopp",
        quote=quote,
        passage=quote,
        url="https://example.org",
        anchor=anchor,
    )


def answered(text: str = "Högst 600 000 kronor. [1]", share: float = 0.9, quote: str = QUOTE) -> Reply:
    trace = {"entry": "belopp", "share": share, "corpus": "v1"}
    return Reply(status=Status.ANSWERED, text=text, citations=(citation(1, quote),), trace=trace)


def silent() -> Reply:
    return Reply(
        status=Status.NOT_IN_SOURCES,
        text=f"{phrases.NOT_IN_SOURCES} {phrases.NEARBY}\n- ”{QUOTE}” [1]\n\n{phrases.ASK_VINNOVA} [2]",
        citations=(citation(1), citation(2, "Om ni har frågor.", "utlysning#kontakt")),
        trace={"entry": "", "share": 0.1, "corpus": "v1"},
    )


def unclear() -> Reply:
    return Reply(
        status=Status.UNCLEAR_IN_SOURCES,
        text=f"Källorna är oklara om regioner. [1]\n\n{phrases.ASK_VINNOVA} [2]",
        citations=(citation(1), citation(2, "Om ni har frågor.", "utlysning#kontakt")),
        trace={"entry": "oklart", "share": 0.9, "corpus": "v1"},
    )


def computed() -> Reply:
    tool = ToolUse(name="budget", input={"kostnad": 1000}, result={"bidrag": 800})
    return Reply(status=Status.ANSWERED, text="Ni kan få **800 kronor**. [1]", citations=(citation(1),), tool=tool)


def short(status: Status) -> Reply:
    return Reply(status=status, text="Kan du förtydliga?", trace={"corpus": "v1"})
