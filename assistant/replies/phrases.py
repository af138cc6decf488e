"""
Every set phrase a reader sees; none states a fact of the call, so none holds a figure (a test guards it).

Facts belong to corpus/, where each has its quote.
"""

EMPTY = "Skriv en fråga om utlysningen, till exempel ”Hur mycket kan vi söka?”"
TOO_LONG = (
    "Texten är för lång för att läsas som en fråga. Inget har gått förlorat: korta ner den till det du vill veta "
    "och skicka den igen."
)
OTHER_LANGUAGE = (
    "Jag svarar på frågor på svenska och engelska. Please ask in Swedish or English. "
    "Frågan gäller väl utlysningen Starta er AI-resa?"
)
NOT_IN_SOURCES = "Det framgår inte av källorna."
NEARBY = "Det här står i närheten:"
SAYS = "Så här står det i källorna:"
UNSURE = "Jag är inte säker på att jag har förstått frågan rätt. Menar du något av det här?"
ASK_VINNOVA = "Fråga Vinnovas handläggare för utlysningen."
NOT_UNDERSTOOD = (
    "Jag förstår inte frågan. Skriv den med andra ord, gärna i en hel mening. "
    "Jag svarar på frågor om utlysningen Starta er AI-resa och Vinnovas villkor för den."
)
ENGLISH_LEAD = "In short, in Swedish and with quotes from the Swedish sources:"
ERROR = "Något gick fel hos mig, inte hos dig. Frågan är kvar: försök igen om en stund."
FROM_MODEL = "Formulerat av en språkmodell; varje mening är kontrollerad mot källorna."
WITHOUT_MODEL = "Svaret kommer direkt från källorna, utan språkmodell."
