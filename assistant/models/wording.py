"""Swedish sentences as the tokens that carry their meaning: content, figures, and the small words that turn it."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources

from assistant.search.terms import STOP_WORDS, lemma, stem
from assistant.text.figures import figures


class Turn(StrEnum):
    """What a small word does to the sentence it stands in."""

    NEGATION = "negation"
    UPPER = "högst"
    LOWER = "minst"
    ONLY = "endast"
    MUST = "måste"
    SHOULD = "bör"
    MAY = "får"
    CONDITION = "villkor"
    EXCEPT = "undantag"
    ABOUT = "ungefär"
    EXAMPLE = "exempel"
    BEFORE = "före"
    AFTER = "efter"
    ALL = "alla"
    SOME = "vissa"
    LIKELY = "sannolikt"
    NOTE = "parentes"
    YES = "ja"
    NO = "nej"


_TURNS: dict[str, Turn] = {
    word: turn
    for turn, words in {
        Turn.NEGATION: "inte ej icke aldrig ingen inget inga ingenting varken utan saknas saknar knappast omöjligt",
        Turn.UPPER: "högst max maximalt maximala maximal upptill tak taket",
        Turn.LOWER: "minst lägst åtminstone",
        Turn.ONLY: "endast bara enbart uteslutande",
        Turn.MUST: "ska skall måste krävs kräver behöver obligatorisk obligatoriskt obligatoriska",
        Turn.SHOULD: "bör borde",
        Turn.MAY: "får kan få kunna kunde fick",
        Turn.CONDITION: "om ifall såvida förutsatt förutsättning förutsättningar villkorat därest",
        Turn.EXCEPT: "utom förutom undantag undantaget",
        Turn.ABOUT: "cirka ca ungefär omkring runt",
        Turn.EXAMPLE: "tillexempel tex exempelvis blandannat bla",
        Turn.BEFORE: "före innan senast",
        Turn.AFTER: "efter tidigast sedan",
        Turn.ALL: "alla samtliga varje alltid all allt",
        Turn.SOME: "några vissa ibland vissa",
        Turn.LIKELY: "sannolikt troligen kanske vanligen oftast ofta normalt",
        Turn.NOTE: "parentes",
        Turn.YES: "ja jo",
        Turn.NO: "nej",
    }.items()
    for word in words.split()
}
_CONDITIONAL = frozenset({Turn.CONDITION, Turn.EXCEPT, Turn.NOTE})
"""Turns that bring a clause of their own, which falls with them."""

_ACTOR_STEMS = (
    "kommun primärkommun region kommunalförbund bolag aktiebolag företag förening organisation stiftelse universitet "
    "civilsamhällesorganisation högskol institut forskningsinstitut lärosäte myndighet koordinator projektpart part "
    "underleverantör konsult firma kooperativ vinnova handläggare bedömare bedömar projektledare firmatecknar prefekt sökande huvudsökande "
    "stödmottagare kommission staten privatperson medlem invånar"
)
_ACTORS = tuple(sorted(_ACTOR_STEMS.split(), key=len, reverse=True))
_ENDING_LIST = "s n ns en ens er ers erna ernas ar ars arna arnas et ets a an ans or orna na nas t ts e r rs ma mar"
_ENDINGS = frozenset({"", *_ENDING_LIST.split()})
_LIKE: dict[str, str] = {
    "kr": "kronor", "krona": "kronor", "sek": "kronor", "procent": "%", "samt": "och", "dvs": "alltså", "finansiär": "vinnova",
}  # fmt: skip
_FRAME_WORDS = (
    "gäller gälla innebär betyder alltså därför dessutom också även samt där här däremot dock själva både "
    "antingen respektive båda sådan sådana samma åt mot under över hos genom inom per mellan dess deras vars er era "
    "ert dig du hen han hon honom sina mer än som ha haft hade blir blev varit vore göra görs gjort just så ju ens"
)
_FRAME_MORE = "eftersom enligt avser avse sker ske huruvida vad gör utgör utgöra"
_FRAME = frozenset(stem(word) for word in f"{_FRAME_WORDS} {_FRAME_MORE}".split())
"""Words that hold a sentence together and say nothing of the call."""


def _synonyms() -> dict[str, str]:
    """Return the stem of each word of assistant/models/synonyms.toml with the stem that stands for its meaning."""
    text = resources.files("assistant.models").joinpath("synonyms.toml").read_text(encoding="utf-8")
    return {stem(word): stem(line.split()[0]) for line in tomllib.loads(text)["same"] for word in line.split()}


_SYNONYMS = _synonyms()
_VERBS_FIRST = (
    "saknas kommer blir kan är följs överskrids avviker genomförs skiljer finns har vill behöver krävs ändras "
    "uppfylls uppfyller försenas får gäller räcker låser ställs gör"
)
_ORDERS = (
    "ange skicka bifoga lämna kontakta fråga vänd läs använd beskriv räkna spara markera välj kontrollera uppge hämta logga begär "
    "tänk observera följ skriv"
)
_JOINED = (
    # "Ange diarienumret" says that it must be done.
    (re.compile(rf"(?:^|(?<=[;:.] ))(?=(?:{'|'.join(_ORDERS.split())})\b)"), "ska "),
    # "Saknas något går ansökan inte vidare": a verb first in a statement is an "if".
    (re.compile(rf"(?:^|(?<=[;.] ))(?=(?:{'|'.join(_VERBS_FIRST.split())}) [^?]+$)"), "om "),
    (re.compile(r"\bhuruvida\b"), "om"),
    (re.compile(r"\bnär (\w+) har (?=\w+t\b)"), r"efter att \1 "),
    (
        re.compile(
            r"\b(?:inte|ej) (?:får |kan |ska )?(?:vara |bli )?(?:överstiga|överskrida|högre än|större än|mer än|längre än)\b"
        ),
        "upptill",
    ),
    (
        re.compile(r"\b(?:inte|ej) (?:får |kan |ska )?(?:vara |bli )?(?:understiga|lägre än|mindre än|kortare än)\b"),
        "minst",
    ),
    (re.compile(r"\bsom mest\b|\bsom högst\b"), "högst"),
    (re.compile(r"\bsom minst\b|\bsom lägst\b"), "minst"),
    (
        re.compile(r"\buppgår? till\b|\bhandlar? om\b|\b(?:kan|får) stå som\b"),
        lambda m: "får" if m[0].endswith("som") else " ",
    ),
    (re.compile(r"\bstår? som\b"), "vara"),
    (
        re.compile(
            r"\bär (?:det )?(?:tillåtet|möjligt) (?:för (?=[^,.]{3,30} att ))?|\bgår (?:det )?(?:bra )?att\b|\bgår det (?:bra )?(?:att )?"
        ),
        "får ",
    ),
    (re.compile(r"\bladdar? (?:ni |du )?(?:ne[dr]|hem)\b|\bladdas (?:ned|ner|hem)\b"), "hämtar"),
    (re.compile(r"\bfattar? (?:ett |sitt )?(?:beslut(?:et)?)\b|\btar beslut(?:et)?\b"), "beslutar"),
    (re.compile(r"\bi samarbete med\b|\bihop med\b"), "tillsammans med"),
    (re.compile(r"\bmed tanke på\b|\bi förhållande till\b|\bi relation till\b"), "relation"),
    (re.compile(r"\bunder projektets gång\b"), "under projektet"),
    (re.compile(r"\b(\w+) som helhet\b"), r"hela \1"),
    (re.compile(r"\bvarje enskild[at]? (?=part)"), "varje "),
    (re.compile(r"\bi huvudsak\b|\bframför allt\b|\btill största delen\b"), "huvudsakligen"),
    (re.compile(r"\bvars huvud(?:sakliga )?syfte är att\b"), "som huvudsakligen syftar till att"),
    (re.compile(r"\b(?:är en del av|hör till|utgör en del av|räknas till)\b"), "ingår"),
    (
        re.compile(
            r"\bingår (?:också |även |dessutom )?i bedömningen\b|\bi bedömningen (?:ingår|vägs) (?:också |även |dessutom )?(?:in )?"
        ),
        "bedöms ",
    ),
    (re.compile(r"\bt\.?\s?ex\b\.?|\btill exempel\b|\bsom exempel\b"), "tillexempel"),
    (re.compile(r"\bbl\.?\s?a\b\.?|\bbland annat\b|\bbland annat\b"), "blandannat"),
    (re.compile(r"\bupp till\b|\binte mer än\b|\bej mer än\b"), "upptill"),
    (re.compile(r"\bdet vill säga\b|\bd\.?v\.?s\b\.?"), "alltså"),
    (re.compile(r"\bicke[- ](?=[a-zåäö])"), "icke_"),
    (re.compile(r"\("), " parentes "),
    (re.compile(r"\bsom om\b|\båtminstone\b"), "åtminstone"),
    (re.compile(r"%"), " procent "),
    (
        re.compile(
            r"\bvad som gäller om\b|\b(?:frågor|regler|regeln|uppgifter|information|text|texten|beslut|avtal|vet|besked) om\b"
        ),
        " ",
    ),
)
_GROUPED = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
_TOKEN = re.compile(
    r"https?://\S+?(?=[,.;:)]*(?:\s|$))|[\w.+-]+@[\w-]+\.\w+|\d+(?:[.,:/-]\d+)*|[a-zåäöéüæøA-ZÅÄÖ_]+(?:-[a-zåäö]+)*|[.!?;,]"
)


@dataclass(frozen=True, slots=True)
class Token:
    """
    One word that carries meaning.

    *key*: what is compared: a stem, a figure, or the name of a turn.  *raw*: as written, for the reason.
    """

    key: str
    raw: str
    turn: Turn | None = None
    actor: bool = False
    figure: bool = False

    @property
    def content(self) -> bool:
        """Return whether the token names something."""
        return self.turn is None

    @property
    def conditional(self) -> bool:
        """Return whether the token brings a clause that limits the rest."""
        return self.turn in _CONDITIONAL


def _plain(text: str) -> str:
    plain = _GROUPED.sub("", text.lower()).replace("\u00a0", " ")
    for pattern, word in _JOINED:
        plain = pattern.sub(word, plain)
    return plain


def _token(raw: str) -> Token | None:
    if turn := _TURNS.get(raw):
        return Token(key=turn.value, raw=raw, turn=turn)
    if found := figures(raw):
        return Token(key="/".join(sorted(found)), raw=raw, figure=True)
    key = _LIKE.get(raw) or stem(raw)
    key = _LIKE.get(lemma(raw), key)
    key = _SYNONYMS.get(key, key)
    if raw in STOP_WORDS or key in _FRAME or (len(raw) < 2 and raw != "%"):
        return None
    actor = next((a for a in _ACTORS if raw.startswith(a) and raw.removeprefix(a) in _ENDINGS), "")
    return Token(key=actor or key, raw=raw, actor=bool(actor))


def tokens(sentence: str) -> tuple[Token, ...]:
    """
    Return the tokens of *sentence* in order; words that only hold it together are left out.

    >>> [t.key for t in tokens("Enskild firma kan inte delta (ej heller region).")]
    ['enskild', 'firma', 'får', 'negation', 'medverk', 'parentes', 'negation', 'hell', 'region']
    """
    return tuple(_read(_plain(sentence)))


def _read(plain: str) -> Iterator[Token]:
    for raw in _TOKEN.findall(plain):
        if raw[0].isalnum() and (token := _token(raw)):
            yield token


_PART = re.compile(r"[\wåäö]+")
NAME = re.compile(r"(?<![.!?:•”\"] )(?<!^)\b(?:[A-ZÅÄÖ][\wåäöé]+|[A-ZÅÄÖ]{2,}\w*|https?://\S+|\S+@\S+)", re.MULTILINE)


def names(text: str) -> frozenset[str]:
    """
    Return the names of *text*: words with a capital inside a sentence, addresses, abbreviations.

    >>> sorted(names("Fråga Anna Bjurström på Vinnova."))
    ['anna', 'bjurström', 'vinnova']
    """
    return frozenset(match.strip(".,;:)").lower() for match in NAME.findall(text))


def without(text: str, support: str) -> frozenset[str]:
    """
    Return the names of *text* that *support* does not hold.

    >>> sorted(without("Fråga Jonas på Vinnova.", "Vinnovas handläggare är Anna."))
    ['jonas']
    """
    held = {w.strip('.,;:()”"').lower() for w in support.split()} | set(_PART.findall(support.lower()))
    held |= {w.removesuffix("s") for w in held}
    return frozenset(n for n in names(text) if n.removesuffix("s") not in held and n not in held)
