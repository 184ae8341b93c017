"""Object stores, and settings that are paths or addresses: the settings under `object_stores`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, PlainValidator

from screening.config_files import Section
from screening.model.errors import InputError
from screening.storage.addresses import Place, StoreOptions, as_place, is_address

__all__ = ["LocalFolder", "ObjectStoreSettings", "PlaceSetting"]


class ObjectStoreSettings(Section):
    """How each provider's stores are reached. See configs/screening.yaml."""

    s3: StoreOptions = StoreOptions()
    gs: StoreOptions = StoreOptions()
    abfs: StoreOptions = StoreOptions()

    def of(self, scheme: str) -> StoreOptions:
        """Those of one scheme: s3, gs or abfs."""
        options: StoreOptions = getattr(self, scheme)
        return options


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
