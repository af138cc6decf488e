"""What is asked: the questions in a message, without greeting and signature, and follow-ups made whole."""

import re
from collections.abc import Sequence

from assistant.text.normalise import fold
from assistant.text.sentences import sentences

_GREETING = re.compile(
    r"^(?:hej(?:san)?|hallå|tjena|tja|hejhej|god (?:dag|morgon|kväll|förmiddag|eftermiddag)|hello|hi|dear|bästa|kära)\b"
    r"(?:\s+(?:på er|alla|allihop|igen|där|vinnova\w*|kollegor|there|all|handläggare\w*|(?-i:[A-ZÅÄÖ][\wåäö-]+)(?=[\s]*[,.!\n–-])))*"
    r"\s*[,.!\n–-]*\s*",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"^(?:(?:(?:med|många|bästa|varma|soliga) )?(?:vänlig(?:a)? )?häls(?:ning(?:ar)?|n)?|mvh|vh|vänligen,?$|vänligen [A-ZÅÄÖ]|"
    r"högaktningsfullt|tack på förhand|tack för (?:hjälpen|svar)|ha det (?:gott|bra|fint)|kram(?:ar)?,?$|"
    r"(?:best|kind|warm) regards|regards|sincerely|cheers,?$|thanks,?$|allt gott|tacksam för svar)\b|^/ ?[A-ZÅÄÖ]",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"^\s*(?:>|-{2,}\s*(?:ursprungligt|original)|(?:från|from|skickat|sent):\s)", re.IGNORECASE)
_FORWARDED = re.compile(r"^\s*(?:vb|vidarebefordra\w*|fwd?|fw)\s?:", re.IGNORECASE)
_MARKS = re.compile(r"^\s*(?:>\s?)+", re.MULTILINE)
_ASKS = re.compile(
    r"^(?:och |men |sen |sedan |samt |då |eller |dessutom |also |and )?"
    r"(?:vad|vem|vilka|vilken|vilket|hur|när|var|varför|kan|får|måste|ska|skall|behöver|behövs|är|finns|gäller|räknas|"
    r"går|blir|har|krävs|kommer|bör|stämmer|fick|får|undrar|what|who|how|when|where|which|why|can|may|must|do|does|is|are|will|should)\b",
    re.IGNORECASE,
)
_WONDERS = re.compile(
    r"\b(?:undrar|undra|vill veta|vill gärna veta|fråga|frågar|berätta|förklara|funderar(?! på att)|osäker|oklart för|wonder|tell me|explain)\b",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"^(?:[^.?!:]{0,40}\b)?(?:två|tre|fyra|ett par|några|flera|two|three|some)\b[^.?!:]{0,60}:\s*", re.IGNORECASE
)
"""Several questions that are announced: "Två snabba inför mötet: …"."""
_LEAD = re.compile(r"^[^.?!:]{1,80}:\s+")
_JOINT = re.compile(
    r"(?:,|;)?\s+(?:och|å|o|samt|and|sen|sedan|plus)\s+(?:också |även |då |sen )?"
    r"(?=(?:om [^,?]+, ?)?"
    r"(?:vad|vem|vilka|vilken|vilket|hur|när|var|varför|kan|får|måste|behöver|behövs|är|finns|räknas|går|krävs|what|who|how|when|can|may|do|does|is)\b)",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:det|den|de|dom|dem|dess|deras|denna|detta|dessa|denne|då|där|dit|samma|sådan|sådana|sånt|sådant|"
    r"it|they|them|that|those|this|he|she|han|hon)\b",
    re.IGNORECASE,
)
_STANDS_FOR = re.compile(
    r"\b(?:den|denna|denne|dem|dom|dess|deras|dessa|dit|samma|sådan|sådana|sånt|sådant|han|hon|hans|hennes|"
    r"it|they|them|these|he|she)\b",
    re.IGNORECASE,
)
"""Words that stand for what was named before; "det" and "då" mostly do not."""
_GOES_ON = re.compile(
    r"^(?:och|men|eller|då|så|alltså|jaha|ok|okej|aha|även|samma|gäller (?:det|detta)|and|but|what about|how about|or|även om|"
    r"vad händer (?:då|om)|hur (?:då|blir det)|varför (?:då|inte|det)|ja|nej|jo)\b",
    re.IGNORECASE,
)
_SHORT = 4
_MAX_PARTS = 4


def _forwarded(message: str) -> str:
    """Return what *message* hands on, where it is a forwarded mail with a question in it; else *message*."""
    lines = message.splitlines()
    quoted = "\n".join(_MARKS.sub("", line) for line in lines if _MARKS.match(line))
    own = [line for line in lines if not _MARKS.match(line)]
    handed_on = any(_FORWARDED.match(line) for line in own) or not any("?" in line for line in own)
    return quoted if handed_on and "?" in quoted else message


def _body(message: str) -> str:
    message = _forwarded(message)
    kept: list[str] = []
    for line in message.splitlines():
        if _CLOSING.match(line.strip()) and kept:
            break
        if not _QUOTED.match(line):
            kept.append(line.strip())
    return _GREETING.sub("", "\n".join(kept).strip()) or message.strip()


def _is_question(sentence: str) -> bool:
    return sentence.rstrip().endswith("?") or bool(_ASKS.match(sentence)) or bool(_WONDERS.search(sentence))


def _cut_joint(sentence: str) -> list[str]:
    asked = _ANNOUNCED.sub("", sentence)
    parts = [p.strip(" –-") for p in _JOINT.split(asked) if p.strip(" –-")]
    first = _LEAD.sub("", parts[0]) if parts else ""
    whole = len(parts) > 1 and all(len(p.split()) >= 2 for p in (first, *parts[1:]))
    return parts if whole and (asked != sentence or _is_question(first)) else [sentence]


def questions_in(message: str) -> tuple[str, ...]:
    """
    Return the questions of *message*, each with the statements that lead up to it; at least one part.

    >>> questions_in("Hej! Vi är en förening. Får vi söka? Och hur mycket kan vi få? Mvh Bo")
    ('Vi är en förening. Får vi söka?', 'Och hur mycket kan vi få?')
    >>> questions_in("Vem får söka och hur mycket kan man få?")
    ('Vem får söka', 'hur mycket kan man få?')
    >>> questions_in("Två snabba: högsta timpeng i snitt, samt hur länge får det pågå?")
    ('högsta timpeng i snitt', 'hur länge får det pågå?')
    """
    body = _body(message)
    parts: list[str] = []
    lead: list[str] = []
    for sentence in sentences(body):
        if not _is_question(sentence):
            lead.append(sentence)
            continue
        first, *more = _cut_joint(sentence)
        parts += [" ".join([*lead, first]), *more]
        lead = []
    if not parts:
        return (body,)
    if lead and len(parts) == 1:
        parts = [" ".join([parts[0], *lead])]
    return tuple(parts[:_MAX_PARTS])


def core_question(part: str) -> str:
    """
    Return the last asking sentence of *part*, without what leads up to it.

    >>> core_question("Vi är en förening. Får vi söka?")
    'Får vi söka?'
    """
    asking = [s for s in sentences(part) if _is_question(s)]
    return asking[-1] if asking else part


def leans_back(turn: str) -> bool:
    """
    Return whether *turn* can hardly be understood without what was said before it.

    >>> leans_back("och hur länge?"), leans_back("Vilka bilagor ska vi skicka med?")
    (True, False)
    """
    words = fold(turn).split()
    return len(words) <= _SHORT or bool(_GOES_ON.match(turn.strip())) or bool(_POINTS_BACK.search(turn))


def stands_for_another(turn: str) -> bool:
    """
    Return whether *turn* is about something that only the turn before names.

    >>> stands_for_another("Vad ingår i den första?"), stands_for_another("och hur mycket pengar?")
    (True, False)
    """
    return leans_back(turn) and bool(_STANDS_FOR.search(turn))


def made_whole(turns: Sequence[str]) -> str:
    """
    Return the last turn with the question it leans on before it; alone where it stands alone.

    >>> made_whole(["Hur mycket kan vi få?", "och hur länge?"])
    'Hur mycket kan vi få? och hur länge?'
    """
    *earlier, last = turns
    if not earlier or not leans_back(last):
        return last
    before = next((t for t in reversed(earlier) if not leans_back(t)), earlier[-1])
    return f"{core_question(before)} {last}"
