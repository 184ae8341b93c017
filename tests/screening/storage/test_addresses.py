"""Addresses of object stores, and what they are turned into."""

from pathlib import Path

import pytest

from screening.model.errors import InputError
from screening.settings import load_settings
from screening.storage.addresses import StoreAddress, StoreOptions, as_place, without_secrets
from screening.storage.object_stores import filesystem, kind_of, path_in


@pytest.mark.parametrize(
    ("given", "said", "path"),
    [
        ("s3://bank/in/c.parquet", "s3://bank/in/c.parquet", "bank/in/c.parquet"),
        ("s3a://bank/in//c.parquet/", "s3://bank/in/c.parquet", "bank/in/c.parquet"),
        ("s3://bank/a b%20=é.csv", "s3://bank/a b%20=é.csv", "bank/a b%20=é.csv"),
        ("S3://bank", "s3://bank", "bank"),
        ("gcs://bank/in", "gs://bank/in", "bank/in"),
        (
            "abfss://box@acme.dfs.core.windows.net/in",
            "abfs://box@acme.dfs.core.windows.net/in",
            "box/in",
        ),
        # What a Path makes of an address.
        (Path("s3://bank/in"), "s3://bank/in", "bank/in"),
    ],
)
def test_what_people_write(given: object, said: str, path: str) -> None:
    address = as_place(given)
    assert isinstance(address, StoreAddress)
    assert (str(address), path_in(address)) == (said, path)


@pytest.mark.parametrize(
    "given", ["customers.parquet", "/data/in", "data/country=IQ", r"C:\data", "s3/in", "."]
)
def test_paths_stay_paths(given: str) -> None:
    assert as_place(given) == Path(given)


def test_an_address_does_what_a_path_does() -> None:
    address = StoreAddress.parse("s3://bank/runs/today.parquet")
    assert (address.name, address.stem, address.suffix) == ("today.parquet", "today", ".parquet")
    assert str(address / "gates" / "index.html") == "s3://bank/runs/today.parquet/gates/index.html"
    assert str(address.with_name("today-stopped")) == "s3://bank/runs/today-stopped"
    assert str(address.parent) == "s3://bank/runs"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("https://bank.s3.amazonaws.com/c.parquet", "https://…: no object store that is known"),
        ("s3://AKIA:hunter2@bank/c.parquet", "s3://…@bank: an address must hold no credentials"),
        ("abfs://box:hunter2@acme/c.parquet", "abfs://…@acme: an address must hold no credentials"),
        ("gs://hunter2@bank/c", "gs://…@bank: an address must hold no credentials"),
        ("s3://bank/c?secret_key=hunter2", "s3://bank/c: what follows the '?' is not known"),
        ("s3://bank/c.parquet?X-Amz-Signature=hunter2", "Only ?version=N of a Delta table may, on"),
    ],
)
def test_what_is_no_address_is_refused_and_no_secret_repeated(given: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        as_place(given)
    assert told in str(caught.value)
    assert "hunter2" not in str(caught.value)
    # The first line on the terminal comes before any check.
    assert "hunter2" not in without_secrets(given)


@pytest.mark.parametrize(
    "given", ["in/c.parquet", "s3://bank/c?version=3", "abfs://box@acme.dfs.core.windows.net/c", "gs://bank"]
)
def test_what_holds_no_secret_is_shown_as_it_is(given: str) -> None:
    assert without_secrets(given) == given


def with_config(tmp_path: Path, text: str) -> object:
    path = tmp_path / "config.yaml"
    path.write_text(text)
    return load_settings(path)


def test_settings_name_places_and_how_stores_are_reached(tmp_path: Path) -> None:
    settings = load_settings(
        None,
        runs_dir="s3://bank/runs",
        object_stores={"s3": {"endpoint": "http://127.0.0.1:9000/", "region": "eu-central-1"}},
        nightly={"customers": "gs://bank/customers"},
    )
    assert isinstance(settings.runs_dir, StoreAddress)
    assert settings.runs_dir.options == StoreOptions("http://127.0.0.1:9000", "eu-central-1")
    assert str(settings.nightly.customers) == "gs://bank/customers"
    assert settings.as_record()["runs_dir"] == "s3://bank/runs"
    assert load_settings().runs_dir == Path("runs")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("store_dir: s3://bank/store", "must be a folder of this machine"),
        ("runs_dir: s3://AKIA:hunter2@bank/runs", "an address must hold no credentials"),
        ("object_stores: {s3: {endpoint: 'https://AKIA:hunter2@minio:9000'}}", "and no credentials"),
        ("object_stores: {s3: {secret_key: hunter2}}", "object_stores.s3.secret_key"),
        ("object_stores: {abfs: {anonymous: true}}", "object_stores.abfs.anonymous"),
    ],
)
def test_settings_that_cannot_be(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        with_config(tmp_path, text)
    assert told in str(caught.value)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("s3://bank/c.csv", "s3://bank: no credentials for it. Set AWS_ACCESS_KEY_ID and"),
        ("gs://bank/c.csv", "gs://bank: no credentials for it. Set GOOGLE_APPLICATION_CREDENTIALS in"),
        ("abfs://box@acme/c.csv", "abfs://box@acme: no credentials for it. Set AZURE_STORAGE_KEY or"),
    ],
)
def test_nothing_is_asked_where_nobody_gave_credentials(
    address: str, told: str, no_clouds: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError) as caught:
        kind_of(StoreAddress.parse(address))
    assert told in str(caught.value)


def test_the_machines_own_credentials_are_asked_for_only_where_that_is_set(
    no_clouds: pytest.MonkeyPatch,
) -> None:
    import os

    no_clouds.setenv("AWS_EC2_METADATA_DISABLED", "as found")
    no_clouds.delenv("AWS_EC2_METADATA_DISABLED")
    filesystem(StoreAddress.parse("s3://bank/c", StoreOptions(region="eu-west-1", instance_role=True)))
    assert "AWS_EC2_METADATA_DISABLED" not in os.environ
    no_clouds.setenv("AWS_ACCESS_KEY_ID", "AKIATESTING")
    filesystem(StoreAddress.parse("s3://bank/c", StoreOptions(region="eu-west-1")))
    assert os.environ["AWS_EC2_METADATA_DISABLED"] == "true"


def test_each_scheme_has_its_file_system(no_clouds: pytest.MonkeyPatch) -> None:
    no_clouds.setenv("AZURE_STORAGE_KEY", "a2V5")
    no_clouds.setenv("AZURE_STORAGE_ACCOUNT", "acme")
    anonymous = StoreOptions(anonymous=True, region="eu-west-1")
    assert filesystem(StoreAddress.parse("s3://bank/c", anonymous)).type_name == "s3"
    assert filesystem(StoreAddress.parse("gs://bank/c", anonymous)).type_name == "gcs"
    assert filesystem(StoreAddress.parse("abfs://box/c")).type_name == "abfs"
    assert filesystem(StoreAddress.parse("abfs://box@acme.dfs.core.windows.net/c")).type_name == "abfs"


def test_a_google_store_that_cannot_be_reached(
    no_clouds: pytest.MonkeyPatch,
) -> None:
    no_clouds.setattr("screening.storage.object_stores._RETRY_SECONDS", 0)
    # Nobody listens at port 1.
    address = StoreAddress.parse("gs://bank/c", StoreOptions("http://127.0.0.1:1", anonymous=True))
    with pytest.raises(InputError) as caught:
        kind_of(address)
    assert str(caught.value) == (
        "gs://bank/c: the store cannot be reached at http://127.0.0.1:1 (DEADLINE_EXCEEDED). Check the "
        "network and object_stores.gs.endpoint, then run the same command again."
    )
