"""How a customer table is read: the settings under `customers`, with configs/customer_words.yaml."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any, Literal

from pydantic import Field, field_validator

from screening.config_files import CONFIG_DIR, Section, read_mapping
from screening.model.vocabulary import EntityType, Gender
from screening.settings.documents import DocumentKinds, default_document_kinds

__all__ = ["CustomerSettings"]


class CustomerSettings(Section):
    """How a customer table is read. See configs/screening.yaml and configs/customer_words.yaml."""

    columns: dict[str, str] = Field(default_factory=dict)  # our name → the table's name
    carry: list[str] = Field(default_factory=list)
    default_entity_type: EntityType | None = None
    day_first: bool | None = None
    csv_delimiter: str = ","
    csv_encoding: str = "utf-8-sig"
    batch_rows: int = Field(default=10_000, ge=1)
    table_version: int | None = Field(default=None, ge=0)
    placeholder_birth_dates: list[date | int | Literal["today"]] = Field(default_factory=list)
    entity_type_words: dict[str, EntityType | None] = Field(
        default_factory=lambda: _customer_words("entity_type_words")
    )
    gender_words: dict[str, Gender | None] = Field(default_factory=lambda: _customer_words("gender_words"))
    nothing_words: list[str] = Field(default_factory=lambda: _customer_words("nothing_words"))
    nothing_in_name_parts: list[str] = Field(default_factory=lambda: _customer_words("nothing_in_name_parts"))
    usual_column_names: dict[str, list[str]] = Field(
        default_factory=lambda: _customer_words("usual_column_names")
    )
    document_kinds: DocumentKinds = Field(default_factory=default_document_kinds, exclude=True)

    @field_validator("entity_type_words", "gender_words", mode="before")
    @classmethod
    def _numbers_are_words(cls, words: Any) -> Any:
        # Tables have codes such as 1 and 2, which YAML reads as numbers.
        if not isinstance(words, dict):
            return words
        return {str(word) if type(word) is int else word: meaning for word, meaning in words.items()}


@lru_cache(maxsize=1)
def _default_customer_words() -> dict[str, Any]:
    return read_mapping(CONFIG_DIR / "customer_words.yaml")


def _customer_words(key: str) -> Any:
    return _default_customer_words()[key]
