"""Which language a question is in, by its commonest words and letters; enough for one sentence."""

import re
from enum import StrEnum

_WORD = re.compile(r"[^\W\d_]+")
_SWEDISH = frozenset(
    (
        "och att det som en ett är av för på i till den de med om har inte ni vi du jag man kan ska får vad hur var "
        "när vilka vilken vem oss er vår våra vårt min ja nej eller men så hej tack måste söka kommun förening "
        "bidrag projekt ar pa for nar hos vara gäller finns behöver ansökan pengar kr kronor"
    ).split()
)
_ENGLISH = frozenset(
    (
        "the a an of to is are we our can do does what how in on and or be it this that if with my us who when "
        "which you your have has there any not for much many long need must may should would will apply grant "
        "funding project"
    ).split()
)
_FOREIGN = {
    "de": frozenset("der die das und ist nicht wir ein eine wie was können für mit von sie ich auf zu".split()),
    "fi": frozenset("ja on ei että voiko miten mikä kuka me te se hän kuinka paljon onko mitä saa".split()),
    "fr": frozenset("le la les et est nous vous pour dans que qui une des avec pas combien peut".split()),
    "es": frozenset("el la los las y es nosotros para que una con por cuánto puede quién cómo".split()),
}


class Language(StrEnum):
    """Language of a question, as far as replies differ."""

    SWEDISH = "sv"
    ENGLISH = "en"
    OTHER = "other"


def language_of(text: str) -> Language:
    """
    Return the language of *text*; Swedish where there is too little to tell.

    >>> language_of("How much money can we get?"), language_of("Maxbelopp?"), language_of("Сколько денег?")
    (<Language.ENGLISH: 'en'>, <Language.SWEDISH: 'sv'>, <Language.OTHER: 'other'>)
    """
    words = [w.lower() for w in _WORD.findall(text)]
    letters = [c for c in text if c.isalpha()]
    if letters and sum(c < "\u0250" for c in letters) < len(letters) / 2:
        return Language.OTHER
    counts = {"sv": sum(w in _SWEDISH for w in words), "en": sum(w in _ENGLISH for w in words)}
    counts |= {key: sum(w in known for w in words) for key, known in _FOREIGN.items()}
    best = max(counts, key=lambda key: counts[key])
    if counts[best] <= counts["sv"] or (best != "en" and counts[best] < 2):
        return Language.SWEDISH
    return Language.ENGLISH if best == "en" else Language.OTHER
