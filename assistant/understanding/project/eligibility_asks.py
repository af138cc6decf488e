"""What a question about eligibility asks for: which requirements, of which parties."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.text.amounts import fold_in_place
from assistant.understanding.project.actors import SUPPLIER, Mention
from assistant.understanding.project.asked import Ask, Aspect
from assistant.understanding.project.asking import Finder, Form, Question
from assistant.understanding.project.book import OURS, Turn
from assistant.understanding.project.facts import Facts, understand
from assistant.understanding.project.lexicon import Lexicon
from assistant.understanding.project.money import About, Told
from assistant.understanding.project.roles import THEM, Cue

_PART_ALONE = re.compile(r"\b(?:en|varje|per) part\b|\bvar och en\b|\beach party\b")
_GENERAL = re.compile(r"\b(?:man|one|a project|ett projekt|projekt i allmanhet)\b")
_WISHES = re.compile(
    r"[\s,]*(?:[a-zåäö,-]+\s){0,3}?(?:vill|ska|tanker|tankte|planerar|skulle|onskar|avser|funderar|behover|soker|overvager|hoppas|"
    r"vore|would like|wants?|plans?)\b"
)
_WE = re.compile(r"\b(?:vi|oss|jag|var|vart|vara|min|mitt|we|us|our|could i|can i|may i)\b")
_WHICH_OF = re.compile(r"\b(?:vem|vilken|vilket|vilka|which) (?:av|of) (?:oss|dem|dom|de|us|them|parterna)\b")
_THEY_ASK = re.compile(
    r"\b(?:kan|far|vill|ska|can|may)\s(?:han|hon|de|dom|den|they|(?:[a-z]+(?:en|an|et|erna|arna)))\b"
)
_THEY = re.compile(r"\b(?:han|hon|honom|henne|hen|de|dem|dom|denne|he|she|they|them)\b")
_PLAIN_WORDS = re.compile(
    r"\b(?:och|men|sa|da|ju|nu|sen|att|for|som|i|pa|av|med|till|om|hos|en|ett|den|det|de|dem|dom|sig|vi|oss|jag|mig|ni|er|hon|han|"
    r"man|var|vart|vara|min|mitt|vill|kan|kunna|far|fa|ar|e|va|vara|blir|bli|har|ha|skulle|sadan\w*|sant|sa|dar|har|ens|ocksa|"
    r"nagon\w*|nagot|denna|detta|inte|eller|just|hela|in|sa|ja|nej|anda|a|an|the|we|i|as|is|are|to|in|of|be|it|that|"
    r"utlysning\w*|vinnova|regler\w*|villkor\w*|ansokan\w*|projekt\w*|bidrag\w*|stod\w*|pengar)\b"
)
_OTHER_WORDS = 1
"""So many words of a question may be of no known kind for it to be certain what it asks."""
_LIMITS = frozenset({Aspect.BELOPP, Aspect.MANADER, Aspect.PABORJAT, Aspect.BILAGOR})
_REQUIRED = ("data", "inriktning", "paborjat", "bilagor")
"""Words that tell of a requirement, by the name of their list."""
_POINTING = 9
"""So many words a question may have to be about what was told before it, with no subject of its own."""
_LONG_POINTING = 14
"""The same where it has a word that asks for leave ("får", "går det")."""
_SHORT_ANSWER = 6
_FRAGMENT = 8
_LISTED = 3
"""So many requirements told in one message make a list to be checked."""


class EligibilityAsker:
    """Reads what is asked about eligibility; made once from the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._words = lexicon.asks
        self._lexicon = lexicon
        self._finder = Finder(lexicon)

    def question(self, turn: Turn) -> Question:
        """Return the question of *turn*."""
        return self._finder.question(turn.said)

    def whole(self, facts: Facts, at: int) -> Ask | None:
        """Return the check of every requirement, None where turn *at* does not ask for it."""
        turn = facts.turns[at]
        question = self.question(turn)
        asks = self._words["helhet"].has(turn.said.folded) and question.form is not Form.OPEN_WORD
        if not asks or not (facts.parties or self._told(facts, at)):
            return None
        return Ask(
            aspects=tuple(Aspect), whole=True, parties=tuple(facts.parties), wanted=_wanted(facts, at), plain=True
        )

    def listed(self, facts: Facts, at: int) -> Ask | None:
        """Return the check of what turn *at* lists ("kommun, 12 månader, inte börjat"), None where it lists nothing."""
        turn = facts.turns[at]
        question = self.question(turn)
        wanted = _wanted(facts, at)
        told = self._told(facts, at)
        if wanted is not None and Aspect.BELOPP not in told:
            told = (Aspect.BELOPP, *told)
        actor = [] if Aspect.AKTOR in told or not turn.keys or not facts.parties else [Aspect.AKTOR]
        if len(told) + len(actor) < _LISTED or question.form is Form.OPEN_WORD:
            return None
        if not set(told) & {Aspect.MANADER, Aspect.PABORJAT, Aspect.BILAGOR}:
            return None
        aspects = tuple(a for a in Aspect if a in {*told, *actor})
        return self._ask(facts, at, aspects, question, wanted=wanted)

    def ask(self, facts: Facts, at: int) -> Ask | None:
        """Return what turn *at* asks of eligibility, None where it asks the text or nothing."""
        turn = facts.turns[at]
        question = self.question(turn)
        if question.form is Form.OPEN_WORD or not self._seeks_leave(turn, question):
            return None
        own = self._own(facts, at, question)
        told = self._told(facts, at) if own or self._points(question) else ()
        if self._of_the_text(turn, question, own, told):
            return None
        aspects = (*own, *(a for a in told if a not in own))
        if len(aspects) > 1 and self._words["grans"].has(turn.said.folded):
            aspects = tuple(a for a in aspects if a is not Aspect.AKTOR)
        return self._ask(facts, at, aspects, question) if aspects else None

    def suggested(self, facts: Facts, at: int, rule: str) -> Ask | None:
        """Return the ask about the requirement called *rule*, where turn *at* tells of it and does not ask the text."""
        turn = facts.turns[at]
        question = self.question(turn)
        told = self._told(facts, at)
        if question.form is Form.OPEN_WORD or self._of_the_text(turn, question, (), told):
            return None
        if rule == Aspect.AKTOR and Aspect.AKTOR not in told and turn.keys and self._known(facts):
            told = (Aspect.AKTOR, *told)
        named = tuple(a for a in told if a == rule)
        return self._ask(facts, at, (*named, *(a for a in told if a != rule)), question) if named else None

    def followed(self, facts: Facts, at: int, previous: Ask) -> Ask:
        """Return *previous* asked again with what turn *at* tells."""
        turn = facts.turns[at]
        now = self._told(facts, at)
        wanted = _wanted(facts, at)
        if wanted is not None and any(t.about is About.KOSTNAD for t in turn.told):
            now = tuple(dict.fromkeys((Aspect.BELOPP, *now)))
        aspects = tuple(dict.fromkeys((*now, *previous.aspects)))
        parties = self._asked_parties(facts, at) if Aspect.AKTOR in aspects and turn.keys else previous.parties
        return replace(
            previous, aspects=aspects, parties=parties, wanted=wanted, plain=previous.plain or self._is_plain(turn)
        )

    def again(self, facts: Facts, at: int, previous: Ask) -> Ask | None:
        """Return *previous* where turn *at* only asks whether it holds now ("är tiden inom ramen då?")."""
        turn = facts.turns[at]
        question = self.question(turn)
        asks = question.form in {Form.YES_OR_NO, Form.FRAGMENT} and question.words <= _POINTING
        if not asks or self._words["annat"].has(turn.said.folded) or not previous.aspects:
            return None
        return replace(previous, wanted=_wanted(facts, at), plain=self._is_plain(turn))

    # --- the question -------------------------------------------------------------------------------------------

    def _seeks_leave(self, turn: Turn, question: Question) -> bool:
        asks = "?" in turn.said.raw
        leave = self._words["lov"].has(question.text) or (not asks and self._words["lov"].has(turn.said.folded))
        return leave or not asks or question.words <= _POINTING or self._role_asked(question)

    def _role_asked(self, question: Question) -> bool:
        return question.form is not Form.OPEN_WORD and self._lexicon.roles.has(question.text)

    def _points(self, question: Question) -> bool:
        leave = self._words["lov"].has(question.text)
        return question.form is Form.STATEMENT or question.words <= (_LONG_POINTING if leave else _POINTING)

    def _of_the_text(self, turn: Turn, question: Question, own: Sequence[Aspect], told: Sequence[Aspect]) -> bool:
        if Aspect.BILAGOR in {*own, *told}:
            return False
        return self._other(question.text) or (not own and self._other(turn.said.folded))

    def _other(self, folded: str) -> bool:
        """Return whether *folded* has a word for what is no requirement, outside the words of those that are."""
        known = (self._lexicon.actors, *(self._lexicon.facts[name] for name in _REQUIRED))
        inside = [(h.start, h.end) for words in known for h in words.find(folded) if h.key]
        hits = self._words["annat"].find(folded)
        return any(not any(start <= h.start and h.end <= end for start, end in inside) for h in hits)

    def _is_plain(self, turn: Turn) -> bool:
        question = self.question(turn)
        return self._words["lov"].has(question.text if "?" in turn.said.raw else turn.said.folded)

    def _is_certain(self, question: Question, aspects: Sequence[Aspect]) -> bool:
        if _WHICH_OF.search(question.text) and Aspect.AKTOR in aspects and self._lexicon.roles.has(question.text):
            return True
        names = self._lexicon.roles.has(question.text) or self._lexicon.actors.has(question.text)
        rest = question.text
        known = (
            self._lexicon.actors,
            self._lexicon.roles,
            self._lexicon.roles_after,
            self._words["lov"],
            self._words["korta"],
        )
        for words in known:
            for hit in words.find(question.text):
                rest = rest[: hit.start] + " " * (hit.end - hit.start) + rest[hit.end :]
        others = re.findall(r"[a-z]+", _PLAIN_WORDS.sub(" ", rest))
        if Aspect.AKTOR in aspects and names:
            return len(others) <= _OTHER_WORDS
        return not others and bool(_LIMITS & set(aspects)) and self._words["lov"].has(question.text)

    # --- the requirements ---------------------------------------------------------------------------------------

    def _ask(
        self, facts: Facts, at: int, aspects: tuple[Aspect, ...], question: Question, *, wanted: int | None = None
    ) -> Ask:
        parties = self._asked_parties(facts, at) if Aspect.AKTOR in aspects else ()
        plain = self._is_plain(facts.turns[at]) or question.words <= 1
        certain = self._is_certain(question, aspects)
        return Ask(aspects=aspects, parties=parties, wanted=wanted, plain=plain, certain=certain)

    def _own(self, facts: Facts, at: int, question: Question) -> tuple[Aspect, ...]:
        """Return the requirements that the question itself names."""
        if question.form is Form.STATEMENT:
            return ()
        alone = understand([question.said.raw], self._lexicon).turns[-1]
        own: list[Aspect] = [a for a in Aspect if a is not Aspect.AKTOR and self._touches(a, alone)]
        names = alone.casting.told and (alone.keys or any(place < 0 for place in alone.casting.cues))
        short = bool(alone.keys) and question.words <= _FRAGMENT and question.form is Form.FRAGMENT
        names = names and not _names_suppliers(facts.turns[at])
        if self._known(facts) and (names or short or self._joint(facts, facts.turns[at])):
            own.insert(0, Aspect.AKTOR)
        return tuple(own)

    def _told(self, facts: Facts, at: int) -> tuple[Aspect, ...]:
        turn = facts.turns[at]
        told: list[Aspect] = [a for a in Aspect if a is not Aspect.AKTOR and self._touches(a, turn)]
        if self._tells_actor(facts, at, alone=not told):
            told.append(Aspect.AKTOR)
        return tuple(told)

    def _touches(self, aspect: Aspect, turn: Turn) -> bool:
        folded = turn.said.folded
        if aspect is Aspect.BELOPP:
            return any(t.about is About.BIDRAG for t in turn.told) and not _PART_ALONE.search(folded)
        if aspect is Aspect.MANADER:
            return turn.project.get("manader") is not None
        if aspect is Aspect.PABORJAT:
            general = _GENERAL.search(folded) and not _WE.search(folded)
            return turn.project.get("paborjat") is not None and not general
        if aspect is Aspect.BILAGOR:
            return "bilagor_saknas" in turn.project
        if aspect is Aspect.INRIKTNING:
            return "inriktning" in turn.project
        return turn.project.get("data_finns") is not None

    # --- the parties --------------------------------------------------------------------------------------------

    def _known(self, facts: Facts) -> bool:
        return any(p.aktorstyp or k in facts.questions for k, p in facts.parties.items())

    def _tells_actor(self, facts: Facts, at: int, *, alone: bool) -> bool:
        """Return whether turn *at* tells of an applicant; who only wishes something does, where that is told *alone*."""
        turn = facts.turns[at]
        if not self._known(facts):
            return False
        cast = turn.casting.told and (bool(turn.keys) or any(place < 0 for place in turn.casting.cues))
        cast = cast and not _names_suppliers(turn)
        wishing = any(_wishes(turn, m) for m in turn.mentions if alone or m.ours)
        return cast or OURS in turn.keys or wishing or self._joint(facts, turn) or self._same_as_before(facts, at)

    def _joint(self, facts: Facts, turn: Turn) -> bool:
        several = len(facts.parties) > 1 or any(m.several for m in turn.mentions)
        return several and bool(turn.keys) and self._lexicon.together.has(turn.said.folded)

    def _same_as_before(self, facts: Facts, at: int) -> bool:
        turn, before = facts.turns[at], facts.turns[:at]
        earlier = any(t.casting.told or self._lexicon.together.has(t.said.folded) for t in before)
        same = set(turn.keys) <= {key for t in before for key in t.keys}
        return earlier and same and self._words["korta"].has(turn.said.folded)

    def _named(self, facts: Facts, turn: Turn, question: Question) -> tuple[str, ...]:
        """Return the parties that the question names, where it leaves out others that only stand around them."""
        named = [k for k, m in zip(turn.keys, turn.mentions, strict=True) if m.start >= question.start]
        cast = {key for place, key in enumerate(turn.keys) if place in turn.casting.cues}
        beside = {*turn.keys, *((OURS,) if OURS in facts.parties else ())} - set(named)
        if not named or beside & cast or (OURS in beside and _WE.search(question.text)) or _THEY.search(question.text):
            return ()
        if question.form is Form.STATEMENT or self._joint(facts, turn):
            return ()
        return tuple(dict.fromkeys(k for k in named if k in facts.parties))

    def _theirs(self, facts: Facts, turn: Turn, question: Question) -> tuple[str, ...]:
        """Return the parties that a question about "them" gives a role, none where it is about the asker too."""
        alone = understand([question.said.raw], self._lexicon).turns[-1]
        if alone.keys or THEM not in alone.casting.cues or _WE.search(question.text):
            return ()
        cast = [turn.keys[place] for place in turn.casting.cues if place >= 0]
        return tuple(dict.fromkeys(k for k in cast if k != OURS and k in facts.parties))

    def _asked_parties(self, facts: Facts, at: int) -> tuple[str, ...]:
        last = facts.turns[at]
        question = self.question(last)
        if self._lexicon.alone.has(question.text) and OURS in facts.parties:
            return (OURS,)
        if named := self._named(facts, last, question) or self._theirs(facts, last, question):
            return named
        for turn in reversed(facts.turns[: at + 1]):
            if turn.others:
                own = (OURS,) if OURS in facts.parties else ()
                return tuple(k for k in (*own, *turn.others) if k in facts.parties)
            if turn.keys:
                break
        return tuple(k for k in facts.parties if k == OURS) or tuple(facts.parties)


def _wishes(turn: Turn, mention: Mention) -> bool:
    _, end = turn.said.sentence(mention.start)
    return bool(_WISHES.match(turn.said.folded, mention.end, end))


def _names_suppliers(turn: Turn) -> bool:
    """Return whether all organisations named only sell to the project: no role is theirs, whatever "we" may do."""
    others = [m for m in turn.mentions if m.ours or not SUPPLIER.search(fold_in_place(m.surface))]
    beside = {Cue.UNDERLEVERANTOR, Cue.PROJEKTPART, Cue.MEDSOKANDE}
    of_theirs = any(
        cue in beside or (place >= 0 and cue is Cue.KOORDINATOR) for place, cue in turn.casting.cues.items()
    )
    return bool(turn.mentions) and not others and not of_theirs and not _THEY_ASK.search(turn.said.folded)


def _wanted(facts: Facts, at: int) -> int | None:
    """Return the last sum told up to turn *at* without a word on what it is; None where a sum is called a grant or a cost."""
    told: list[Told] = [t for turn in facts.turns[: at + 1] for t in turn.told]
    if any(t.about is not About.KOSTNAD or t.clear or t.whole or t.kostnadsslag for t in told):
        return None
    return int(told[-1].amount.value) if told else None
