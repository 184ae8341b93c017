"""Object stores, and settings that are paths or addresses: the settings under `object_stores`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, PlainSerializer, PlainValidator, field_validator

from screening.config_files import Section
from screening.model.errors import InputError
from screening.storage.addresses import Place, StoreOptions, as_place, is_address

__all__ = ["LocalFolder", "ObjectStoreSettings", "PlaceSetting"]


class StoreSettings(Section):
    """How the stores of one provider are reached. No secret can be among it."""

    endpoint: str | None = None
    anonymous: bool = False
    instance_role: bool = False

    @field_validator("endpoint")
    @classmethod
    def _plain(cls, endpoint: str | None) -> str | None:
        # What was given instead may be a password, so it is not quoted.
        if endpoint is not None and not re.fullmatch(r"https?://[^\s/@?#]+/?", endpoint):
            raise ValueError(
                "must be http://HOST:PORT or https://HOST:PORT, with nothing behind it and no credentials"
            )
        return endpoint.rstrip("/") if endpoint else None


class S3Settings(StoreSettings):
    """The same of S3 and of what speaks its language."""

    region: str | None = None


class AzureSettings(StoreSettings):
    """The same of Azure, where nothing is read without credentials."""

    anonymous: Literal[False] = False


class ObjectStoreSettings(Section):
    """How each provider's stores are reached. See configs/screening.yaml."""

    s3: S3Settings = S3Settings()
    gs: StoreSettings = StoreSettings()
    abfs: AzureSettings = AzureSettings()

    def of(self, scheme: str) -> StoreOptions:
        """Those of one scheme: s3, gs or abfs."""
        said: StoreSettings = getattr(self, scheme)
        return StoreOptions(**said.model_dump())


def _place(given: Any) -> Place:
    if not isinstance(given, str | Place) or not str(given):
        raise ValueError("must be a path, or an object store's address")
    try:
        return as_place(given)
    except InputError as error:
        # Pydantic knows ValueError only, and says of which setting it is.
        raise ValueError(str(error)) from error


def _local(given: Any) -> Any:
    if isinstance(given, str) and is_address(given):
        raise ValueError(
            "must be a folder of this machine: what is kept there is locked and changed in place"
        )
    return given


PlaceSetting = Annotated[Place, PlainValidator(_place), PlainSerializer(str)]
LocalFolder = Annotated[Path, BeforeValidator(_local)]
