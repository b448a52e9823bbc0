"""Words that stand where names of people stand, such as after "spoke to": agreed practice, never a refusal.

What stands there is taken for no name where one of its words is one of agencies, posts, places or days.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

WORD: Final = (
    r"(?:O['’]|Mc|Mac|D['’])?[A-ZÀ-ÖØ-ÞĆČĐİŁŚŞŠŻŽ][a-zß-öø-ÿĀ-ſ]+"
    r"(?:[-’'][A-ZÀ-ÖØ-ÞĆČĐİŁŚŞŠŻŽ][a-zß-öø-ÿĀ-ſ]+)?"
)
BETWEEN: Final = r"(?:[A-Z]\.?|al|bin|bint|de|del|den|der|el|van|von)"
RUN: Final = re.compile(rf"\b{WORD}(?: (?:{BETWEEN} ){{0,2}}{WORD})*")
"""Words with capitals in a row, with initials and what else stands between the parts of a name."""

RELATIVES: Final = (
    "mother|mum|father|dad|son|daughter|brother|sister|aunt|uncle|cousin|nephew|niece|husband|wife|partner|"
    "ex-partner|boyfriend|girlfriend|(?:step|grand)(?:mother|father|son|daughter)|neighbour|friend"
)
CONCERNED: Final = (
    f"{RELATIVES}|victim|deceased|perpetrator|offender|suspect|defendant|survivor|witness|patient|tenant|"
    "child"
)
TO: Final = (
    "(?:spoke|spoken|speaking|talked|talking|wrote|written|apologised|according) to|"
    "(?:spoke|spoken|met|meeting|talked|interview|contact|living|lived|relationship) with|married to|"
    "interviewed|visited|telephoned|phoned|e-?mailed|"
    "(?:murder|killing|homicide|death|funeral|statement) of|statement (?:by|from)"
)
SAID: Final = (
    "said|says|told|stated|disclosed|explained|recalled|died|lived|lives|felt|moved|"
    "was (?:born|killed|stabbed|murdered|strangled|arrested|convicted|found dead|pregnant|aged)|"
    "had (?:died|told|said|been (?:killed|arrested|stabbed))"
)
TITLES: Final = "Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Rev"
RANKS: Final = "PC|DC|DS|DI|DCI|Sgt"
WHOSE: Final = rf"(?:his|her|their|whose|{WORD}['’]s?)"
OF_PLACES: Final = "(?! (?:hubs?|support|services?|courts?|centres?|workers?|agenc|organi))"
"""A place has a family hub and partner agencies, a person has none."""
LEADING: Final = re.compile(
    rf"(?:{TITLES}|{RANKS}|his|her|their|interviewed|visited|telephoned|phoned|e-?mailed|{CONCERNED})\.? ",
    re.IGNORECASE,
)
"""What may have a capital before a name, and is not of it."""

TITLED: Final = re.compile(rf"\b(?:{TITLES})\.? (?:[A-Z]\.? )?$")
RANKED: Final = re.compile(rf"\b(?:{RANKS}) (?:[A-Z]\.? )?$")
BEFORE_ONE_WORD: Final = tuple(
    re.compile(rf"\b(?:{one}) $", re.IGNORECASE)
    for one in (
        rf"(?:{CONCERNED})(?:['’]s?)?(?: (?:full|real|first|last))? names?(?: is| was|:)?",
        rf"(?:{CONCERNED})(?:,? (?:is|was))?,? (?:called|named|known as)",
        rf"{WHOSE} (?:[a-z]+ )?(?:{RELATIVES})[,:]?",
    )
)
AFTER_ONE_WORD: Final = (
    re.compile(rf"['’]s? (?:{RELATIVES}|family|death|murder|funeral|killer)\b{OF_PLACES}"),
    re.compile(rf",? \((?:(?:the|his|her|their|a) )?(?:[a-z]+['’]s )?(?:{CONCERNED})\b", re.IGNORECASE),
)
BEFORE_TWO_WORDS: Final = (
    re.compile(rf"\b(?:{TO}) $", re.IGNORECASE),
    re.compile(rf"\b(?:{CONCERNED})(?:[,:]| [-–])? $", re.IGNORECASE),
)
AFTER_TWO_WORDS: Final = (
    re.compile(r",? (?:\(?aged? \d|\(\d\d?\))", re.IGNORECASE),
    re.compile(rf" (?:{SAID})\b"),
)
FAR: Final = 60
"""Characters before a name that are looked at."""
MOST_WORDS: Final = 4

OF_PLANS: Final = """
    a about abuse academy access accident act action actions addiction adult adults advice adviser advisers
    advocacy advocate agencies agency agenda aid alcohol all ambulance an and annual another any appendix
    april are area areas as asian assessment assessments assistant association at audit august authorities
    authority autism autistic autumn aware awareness baby barnardos bedfordshire berkshire bill birmingham
    black board boards body borough bristol britain british buckinghamshire bureau but by cambridgeshire
    campaign cardiff care carer carers case cases catholic centre centres chair chairs change charity
    cheshire chief child children childrens christian christmas citizens city class clerk clinic clinical
    clinics coercive college colleges commissioner commissioners commissioning committee communication
    communications community complete completed condition conference constable consultant control
    coordinator cornwall coroner council councillor councillors councils counselling counsellor county court
    courts criminal crisis crown csp culture cumbria curriculum custody dardr data day dean december
    dementia department dept deputy derbyshire detective development devon dhr diabetes digital director
    directors disability discharge disclosure disease disorder district division doctor domestic dorset drug
    drugs duty each early east easter eastern education emergency encompass engagement england english
    equality essex european event every excel executive expert experts exploitation facebook families family
    father fathers february federation female fire first focus for force forces form forum foundation four
    framework free friday from front gender general generation girls gloucestershire government gp gps great
    greater group groups guidance guide gypsy had hampshire harm has have he head heads health healthcare
    healthy helpline hertfordshire high him home homes homicide hospice hospital hospitals house housing hub
    idva if immediate improvement imr in independent individual information initial initiative inspector
    inspectors institute integrated intelligence interim investigation is isle isva it january job jobcentre
    july june justice kent key keynes kingdom knowledge lancashire lead leads league learning leeds legal
    leicester leicestershire lessons level liaison lincolnshire line link linkedin listening liverpool
    living local london lord low ltd magistrate magistrates male manager managers manchester marac march
    marks maternity matron may measures medical meeting meetings member members memory men mental merseyside
    microsoft midlands midwife midwives minister ministry mission model monday month more mother mothers
    multi muslim national neglect neighbourhood network new newcastle newsletter next ngo nhs no non norfolk
    north northamptonshire northern not nottingham nottinghamshire november now nurse nurses nursing october
    of off offender offenders office officer officers offices on one open operation operational operations
    or order orders other our out outcome outreach oversight overview oxfordshire panel paper parent parents
    parish partner partners partnership partnerships pathway patient patients people perpetrator
    perpetrators personal pharmacy phase pilot plan plans plymouth point police policies policy polish
    portal portsmouth post practice practices practitioner practitioners pregnancy prevention primary prime
    principal prison probation procedure procedures professional professionals programme programmes project
    projects protect protection protocol provider providers psychiatric psychiatrist public publication
    quality quarter recommendation recommendations recovery referral referrals refuge region regional
    registered relate relationship relationships report reports research resource resources respect response
    responsibility review reviews right rights risk road role royal safe safeguarding safelives safer safety
    samaritans sanctuary saturday scheme school schools secondary secretary section senior september serious
    service services sexual she sheffield shelter should sister social society solicitor solicitors somerset
    south southampton southern specialist spectrum spencer spring st staff staffordshire standard standards
    state statement statutory steering step stop strategic strategies strategy street student students
    subgroup substance suffolk suicide summer sunday supervision supervisor support surrey survey survivor
    survivors sussex swansea syndrome system systems target task team teams tenancy that the their them
    thematic there these they third this those three thursday to together tool toolkit town traffic training
    transfer trust trusts tuesday turning twitter two unit united university up update use victim victims
    violence violent voluntary volunteers vulnerable wales was we website wednesday welfare well wellbeing
    welsh were west western what whatsapp when where which white who whole will wiltshire wing winter with
    witness women womens word work worker workers working workshop workshops yorkshire you young your youth
    zoom
"""
NO_NAMES: Final = frozenset(OF_PLANS.split())
"""In small letters. A person whose name is such a word too is missed rather than all others asked about."""


class Standing(NamedTuple):
    """Words with capitals, the text before them, and the whole text with the place where they end."""

    run: str
    before: str
    text: str
    end: int

    def is_after(self, patterns: tuple[re.Pattern[str], ...]) -> bool:
        """Whether one of these stands right before."""
        return any(pattern.search(self.before) for pattern in patterns)

    def is_before(self, patterns: tuple[re.Pattern[str], ...]) -> bool:
        """Whether one of these stands right behind."""
        return any(pattern.match(self.text, self.end) for pattern in patterns)


def likely_names(text: str) -> Iterator[str]:
    """Words of a text that stand where names of people do, in its order; the same one may come twice."""
    for match in RUN.finditer(text):
        start = match.start()
        while leading := LEADING.match(text, start, match.end()):
            start = leading.end()
        one = Standing(text[start : match.end()], text[max(0, start - FAR) : start], text, match.end())
        if title := TITLED.search(one.before):
            yield title.group() + one.run
        elif is_of_plans(one.run):
            continue
        elif rank := RANKED.search(one.before):
            yield rank.group() + one.run
        elif _stands_as_name(one):
            yield one.run


def is_of_plans(run: str) -> bool:
    """Whether words with capitals hold one that is of agencies, posts, places or days, or are too many."""
    words = run.casefold().replace("’", "").replace("'", "").replace("-", " ").split()
    return len(words) > MOST_WORDS or not NO_NAMES.isdisjoint(words)


def _stands_as_name(one: Standing) -> bool:
    if one.is_after(BEFORE_ONE_WORD) or one.is_before(AFTER_ONE_WORD):
        return True
    return " " in one.run and (one.is_after(BEFORE_TWO_WORDS) or one.is_before(AFTER_TWO_WORDS))
