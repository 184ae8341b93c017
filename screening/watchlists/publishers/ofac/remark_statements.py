"""Statements of OFAC's remarks that identify nobody, each by a pattern.

They say what is prohibited, who a person is to somebody, or where a party stands; none of them can be
compared with a customer. A text that no pattern here knows stays unknown: it is not put under a kind that
merely fits everything.
"""

from __future__ import annotations

import re

from screening.watchlists.facts import Fact, statement

__all__ = ["parse_position", "parse_statement"]

_ROLE = (
    r"minister|director|chairman|chairperson|president|commander(?:-in-chief)?|member|governor|secretary"
    r"|manager|chief|head|officer|advis[eo]r|leader|ambassador|commissioner|businessman|owner|colonel"
    r"|(?:attorney|brigadier|division|force|lieutenant|major|prosecutor|secretary) general|prosecutor|judge"
    r"|lt\. col|magistrate|chemist|official|employee|representative|dealer|dr"
)
# A role may follow a few words that narrow it: "Former Ba'th party regional command chairman, Babil".
# Who owns or runs a ship is a statement with a label.
_POSITION = re.compile(
    r"(?!(?:Vessel|Ship|Beneficial) )(?:an? )?"
    rf"(?:[\w'’.,()&-]+ ){{0,7}}?(?:ex-|vice-|vice ?|deputy[ -])?(?:{_ROLE})(?:[ ,-].*)?",
    re.IGNORECASE,
)

# (kind, pattern). The kind's text is the group "text" where the pattern has one, else the whole segment.
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("Additional Sanctions Information", r"Additional Sanctions Information ?-? ?(?P<text>.+)"),
    ("Secondary sanctions risk", r"Secondary sanctions risk:? ?(?P<text>.+)"),
    ("Transactions Prohibited", r"Transactions Prohibited For Persons Owned or Controlled .+"),
    ("Directive Determination", r"Executive Order \d+ Directive Determination ?-? ?.+"),
    ("Directive Information", r"Executive Order \d+ Directive Information.*"),
    ("Directive Information", r"For more information(?: on directives)?, please (?:visit|reference) .+"),
    ("Executive Order Information", r"Executive Order \d+ [Ii]nformation:? ?.+"),
    ("Statute Information", r"(?:CAATSA|PEESA)(?: Section \d+)? Information:? ?.+"),
    ("Statute Information", r"IFCA Determination ?-? ?.+"),
    ("Correspondent Account Prohibition", r"United States financial institutions are prohibited from .+"),
    ("Directive Date", r"(?:Listing|Effective) Date \([^()]+\):? ?.+"),
    ("Directive Date", r"Purchase/Sales For Divestment Date \([^()]+\):? ?.+"),
    ("Organization Established Date", r"Organization Established Date:? (?P<text>.*\d{4}.*)"),
    ("Organization Type", r"Organization Type:? ?(?P<text>.+)"),
    ("Target Type", r"Target Type:? ?(?P<text>.+)"),
    ("Other Vessel Type", r"(?:Other|Former) Vessel Type:? ?(?P<text>.+)"),
    ("Listing", r"\((?:individual|entity|vessel|aircraft)\)(?: ?\[[\w. -]+\])*|(?:\[[\w. -]+\] ?)+"),
    ("Offices covered", r"(?:and )?all (?:other )?(?:offices|branches|locations)(?: worldwide| in .+)?"
                         r"(?:\. For more information .+)?"),
    ("Offices covered", r"and other locations within .+|only locations in .+|.+ branch only|<head office>"),
    ("Offices covered", r"This designation refers to .+"),
    ("Indictment", r"ICTY indictee(?: .+)?"),
    ("Custody", r"(?:(?:re-?)?arrested|released|detained|captured|deported|extradited)(?: .+)?"),
    ("Custody", r"(?:currently )?(?:incarcerated|imprisoned|in custody|in jail|in remand|detained)(?: .+)?"),
    ("Wanted", r"(?:(?:is )?wanted (?:by|for) |Interpol: ).+"),
    ("UN listing", r"(?:named in|listed under) (?:UNSCR|UN Security Council Resolution) .+"),
    ("Documents", r"(?:(?:U\.S\.A\. )?Passport|Passport and National ID|Driver's License) "
                  r"(?:is issued|were issued|was issued|issued|place of issue:?) .+"),
    ("Documents", r"Holder of an? .+ passport"),
    ("Origin", r"From:? .+|(?:Believed|Possibly|Reportedly) (?:to be |located )in .+"),
    ("Area of operations", r"(?:Also )?Operations in:? .+"),
    ("Ethnicity", r"(?:ethnicity|ethnic group):? .+|Kurdish|Bosnian Serb"),
    ("Tribe", r"(?:Sub)?tribe:? .+"),
    ("Physical description", r"(?:Individual's )?(?:height|weight|build|complexion|race|(?:eye|hair) colou?r)"
                             r"(?: is)?:? .+"),
    ("Telegraphic address", r"TGMS .+"),
    ("Faction", r"(?:HAMAS|PFLP|DFLP|Fatah|Independent|Third Way)(?: - .+)?"),
    ("Vessel flag unknown", r"(?:Former|Other) Vessel Flag None Identified"),
    ("Position", r"(?:Alternate Title|Title|Rank|Position|Occupation)(?:, |:? )+(?P<text>.+)"),
    ("Position", r"(?:Position )?also (?:referred to as|identified as) .+"),
)  # fmt: skip

_COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS)


def parse_statement(segment: str) -> Fact | None:
    """The typed statement that a segment is, or None. Never raises."""
    for kind, pattern in _COMPILED:
        found = pattern.fullmatch(segment)
        if found is not None:
            return statement(kind, found.groupdict().get("text") or segment)
    return None


def parse_position(segment: str) -> Fact | None:
    """What a person is or was ("Former Minister of Justice"), or None. A list of roles stands behind it and
    little else, so it is asked last. Never raises."""
    return statement("Position", segment) if _POSITION.fullmatch(segment) else None
