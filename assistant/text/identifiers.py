"""Digits that name something instead of counting it: dates, telephone and id numbers, list numbers, addresses."""

import re

_MONTHS = "jan(?:uari)?|feb(?:ruari)?|mars?|apr(?:il)?|maj|juni?|juli?|aug(?:usti)?|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?"
_LABELS = (
    "steg|del|punkt|fraga|bilaga|artikel|paragraf|kapitel|kap|avsnitt|sida|sid|version|nr|nummer|agenda|art|fas|mal|"
    "kl|klockan|dnr|diarienummer|diarienr|utlysning|alternativ|kpi|tel|telefon|tfn|mobil|postnummer|orgnr|nivan?"
)
_IDENTIFIER = re.compile(
    rf"""
      [\w.+-]+@[\w-]+(?:\.[\w-]+)+                                    # mail address
    | (?:https?://|www\.)\S+                                          # web address
    | (?<![\w.,])(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:[0-2]?\d|3[01])(?![\d])   # date
    | (?<![\d.,])(?:19|20)\d\d\s?[-/]\s?(?:19|20)?\d\d(?!\s?(?:kr|tkr|\d))             # years, 2022-2023 and 2022/23
    | (?<![\d.,])(?:19|20)\d\d-\d{{5}}(?!\d)                          # diarienummer
    | (?<!\d)(?:19|20)?\d{{6}}[-+]\d{{4}}(?!\d)                       # organisationsnummer, personnummer
    | (?<!\d)(?:19|20)?(?:\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])|[2-9]\d[2-9]\d\d\d)\d{{4}}(?!\d|\s?(?:kr|:-|sek|eur))
    | (?<![\w,.-])(?:\+|00)\d{{2}}[\s-]?(?:\(0\))?\d{{1,3}}(?:[\s-]?\d{{2,3}}){{2,4}}(?!\d)   # +46 8 473 30 00
    | (?<![\w,.-])(?<!\d\s)0\d{{1,3}}(?:\s?[-–/]\s?|\s)?\d{{2,3}}(?:[\s-]?\d{{2,3}}){{1,3}}(?!\d)     # 070-123 45 67
    | (?<![\d.,])\d{{1,2}}(?::[ae])?\s(?:{_MONTHS})\b(?:\s(?:19|20)\d\d)?             # 16 maj 2022
    | \b(?:{_MONTHS})\s(?:19|20)\d\d\b
    | (?<![\d.,])[0-3]?\d/[01]?\d(?!\d|\s?(?:del|av))                 # 16/5
    | (?<![\d.,])\d{{1,2}}[:.]\d{{2}}(?=\s?(?:\bi\s?dag|pa\s(?:kvall|morgon)))|(?<![\d.,:])[0-2]?\d:[0-5]\d(?!\d)
    | (?<![\d.,-])(?:19|20)\d\d(?!\s?\d{{3}}\b|\d|[.,]\d|\s?(?:kr\b|kronor|sek\b|tkr|kkr|:-|€|euro|k\b|timmar|tim\b|h\b))
    | ^[ \t]*\d{{1,2}}[.)](?=\s)                                      # list number
    | \[\d+\]|§+\s?[\d.]+|\b\d+(?:[.]\d+)?\s?§|\#\d+
    """,
    re.VERBOSE | re.MULTILINE,
)
_LABELLED = re.compile(
    rf"""
      \b(?:{_LABELS})\.?:?\s\#?\d+(?:[.:-]\d+)*(?!\s?(?:%|procent|proc|tkr|kkr|mkr|kr\b|manader|tusen|\d))
    | \b[a-z]+-?\d+[a-z\d]*\b|\b(?:covid|g5|iso)[- ]\d+
    """,
    re.VERBOSE | re.MULTILINE,
)


def blank_identifiers(folded: str) -> str:
    """
    Return *folded* at its own length with every such number as "\u00a4" signs.

    >>> blank_identifiers("dnr 2022-00880, sok 500 000 fore 16 maj 2022").replace("\u00a4", "")
    'dnr , sok 500 000 fore '
    """
    for pattern in (_IDENTIFIER, _LABELLED):
        folded = pattern.sub(lambda m: "¤" * len(m[0]), folded)
    return folded
