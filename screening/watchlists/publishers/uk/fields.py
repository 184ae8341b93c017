"""The elements of the UK's XML that its reader knows."""

from __future__ import annotations

__all__ = ["KNOWN_FIELDS"]

# Group → its one kind of item. Items hold text alone.
_GROUPS = {
    "Titles": "Title",
    "PhoneNumbers": "PhoneNumber",
    "EmailAddresses": "EmailAddress",
    "Websites": "Website",
    "DOBs": "DOB",
    "Nationalities": "Nationality",
    "Positions": "Position",
    "Genders": "Gender",
    "TypeOfEntities": "TypeOfEntity",
    "BusinessRegistrationNumbers": "BusinessRegistrationNumber",
    "ParentCompanies": "ParentCompany",
    "Subsidiaries": "Subsidiary",
    "IMONumbers": "IMONumber",
    "HullIdentificationNumbers": "HullIdentificationNumber",
    "CurrentOwnerOperators": "CurrentOwnerOperator",
    "PreviousOwnerOperators": "PreviousOwnerOperator",
    "CurrentBelievedFlagOfShips": "CurrentBelievedFlagOfShip",
    "PreviousFlags": "PreviousFlag",
    "TypeOfShipDetails": "TypeOfShip",
    "TonnageOfShipDetails": "TonnageOfShip",
    "LengthOfShipDetails": "LengthOfShip",
    "YearsBuilt": "YearBuilt",
}
# What SanctionsImposed says in words.
_INDICATORS = (
    "AssetFreeze", "TrustServicesSanctions", "ArmsEmbargo", "TargetedArmsEmbargo",
    "TechnicalAssistanceRelatedToAircraft",
    "TravelBan", "CharteringOfShips", "CrewServicingOfShipsAndAircraft",
    "PreventionOfCharteringOfShipsAndAircraft",
    "PreventionOfBusinessArrangements", "ClosureOfRepresentativeOffices",
    "DirectorDisqualificationSanction", "Deflag",
)  # fmt: skip

KNOWN_FIELDS = {
    "Designation": (
        "LastUpdated", "DateDesignated", "UniqueID", "OFSIGroupID", "UNReferenceNumber", "Names",
        "NonLatinNames",
        "Titles", "RegimeName", "IndividualEntityShip", "DesignationSource", "SanctionsImposed",
        "SanctionsImposedIndicators", "OtherInformation", "UKStatementofReasons", "Addresses", "PhoneNumbers",
        "EmailAddresses", "Websites", "IndividualDetails", "EntityDetails", "ShipDetails",
    ),
    "SanctionsImposedIndicators": _INDICATORS,
    "Names": ("Name",),
    "Name": ("Name1", "Name2", "Name3", "Name4", "Name5", "Name6", "NameType", "AliasStrength"),
    "NonLatinNames": ("NonLatinName",),
    "NonLatinName": ("NameNonLatinScript", "NonLatinScriptType", "NonLatinScriptLanguage"),
    "Addresses": ("Address",),
    "Address": (*(f"AddressLine{number}" for number in range(1, 7)), "AddressPostalCode", "AddressCountry"),
    "IndividualDetails": ("Individual",),
    "Individual": (
        "DOBs", "Genders", "BirthDetails", "Nationalities", "Positions", "PassportDetails",
        "NationalIdentifierDetails",
    ),
    "BirthDetails": ("Location",),
    "Location": ("TownOfBirth", "CountryOfBirth"),
    "PassportDetails": ("Passport",),
    "Passport": ("PassportNumber", "PassportAdditionalInformation"),
    "NationalIdentifierDetails": ("NationalIdentifier",),
    "NationalIdentifier": ("NationalIdentifierNumber", "NationalIdentifierAdditionalInformation"),
    "EntityDetails": ("Entity",),
    "Entity": ("TypeOfEntities", "BusinessRegistrationNumbers", "ParentCompanies", "Subsidiaries"),
    "ShipDetails": ("Ship",),
    "Ship": (
        "IMONumbers", "HullIdentificationNumbers", "CurrentOwnerOperators", "PreviousOwnerOperators",
        "CurrentBelievedFlagOfShips", "PreviousFlags", "TypeOfShipDetails", "TonnageOfShipDetails",
        "LengthOfShipDetails", "YearsBuilt",
    ),
    **{group: (item,) for group, item in _GROUPS.items()},
}  # fmt: skip
