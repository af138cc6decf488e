"""The words of the desk: the states of a case and the steps between them, roles and what each may do."""

from enum import StrEnum


class State(StrEnum):
    """Where a case stands."""

    NY = "ny"
    UTKAST = "utkast"
    GRANSKAS = "granskas"
    GODKAND = "godkänd"
    SKICKAD = "skickad"
    AVVISAD = "avvisad"


class Step(StrEnum):
    """What a person may do with a case, in the words of the log."""

    ASSIGN = "tilldelade"
    SAVE = "ändrade svaret"
    HAND_IN = "lämnade till granskning"
    HAND_BACK = "lämnade tillbaka"
    APPROVE = "godkände"
    SEND = "skickade"
    REJECT = "avvisade"
    REOPEN = "öppnade igen"


FROM: dict[Step, frozenset[State]] = {
    Step.ASSIGN: frozenset(State),
    Step.SAVE: frozenset({State.NY, State.UTKAST, State.GRANSKAS}),
    Step.HAND_IN: frozenset({State.UTKAST}),
    Step.HAND_BACK: frozenset({State.GRANSKAS}),
    Step.APPROVE: frozenset({State.GRANSKAS}),
    Step.SEND: frozenset({State.GODKAND}),
    Step.REJECT: frozenset({State.NY, State.UTKAST, State.GRANSKAS}),
    Step.REOPEN: frozenset({State.GODKAND, State.AVVISAD}),
}
"""The states in which each step may be taken; a page shows just those."""


class Role(StrEnum):
    """What a person is at the desk."""

    HANDLAGGARE = "handläggare"
    GRANSKARE = "granskare"
    ADMINISTRATOR = "administratör"


class Right(StrEnum):
    """What a person may do, in the words of a refusal."""

    READ = "läsa ärenden"
    WORK = "arbeta med ärenden"
    APPROVE = "godkänna svar"
    REUSE = "lägga svar i svarsbiblioteket"
    CARE = "ändra källorna"
    USERS = "sköta konton"
    AUDIT = "läsa loggen"


_WORKER = frozenset({Right.READ, Right.WORK})
_REVIEWER = _WORKER | {Right.APPROVE, Right.REUSE}

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.HANDLAGGARE: _WORKER,
    Role.GRANSKARE: _REVIEWER,
    Role.ADMINISTRATOR: _REVIEWER | {Right.CARE, Right.USERS, Right.AUDIT},
}


class Mark(StrEnum):
    """What a reviewer says of one sentence."""

    RIGHT = "rätt"
    WRONG = "fel"
    MISSING = "saknas"


class Source(StrEnum):
    """How a question came in."""

    PASTED = "inklistrad"
    SHEET = "kalkylblad"
    MAIL = "mejl"
    CHAT = "chatt"


class Serving(StrEnum):
    """Whether an approved answer is in use."""

    IN_USE = "i bruk"
    REVIEW = "till granskning"
    WITHDRAWN = "återkallad"


class Confidence(StrEnum):
    """How sure the assistant is of a draft."""

    HIGH = "hög"
    MIDDLE = "medel"
    LOW = "låg"
    NONE = "inget svar"
