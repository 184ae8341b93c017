"""Small lists as tables and as OpenSanctions' files, each in its publisher's own raw style."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

__all__ = ["AU_HEADER", "CSL_HEADER", "SIMPLE_CSV", "au_workbook", "csl", "entity", "ftm", "write_ftm"]

CSL_HEADER = (
    "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,"
    "standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,"
    "gross_registered_tonnage,vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,"
    "dates_of_birth,nationalities,places_of_birth,source_information_url,ids"
)
SDN = "Specially Designated Nationals (SDN) - Treasury Department"
CAPTA = "Capta List (CAP) - Treasury Department"
ENTITY_LIST = "Entity List (EL) - Bureau of Industry and Security"
DEBARRED = "ITAR Debarred (DTC) - State Department"

_CSL_ROWS: Sequence[dict[str, str]] = (
    {
        "_id": "101",
        "source": SDN,
        "entity_number": "101",
        "type": "Individual",
        "programs": "SDGT; GLOMAG",
        "name": "VALE, Anton",
        "addresses": "1 Pier Road, Lathin, SY; SY",
        "alt_names": "VAIL, Anton; VALE, Toni",
        "dates_of_birth": "1971-03-25; 1972; circa 1970",
        "nationalities": "SY; LB",
        "places_of_birth": "Homs, Syria",
        "ids": "SY, 2027-01-31, 2017-02-01, N0123, Passport; Male, Gender; 44, Tax ID No."
        "; vale.example, Website",
        "remarks": "(Linked To: NORTH BANK; Linked To: NOBODY (HOLDING) LTD); More.",
    },
    {
        "_id": "102",
        "source": SDN,
        "entity_number": "102",
        "type": "Entity",
        "programs": "RUSSIA-EO14024",
        "name": "NORTH BANK",
        "alt_names": "NB",
    },
    {
        "_id": "102",
        "source": CAPTA,
        "entity_number": "102",
        "type": "Entity",
        "programs": "RUSSIA-EO14024",
        "name": "NORTH BANK",
        "alt_names": "NB",
    },
    {
        "_id": "aa01",
        "source": ENTITY_LIST,
        "name": "Orrel Works Ltd.",
        "start_date": "2022-04-07",
        "addresses": "23 Mill St., Orrel, BY",
        "alt_names": "140 Works; Orrel W; and Works of Orrel",
        "license_policy": "Policy of denial.",
    },
    {"_id": "aa02", "source": DEBARRED, "name": "Ines Marou", "federal_register_notice": "58 FR 6835"},
    {
        "_id": "103",
        "source": SDN,
        "entity_number": "103",
        "type": "Vessel",
        "programs": "IRAN",
        "name": "LODE STAR",
        "vessel_flag": "Iran",
        "vessel_type": "Bulk Carrier",
        "call_sign": "9HDS9",
        "ids": "IMO 9187629, Vessel Registration Identification",
    },
)


def csl(rows: Sequence[dict[str, str]] = _CSL_ROWS) -> bytes:
    """A table like the US Consolidated Screening List: 5 parties in 6 rows."""
    names = CSL_HEADER.split(",")
    lines = [CSL_HEADER]
    lines += [",".join('"' + row.get(name, "").replace('"', '""') + '"' for name in names) for row in rows]
    return ("\n".join(lines) + "\n").encode()


AU_HEADER = (
    "Reference", "Name of Individual or Entity", "Type", "Name Type", "Alias Strength", "Date of Birth",
    "Place of Birth", "Citizenship", "Address", "Additional Information", "Listing Information", "IMO Number",
    "Committees", "Control Date", "Instrument of Designation", "Targeted Financial Sanction", "Travel Ban",
    "Arms Embargo", "Maritime Restriction",
)  # fmt: skip


def au_workbook(rows: Sequence[Sequence[Any]]) -> bytes:
    """A workbook like Australia's list."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Consolidated List")
    sheet.append(AU_HEADER)
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


SIMPLE_CSV = (
    '"id","schema","name","aliases","birth_date","countries","addresses","identifiers","sanctions","phones",'
    '"emails","program_ids","dataset","first_seen","last_seen","last_change"\n'
    '"NK-1","Person","Anton Vale","""Vale; the elder"";Антон Вейл","1971-03-25;1972","sy;lb","1 Pier Road",'
    '"N0123","""Wrote:\n- """"this"""""";Frozen","+1 555","a@vale.example","EX-TERR;EX-2",'
    '"Example Sanctions","2025-10-06T14:15:21","2026-03-13T05:41:01","2026-02-05T14:54:48"\n'
    '"NK-2","Vessel","LODE STAR","","","ir","","IMO9187629","""""","","","","Example Sanctions",'
    '"2025-10-06T14:15:21","2026-03-13T05:41:01","2026-02-24T05:42:24"\n'
    '"NK-3","Company","LLC ""North""","","","ru","","","""""","","","EX-2","Example Sanctions",'
    '"2025-10-06T14:15:21","2026-03-12T05:41:01","2026-02-24T05:42:24"\n'
).encode()


def entity(entity_id: str, schema: str, *, target: bool = False, **properties: Any) -> dict[str, Any]:
    """A FollowTheMoney entity; its caption is its first name, or its id."""
    lists = {key: [value] if isinstance(value, str) else value for key, value in properties.items()}
    referents = lists.pop("referents", [])
    return {
        "id": entity_id,
        "caption": lists.get("name", [entity_id])[0],
        "schema": schema,
        "properties": lists,
        "referents": referents,
        "datasets": ["ex_list"],
        "last_seen": "2026-03-01T00:00:00",
        "target": target,
    }


def ftm() -> list[dict[str, Any]]:
    """A person who owns half of a firm and is listed, the firm, a ship, and what belongs to them."""
    return [
        entity("addr-1", "Address", full="1 Pier Road, Lathin", city="Lathin", country="sy"),
        entity("addr-9", "Address", full="Nobody's house"),
        entity(
            "NK-1",
            "Person",
            target=True,
            name=["Anton Vale", "Антон Вейл"],
            alias="A. Vale",
            weakAlias="Toni",
            previousName="Anton Weil",
            birthDate=["1971-03", "1972"],
            nationality="sy",
            passportNumber="N0123",
            innCode="7714027882",
            gender="male",
            addressEntity="addr-1",
            topics=["sanction", "role.oligarch"],
            notes="Known for little.",
            referents=["ofac-101", "eu-fsf-eu-8282-49", "gb-fcdo-rus0491", "zz-1"],
        ),
        entity(
            "NK-2", "Company", target=True, name="North Bank", leiCode="5493001KJTIIGC8Y1R12", parent="NK-8"
        ),
        entity(
            "NK-3",
            "Vessel",
            target=True,
            name="LODE STAR",
            imoNumber="IMO9187629",
            flag="ir",
            callSign="9HDS9",
        ),
        entity(
            "NK-4",
            "CryptoWallet",
            target=True,
            publicKey="1BoatSLRHtKNngkdXEeobR76b53LETtpyT",
            currency="XBT",
        ),
        entity("NK-8", "Company", name="Far Holding"),
        entity("NK-9", "Person", name="Ines Vale"),
        entity(
            "s-1",
            "Sanction",
            entity="NK-1",
            programId="EX-TERR",
            authority="Office of Examples",
            listingDate="2020-05-06",
            provisions=["Asset freeze", "Travel ban"],
            unscId="QDi.430",
        ),
        entity("s-9", "Sanction", entity="NK-9", program="Nothing to do with a target"),
        entity("o-1", "Ownership", owner="NK-1", asset="NK-2", percentage="50.5"),
        entity("f-1", "Family", person="NK-1", relative="NK-9", relationship="Mother"),
        entity("p-1", "Passport", holder="NK-1", number="X77", country="lb", startDate="2019"),
    ]


def write_ftm(path: Path, entities: Sequence[dict[str, Any]]) -> Path:
    """Entities, or the lines of a delta file, as JSON lines; packed where the name says so."""
    text = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in entities).encode()
    path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)
    return path
