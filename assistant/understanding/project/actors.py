"""Which organisations a message names, and which of them is the asker's own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.rules.projekt import Storlek
from assistant.text.amounts import fold_in_place
from assistant.understanding.project.lexicon import Hit, Lexicon
from assistant.understanding.spelling import is_swedish_word

UNCLEAR = "?"
"""Kind of an organisation whose legal form must be asked for."""

_FAMILIES = {
    "foretag": frozenset({"kommunalt_bolag", "svb", "socialt_foretag", "enskild_firma", "foretag", "samfallighet"}),
    "ideell_forening": frozenset(
        {"ekonomisk_forening", "samfallighet", "kooperativ", "ideell_forening", "trossamfund", "socialt_foretag", "svb"}
    ),
    "kommun": frozenset({"kommun", UNCLEAR}),
}
_ADJECTIVES = r"(?:(?!(?:och|men|med|som|har|for|till|av|om|att|ska|vill|kan|far|ar|projekt)\b)[a-z0-9-]+[ ,]+){0,3}"
_OURS = re.compile(
    r"(?:\b(?:vi|jag|oss|undertecknad|klient\w*|kund(?:en)?|uppdragsgivare\w*|we|i am|i work|i represent|i'm|we're|client)\b"
    r"(?:(?:(?!\b(?:och|med|men|samt|and|with)\b|\d)[^.?!\n]){0,40}?)(?:\bar|\bpa|\bi|\bfran|\bhos|\binom|\bat|\bfor|\bsom|\bforetrader|\brepresenterar|\bjobbar|\barbetar|"
    r"=|:|,|\bi en|\bare|\bam|\bat|\bfrom|\brepresent|\brun)\s(?:en |ett |a |an |the |alltsa )?" + _ADJECTIVES + r"$)"
    r"|\b(?:var|vart|vara|min|mitt|mina|our|my)\s(?:egen |eget |lilla |egna )?" + _ADJECTIVES + r"$"
    r"|\boss\s?[(,]\s?" + _ADJECTIVES + r"$"
    r"|\b(?:we're|i'm|we are|i am|vi e|vi ar|jag ar|jag e)\s(?:en |ett |a |an |the )?" + _ADJECTIVES + r"$"
    r"|\b(?:klient\w*|kund(?:en)?|client)\s?(?:=|:|ar|is)\s?(?:en |ett |a |an )?" + _ADJECTIVES + r"$"
    r"|^(?:som|as)\s(?:en |ett |a |an )?" + _ADJECTIVES + r"$"
)
_OTHER = re.compile(
    r"\b(?:samarbetspart\w*|partner\w*|motpart\w*|grann\w*|annan|annat|andra|extern\w*|leverantor\w*|brors\w*|kompis\w*|van|svager|kollega|nagon|nan|nagot|nat|another|other|"
    r"mellan|fran en|fran ett|av en|av ett|med en|med ett|om en|om ett|expert\w*|with a|with an|sakkunnig\w*)\b[^.?!]{0,25}$"
)
_FOR_ANOTHER = re.compile(r"\b(?:konsult\w*\s(?:at|for|till|hos)|hjalper(?! till)|bitrader)\s[^.?!,]{0,25}$")
_CLIENT = re.compile(r"\b(?:klient\w*|kund(?:en)?|uppdragsgivare\w*|client)\b")
_I_HAVE = re.compile(r"\b(?:jag|vi|i|we)\s(?:har|driver|kor|have|run)\s(?:en |ett |a |an )?$")
SUPPLIER = re.compile(r"konsult|leverantor|byra|vendor|supplier|consult")
"""In the word for an organisation: one that sells to the project, and is no applicant because it is spoken of."""
_NOT_OURS = re.compile(r"konsult|leverantor|byra|grann|partner|vendor|supplier|consult")
_ARE_WE = re.compile(
    r"\b(?:vi|jag|we|i)\s(?:ar|e|are|am|driver|foretrader|representerar|jobbar pa|arbetar pa|'re|'m)\s(?:ju |alltsa )?"
    r"(?:en |ett |a |an )?" + _ADJECTIVES + r"$|\boss\s?[(,]\s?" + _ADJECTIVES + r"$"
    r"|\b(?:ar|e|are)\s(?:vi|jag|we)\s(?:ju )?(?:en |ett |a |an )" + _ADJECTIVES + r"$"
    r"|\b(?:vi|jag)\s(?:ar|e|jobbar|arbetar|sitter)\s(?:[a-z0-9-]+ ){1,3}?(?:pa|hos|i)\s(?:ett|en)\s"
    + _ADJECTIVES
    + r"$"
    r"|\b(?:we|i)\b(?:(?!\b(?:with|and we|for our)\b)[^.?!,]){0,40}\b(?:work|volunteer|serve|am|are|sit)\b"
    r"[^.?!,]{0,30}\b(?:at|for|in|of|with)\s(?:a|an|the)\s" + _ADJECTIVES + r"$"
    r"|\b(?:vi|jag)\s(?:rakar|kallar|forefaller)\s(?:vara )?(?:en |ett )?" + _ADJECTIVES + r"$"
)
_WHICH_OF = re.compile(r"\b(?:vem|vilken|vilket|vilka|which) (?:av|of)\b")
_LIKE_ANY = re.compile(
    r"\b(?:som|as|like)\s(?:ett |en |a |an |any )?(?:vanlig\w*|ordinar\w*|ordinary|normal\w*|regular)\s$"
)
_OR_ELSE = re.compile(
    r"\b(?:eller|or)\s(?:maste|behover|behovs|kravs|does it|must|do we (?:need|have)|do i (?:need|have))\b[^.?!]{0,40}$"
)
_UNIT = re.compile(r"(?:forvaltning|namnd|kontor|enhet|avdelning)\w*$")
_UNIT_OF = re.compile(r"\s(?:inom|i|pa|vid|hos|for|at|within|of)\s(?:den |var |vart )?")
_ONLY = re.compile(r"\b(?:bara|endast|enbart|uteslutande|just|only)\s$")
_COUNTS_AS = re.compile(
    r"\b(?:raknas|klassas|ses|godkanns|godtas|betraktas|counts?|considered)\b[^.?!]{0,40}\b(?:som|as)\s(?:en |ett |a |an )?$"
)
_AS = re.compile(r"\b(?:som|as a|as an|as)\s$")
_RUN_BY = re.compile(r"[^.?!]{0,40}\b(?:drivs|ags|ags|drivit|i form av|ar en|ar ett|som|run by|owned by)\b[^.?!]{0,20}")
_RUNS = re.compile(r"\s(?:som )?(?:driver|ager|har|bakom)\s(?:ett |en )?(?:[a-z]+\s)?")
_NEGATED = re.compile(
    r"\bvarken\s(?:[a-z]+ ){0,5}$"
    r"|\b(?:utan|inte|ingen|inga|slipper|without|no|ej|istallet for|i stallet for|snarare an|forutom)\s"
    r"(?:att (?:ha |blanda in |ta med |dra in )?)?(?:med )?(?:nan |nagon |en |ett |nagot |nat |a |any )?(?:hel )?$"
)
_PLACE = re.compile(r"\b(?:i|inom|fran|in)\s(?:en |var |" + r"[a-z]+s |[a-z]+ |a |the )?$")
_APPOSITION = re.compile(
    r"[\s,(–-]*(?:alltsa|typ|till exempel|t ex|exempelvis|dvs|d v s|som ar|som drivs som|som drivs i form av|i form av|"
    r"vi ar|ar|rent|det ar|i\s[a-zaoe]+)?[\s,(–-]*(?:en |ett |helt |a |an )?[\s,]*"
)
_DEFINITE = re.compile(r"(?:en|et|an|ens|ets|ans|the [a-z ]+)$")
_FURTHER = re.compile(
    r"(?:\b(?:och|samt|plus|and|med|with|annan|annat|another)|[+&])\s(?:en |ett |a |an |annan |annat )?(?:[a-z-]+ )?$"
)
_GENITIVE_PROJECT = re.compile(r"\s(?:eget |egna |planerade |ai-)?(?:projekt|ansokan|ai-resa|application|project)")
_NAME = re.compile(r"((?:[A-ZÅÄÖ][\wåäöÅÄÖé-]+\s){1,3})$")
_IN_LAND = re.compile(r"\s(?:[a-z]+\s)?(?:i|fran|in|from|based in|med sate i|baserat i|som ar|ar)\s")
_NO_NAME = re.compile(
    r"\b(?:Vår|Vårt|Våra|Vi|En|Ett|Den|Det|Som|Kan|Får|Är|Om|Min|Mitt|Ska|Har|Swedish|Our|A|The|Can|Is|And|Och|Hej|Svensk|Svenska|Svenskt|Kommunal|Ideell|Nej|Ja|Då|Men|Små|Stora|Litet|Stort|Totalt)\b"
)
_ABBREVIATION = re.compile(r"\b(?:t\.ex|bl\.a|dvs|ca|exp|utv|ek|för|inkl|exkl|max|min|kr|m|st|nr|org|tot|ev|resp)$")
_ORGNR = re.compile(r"(?<!\d)(?:16)?(\d{6}-\d{4})(?!\d)")
_COUNTS = re.compile(r"\b(?:tva|tre|fyra|fem|sex|flera|bada|two|three|four|several|\d)\s(?:[a-z]+\s)?$")
_FOREIGN = "utlandsk_organisation"
_OFFICIAL = frozenset({"kommun", "region", "universitet", "ideell_forening", "foretag", "statlig_myndighet"})


@dataclass(frozen=True)
class Said:
    """One message, and the same folded letter by letter."""

    raw: str

    @cached_property
    def folded(self) -> str:
        """Return the message in lower case without å ä ö; places are those of *raw*."""
        return fold_in_place(self.raw)

    @cached_property
    def breaks(self) -> tuple[int, ...]:
        """Return where sentences begin, and where the message ends."""
        ends = [m.end() for m in re.finditer(r"[.?!](?=\s+\S)|\n+", self.raw) if not _abbreviation(self.raw, m)]
        return (0, *ends, len(self.raw))

    def sentence(self, at: int) -> tuple[int, int]:
        """Return start and end of the sentence that holds place *at*."""
        start = max(b for b in self.breaks[:-1] if b <= at)
        return start, next((b for b in self.breaks if b > at), len(self.raw))


def _abbreviation(raw: str, dot: re.Match[str]) -> bool:
    goes_on = raw[dot.end() :].lstrip()[:1].islower()
    return goes_on and bool(_ABBREVIATION.search(raw[: dot.start()].lower()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One organisation as named in a message."""

    kind: str
    start: int
    end: int
    surface: str
    name: str = ""
    ours: bool = False
    other: bool = False
    further: bool = False
    """Whether it is named beside others ("och ett företag"), so that an equal kind is another organisation."""
    definite: bool = False
    owns_project: bool = False
    several: bool = False
    land: str | None = None
    storlek: Storlek | None = None
    organisationsnummer: str | None = None
    question: str = ""
    """What to ask, where the word can be several legal forms."""


def _is_ours(said: Said, hit: Hit) -> bool:
    start, _ = said.sentence(hit.start)
    before = said.folded[start : hit.start].lstrip()
    surface = said.folded[hit.start : hit.end]
    if _FOR_ANOTHER.search(before):
        return False
    if _ARE_WE.search(before):
        return True
    if _NOT_OURS.search(surface) or _OTHER.search(before) or _WHICH_OF.search(before):
        return False
    if before.endswith(", ") and _DEFINITE.search(surface):
        return False
    return bool(_OURS.search(before)) or (hit.key == "enskild_firma" and bool(_I_HAVE.search(before)))


def _name(said: Said, hit: Hit, kind: str) -> str:
    if kind not in _OFFICIAL:
        return ""
    match = _NAME.search(said.raw[: hit.start])
    match = None if match and _NO_NAME.search(match[1]) else match
    raw = said.raw[hit.start : hit.end]
    if kind == "foretag" and raw not in {"AB", "HB", "KB"}:
        return ""
    if raw[0].isupper() and (after := re.match(r"(?:\s[A-ZÅÄÖ][\wåäö]+)+", said.raw[hit.end :])):
        return f"{raw}{after[0]}" if kind in {"region", "ideell_forening", "statlig_myndighet"} else ""
    if not match or any(is_swedish_word(word.lower()) for word in match[1].split()):
        return ""
    return f"{match[1].strip()} {raw}" if not raw.endswith(("en", "er", "et")) else ""


def _size(said: Said, hit: Hit, lexicon: Lexicon) -> Storlek | None:
    before = said.folded[max(0, hit.start - 30) : hit.start]
    close = re.split(r"[.,;?!+]|\b(?:och|med|and|with)\b", before)[-1]
    after = re.match(
        r"\s(?:som )?(?:ar|is|ar ett|vore|blir|raknas som|klassas som)\s([a-z -]{3,25})", said.folded[hit.end :]
    )
    within = said.folded[hit.start : hit.end]
    next_word = re.match(r"[\s(,]{1,2}([a-z]+)", said.folded[hit.end :])
    for text in (within, after[1] if after else "", next_word[1] if next_word else "", close):
        if key := lexicon.facts["storlek"].first(text):
            return Storlek(key)
    return None


def _land(said: Said, hit: Hit, lexicon: Lexicon) -> str | None:
    before = re.split(r"[.,;?!]", said.folded[max(0, hit.start - 30) : hit.start])[-1]
    place = _IN_LAND.match(said.folded, hit.end)
    after = said.folded[place.end() : place.end() + 15] if place else ""
    within = lexicon.facts["land"].find(said.folded[hit.start : hit.end])
    people = lexicon.actors.find(before)
    around = [h for h in lexicon.facts["land"].find(before) if not any(p.start <= h.start < p.end for p in people)]
    found = within or around[-1:] or [h for h in lexicon.facts["land"].find(after) if h.start == 0]
    return found[0].key if found else None


def _mention(said: Said, hit: Hit, lexicon: Lexicon) -> Mention:
    start, _ = said.sentence(hit.start)
    before, surface = said.folded[start : hit.start], said.folded[hit.start : hit.end]
    company = hit.key in _FAMILIES["foretag"] or hit.key == "foretag"
    return Mention(
        kind=hit.key,
        start=hit.start,
        end=hit.end,
        surface=said.raw[hit.start : hit.end],
        name=_name(said, hit, hit.key),
        ours=_is_ours(said, hit),
        other=bool(_OTHER.search(before)) or "grann" in surface,
        further=bool(_FURTHER.search(before)),
        definite=bool(_DEFINITE.search(surface)),
        owns_project=surface.endswith("s") and bool(_GENITIVE_PROJECT.match(said.folded[hit.end :])),
        several=bool(_COUNTS.search(before)),
        land=_land(said, hit, lexicon),
        storlek=_size(said, hit, lexicon) if company else None,
    )


def _by_name(said: Said, lexicon: Lexicon) -> Iterator[Hit]:
    for name, kind in lexicon.names.items():
        for match in re.finditer(rf"(?<![\wåäöÅÄÖ]){re.escape(name)}(?![\wåäöÅÄÖ])(?!:s?\s?\d)", said.raw):
            yield Hit(kind, match.start(), match.end())


def _hits(said: Said, lexicon: Lexicon) -> list[Hit]:
    unclear = [Hit(UNCLEAR, h.start, h.end) for h in lexicon.unclear.find(said.folded)]
    found = sorted(
        [*lexicon.actors.find(said.folded), *_by_name(said, lexicon), *unclear], key=lambda h: (h.start, -h.end)
    )
    kept: list[Hit] = []
    for hit in found:
        if kept and hit.start < kept[-1].end:
            if hit.key == UNCLEAR and hit.start == kept[-1].start and hit.end >= kept[-1].end:
                kept[-1] = hit
            continue
        kept.append(hit)
    return [h for h in kept if h.key]


def _same_family(one: str, other: str) -> bool:
    return one == other or any(
        generic in {one, other} and {one, other} <= members | {generic} for generic, members in _FAMILIES.items()
    )


def _more_telling(one: Mention, other: Mention) -> str:
    if other.kind == UNCLEAR:
        return one.kind
    return other.kind if one.kind in _FAMILIES or one.kind == UNCLEAR else one.kind


def _merged(one: Mention, other: Mention) -> Mention:
    return replace(
        one,
        kind=_more_telling(one, other),
        question="" if _more_telling(one, other) != UNCLEAR else one.question,
        end=other.end,
        name=one.name or other.name,
        ours=one.ours or other.ours,
        definite=one.definite and other.definite,
        owns_project=one.owns_project or other.owns_project,
        land=one.land or other.land,
        storlek=one.storlek or other.storlek,
    )


def _is_apposition(said: Said, one: Mention, other: Mention) -> bool:
    between = said.folded[one.end : other.start]
    if other.kind == UNCLEAR and not between.strip():
        return True
    if one.kind == UNCLEAR and _RUN_BY.fullmatch(between):
        return True
    return (
        _same_family(one.kind, other.kind)
        and not other.other
        and (bool(_APPOSITION.fullmatch(between)) or between.strip() == "")
        and ("," not in between or one.ours or one.kind != other.kind)
    )


def _is_place(said: Said, previous: Mention | None, mention: Mention) -> bool:
    if mention.kind not in {"kommun", "region"} or mention.owns_project or previous is None:
        return False
    between = said.folded[previous.end : mention.start]
    return (
        len(between) < 40
        and not re.search(r"\b(?:oss|vi|hos|resten|us|we|och|\d+)\b", between)
        and bool(_PLACE.search(between))
        and previous.kind != mention.kind
    )


def _is_unit_of(said: Said, unit: Mention, mention: Mention) -> bool:
    """Return whether *unit* is a part of the organisation named after it ("förvaltningen inom Region Kronoberg")."""
    if mention.kind not in _OFFICIAL:
        return False
    named = bool(_UNIT.search(fold_in_place(unit.surface)))
    return named and bool(_UNIT_OF.fullmatch(said.folded[unit.end : mention.start]))


def _referred(mention: Mention, known: Sequence[Mention], lexicon: Lexicon) -> str | None:
    surface = fold_in_place(mention.surface)
    if mention.kind == _FOREIGN and mention.land:
        return next((m.kind for m in reversed(known) if m.land == mention.land), None)
    for reference in lexicon.references:
        if any(h.start == 0 and h.end == len(surface) for h in reference.words.find(surface)) and mention.definite:
            return next((m.kind for m in reversed(known) if m.kind in reference.kinds), None)
    return None


def _named_before(mention: Mention, kept: Sequence[Mention]) -> bool:
    """Return whether a word like "skolan" is a school already named with its owner ("en kommunal grundskola")."""
    stem = re.sub(r"(?:en|et|n|t)$", "", fold_in_place(mention.surface))
    return any(m.kind != UNCLEAR and stem in fold_in_place(m.surface) for m in kept)


def _is_left_out(said: Said, hit: Hit, start: int, kept: Sequence[Mention]) -> bool:
    before = said.folded[start : hit.start]
    if _COUNTS_AS.search(before) or _LIKE_ANY.search(before) or (kept and _OR_ELSE.search(before)):
        return True
    role = _AS.search(before) and _NOT_OURS.search(said.folded[hit.start : hit.end])
    return bool(_NEGATED.search(before) or role or _is_only_a_kind(said, hit, before))


def _is_only_a_kind(said: Said, hit: Hit, before: str) -> bool:
    """Return whether a kind of organisation is spoken of ("är det bara kommuner som"), not one."""
    return bool(_ONLY.search(before)) and said.folded[hit.start : hit.end].endswith(("er", "ar", "foretag", "bolag"))


def find_mentions(said: Said, lexicon: Lexicon, earlier: Sequence[Mention] = ()) -> tuple[Mention, ...]:
    """
    Return the organisations of *said* in order; *earlier* are those that a word like "bolaget" can mean.

    What is only a place ("i Umeå kommun") or is left out on purpose ("utan någon kommun") is none.
    """
    kept: list[Mention] = []
    for hit in _hits(said, lexicon):
        mention = _mention(said, hit, lexicon)
        start, _ = said.sentence(hit.start)
        if kept and _is_unit_of(said, kept[-1], mention):
            kept[-1] = replace(kept[-1], kind=mention.kind, end=mention.end, name=mention.name)
            continue
        if _is_left_out(said, hit, start, kept) or _is_place(said, kept[-1] if kept else None, mention):
            continue
        if kind := _referred(mention, [*earlier, *kept], lexicon):
            mention = replace(mention, kind=kind)
        if mention.kind == UNCLEAR and kept and _RUNS.fullmatch(said.folded[kept[-1].end : hit.start]):
            continue
        if mention.kind == UNCLEAR and mention.definite and _named_before(mention, kept):
            continue
        if mention.kind == UNCLEAR:
            mention = replace(mention, question=lexicon.unclear.first(said.folded[hit.start : hit.end]) or "")
        if kept and _is_apposition(said, kept[-1], mention):
            kept[-1] = _merged(kept[-1], mention)
        else:
            kept.append(mention)
    return tuple(_with_number(said, _described(said, _without_client(said, kept), lexicon)))


def _without_client(said: Said, mentions: Sequence[Mention]) -> list[Mention]:
    """Return *mentions* with the client as another's, where the asker tells what they are themselves."""
    before = [said.folded[said.sentence(m.start)[0] : m.start] for m in mentions]
    if not any(m.ours and _ARE_WE.search(text) for m, text in zip(mentions, before, strict=True)):
        return [*mentions]
    clients = [bool(_CLIENT.search(text) and not _ARE_WE.search(text)) for text in before]
    return [
        replace(m, ours=False, other=True) if client and m.ours else m
        for m, client in zip(mentions, clients, strict=True)
    ]


def _described(said: Said, mentions: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
    """Return *mentions*, each of the kind that is told of it later or elsewhere in the message."""
    specific = [m.kind for m in mentions if m.definite and m.kind in _FAMILIES["foretag"] - {"foretag"}]
    told = [d for d in lexicon.descriptions if d.fits(said.folded)]
    found: list[Mention] = []
    for mention in mentions:
        kind = next((d.becomes for d in told if d.kind == mention.kind), mention.kind)
        vague = kind == "foretag" and not mention.other and "kommunalt_bolag" in specific
        if kind == "foretag" and _points_back(mention, lexicon) and len(only := {*_special(mentions)}) == 1:
            kind = only.pop()
        question = mention.question if kind == UNCLEAR else ""
        found.append(replace(mention, kind="kommunalt_bolag" if vague else kind, question=question))
    return found


def _special(mentions: Sequence[Mention]) -> Iterator[str]:
    yield from (m.kind for m in mentions if m.kind in _FAMILIES["foretag"] - {"foretag"})


def _points_back(mention: Mention, lexicon: Lexicon) -> bool:
    """Return whether *mention* is a short word in its definite form, such as "bolaget"."""
    surface = fold_in_place(mention.surface)
    return mention.definite and any(r.words.has(surface) for r in lexicon.references)


def _with_number(said: Said, mentions: Sequence[Mention]) -> Iterator[Mention]:
    numbers = list(_ORGNR.finditer(said.raw))
    for mention in mentions:
        near = next((n for n in numbers if 0 <= n.start() - mention.end < 40), None)
        yield replace(mention, organisationsnummer=near[1]) if near else mention
