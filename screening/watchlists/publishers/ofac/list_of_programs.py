"""Which of OFAC's two lists a file holds, by the programs of its parties.

SDN.XML and CONSOLIDATED.XML have the same form and do not say which they are. But every party of the SDN list
is blocked under some program, and the consolidated list is the one of those who are not: a party all of whose
programs are known to block nobody (NS-PLC, CMIC-EO13959, 561-Related, ...) can only be there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from screening.watchlists.programs import known_programs

__all__ = ["list_of_programs"]


def list_of_programs(programs: Iterable[tuple[str, str]]) -> str:
    """(entity_id, program) of every designation → "OFAC-SDN" or "OFAC-CONS".

    "OFAC-SDN" where no party tells: an excerpt of the consolidated list with parties under UKRAINE-EO13662
    alone, a code of both lists, is taken for the SDN list unless the user says which it is.
    """
    of_party: dict[str, set[str]] = defaultdict(set)
    for entity_id, program in programs:
        of_party[entity_id].add(program)
    blocks_nobody = {
        code
        for code, program in known_programs("OFAC-SDN").items()
        if program.prohibits and "asset freeze" not in program.prohibits
    }
    return "OFAC-CONS" if any(codes <= blocks_nobody for codes in of_party.values()) else "OFAC-SDN"
