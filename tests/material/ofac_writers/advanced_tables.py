"""The tables of codes of an advanced file: fixed ones with OFAC's own numbers, the others filled as used."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

__all__ = ["Tables"]

# In the order of the schema: table → attributes that its rows have besides their number.
_TABLES: dict[str, dict[str, str]] = {
    "AliasType": {},
    "AreaCode": {"AreaCodeTypeID": "1"},
    "AreaCodeType": {},
    "CalendarType": {},
    "Country": {},
    "CountryRelevance": {},
    "DecisionMakingBody": {"OrganisationID": "1"},
    "DetailReference": {},
    "DetailType": {},
    "DocNameStatus": {},
    "EntryEventType": {},
    "EntryLinkType": {},
    "ExRefType": {},
    "FeatureType": {"FeatureTypeGroupID": "1"},
    "FeatureTypeGroup": {},
    "IDRegDocDateType": {},
    "IDRegDocType": {},
    "IdentityFeatureLinkType": {},
    "LegalBasis": {"LegalBasisTypeID": "1", "SanctionsProgramID": "1"},
    "LegalBasisType": {},
    "List": {},
    "LocPartType": {},
    "LocPartValueStatus": {},
    "LocPartValueType": {},
    "NamePartType": {},
    "Organisation": {},
    "PartySubType": {},
    "PartyType": {},
    "RelationQuality": {},
    "RelationType": {"Symmetrical": "false"},
    "Reliability": {},
    "SanctionsProgram": {"SubsidiaryBodyID": "1"},
    "SanctionsType": {},
    "Script": {},
    "ScriptStatus": {},
    "SubsidiaryBody": {"Notional": "false", "DecisionMakingBodyID": "1"},
    "SupInfoType": {},
    "TargetType": {},
    "Validity": {},
}
# Two sub-types and two kinds of "Unknown" have one text: these tables are never asked for a text.
_PARTY_SUB_TYPES = (
    ("1", "4", "Vessel"),
    ("2", "4", "Aircraft"),
    ("3", "2", "Unknown"),
    ("4", "1", "Unknown"),
)
_FIXED: dict[str, dict[str, str]] = {
    "AliasType": {"A.K.A.": "1400", "F.K.A.": "1401", "N.K.A.": "1402", "Name": "1403"},
    "AreaCodeType": {"ISO 3166 (2)": "1"},
    "CalendarType": {"Gregorian": "1"},
    "CountryRelevance": {"PRIMARY": "1413"},
    "DecisionMakingBody": {"United States Treasury Department": "1"},
    "DetailType": {"DATE": "1430", "LOOKUP": "1431", "TEXT": "1432", "COUNTRY": "1433", "LOCATION": "1434"},
    "DocNameStatus": {"Primary Latin": "1", "Others": "2"},
    "EntryEventType": {"Created": "1"},
    "FeatureType": {
        "Vessel Call Sign": "1", "VESSEL TYPE": "2", "Vessel Flag": "3", "Vessel Owner": "4",
        "Vessel Tonnage": "5", "Vessel Gross Registered Tonnage": "6", "Birthdate": "8",
        "Place of Birth": "9", "Nationality Country": "10", "Citizenship Country": "11", "Website": "14",
        "Email Address": "21", "Former Vessel Flag": "24", "Location": "25", "Title": "26", "Gender": "224",
    },
    "FeatureTypeGroup": {"Unknown": "1"},
    "IDRegDocDateType": {"Issue Date": "1480", "Expiration Date": "1481"},
    "IdentityFeatureLinkType": {"Unknown": "1"},
    "LegalBasis": {"Unknown": "1"},
    "LegalBasisType": {"Unknown": "1"},
    "List": {"SDN List": "1550", "Consolidated List": "91512"},
    "LocPartType": {
        "Unknown": "1", "REGION": "1450", "ADDRESS1": "1451", "ADDRESS2": "1452", "ADDRESS3": "1453",
        "CITY": "1454", "STATE/PROVINCE": "1455", "POSTAL CODE": "1456",
    },
    "LocPartValueStatus": {"Main": "1"},
    "LocPartValueType": {"Unknown": "1"},
    "NamePartType": {
        "Last Name": "1520", "First Name": "1521", "Aircraft Name": "1524", "Entity Name": "1525",
        "Vessel Name": "1526",
    },
    "Organisation": {"State": "1"},
    "PartyType": {"Individual": "1", "Entity": "2", "Location": "3", "Transport": "4", "Other Entity": "5"},
    "RelationQuality": {"Unknown": "1"},
    "Reliability": {"Unknown": "1"},
    "SanctionsProgram": {"Unknown": "1"},
    "SanctionsType": {"Block": "1705", "Reject": "1706", "Program": "1"},
    "Script": {"Latin": "215"},
    "ScriptStatus": {"Unknown": "1"},
    "SubsidiaryBody": {"Office of Foreign Assets Control": "1"},
    "Validity": {"Valid": "1", "Fraudulent": "2"},
}  # fmt: skip
# Numbers of texts that OFAC's tables do not hold here begin behind all that it has given.
_FIRST_FREE = 1_000_000


class Tables:
    """Text → number, table by table; a text that no table has yet gets a number when it is asked for."""

    def __init__(self) -> None:
        self._numbers = {table: dict(_FIXED.get(table, {})) for table in _TABLES}
        self._free = _FIRST_FREE

    def number(self, table: str, text: str) -> str:
        numbers = self._numbers[table]
        if text not in numbers:
            self._free += 1
            numbers[text] = str(self._free)
        return numbers[text]

    def lines(self) -> Iterator[str]:
        """ReferenceValueSets with all that has been asked for."""
        yield "  <ReferenceValueSets>"
        for table, attributes in _TABLES.items():
            yield f"    <{table}Values>"
            if table == "PartySubType":
                for number, party_type, text in _PARTY_SUB_TYPES:
                    above = f'PartyTypeID="{party_type}"'
                    yield f'      <PartySubType ID="{number}" {above}>{text}</PartySubType>'
            more = "".join(f' {name}="{value}"' for name, value in attributes.items())
            for text, number in self._numbers[table].items():
                if table == "AreaCode":
                    yield f'      <AreaCode ID="{number}" Description={quoteattr(text)}{more} />'
                else:
                    yield f'      <{table} ID="{number}"{more}>{escape(text)}</{table}>'
            yield f"    </{table}Values>"
        yield "  </ReferenceValueSets>"
