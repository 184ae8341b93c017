"""`sanctions init`: a folder of one's own that works, and that nothing is overwritten in."""

from pathlib import Path

import pytest
import yaml

from screening.settings import load_settings

ROOT = Path(__file__).resolve().parent.parent.parent
FILES = ["README.md", "mapping.yaml", "nightly.yaml", "prefect.toml", "prefect.yaml"]


@pytest.fixture
def desk(sanctions, tmp_path):
    place = tmp_path / "our desk"
    assert sanctions("init", place).exit_code == 0
    return place


def test_the_folder_has_settings_a_mapping_deployments_and_a_place_for_lists(desk):
    assert sorted(path.name for path in desk.iterdir()) == sorted([*FILES, "lists"])
    assert (desk / "lists" / "ofac").is_dir()
    # Customers' data will lie in it.
    assert desk.stat().st_mode & 0o077 == 0
    assert not any("<<" in (desk / name).read_text(encoding="utf-8") for name in FILES)


def test_without_a_name_it_is_the_current_folder(sanctions, tmp_path):
    assert sanctions("init").exit_code == 0
    assert (tmp_path / "work" / "nightly.yaml").is_file()


def test_the_settings_can_be_loaded_and_name_places_in_the_folder(desk):
    settings = load_settings(desk / "nightly.yaml")
    assert settings.nightly.customers == Path("customers.csv")
    assert [(source.list_id, source.folder) for source in settings.lists] == [
        ("OFAC-SDN", Path("lists/ofac"))
    ]
    assert settings.threshold == load_settings().threshold


def test_the_mapping_names_columns_that_can_be_mapped(desk):
    from screening.customers.columns import MAPPABLE

    settings = load_settings(desk / "mapping.yaml")
    assert set(settings.customers.columns) <= set(MAPPABLE)
    # What is commented out is meant to be used as well.
    text = (desk / "mapping.yaml").read_text(encoding="utf-8")
    assert all(f"{column}:" in text for column in MAPPABLE)


def test_settings_that_it_refers_to_are_there(desk):
    told = [line.strip("# ").split(" ")[0] for line in (desk / "nightly.yaml").read_text().splitlines()]
    files = [Path(line) for line in told if line.startswith("/")]
    assert [file.name for file in files] == ["screening.yaml", "names.yaml"]
    assert all(file.is_file() for file in files)


def test_the_deployments_are_those_of_the_checkout_with_the_folders_own_settings(desk):
    own = (desk / "prefect.yaml").read_text(encoding="utf-8")
    assert own == (ROOT / "prefect.yaml").read_text(encoding="utf-8").replace("configs/nightly", "nightly")
    assert (desk / "prefect.toml").read_bytes() == (ROOT / "prefect.toml").read_bytes()
    (night,) = [each for each in yaml.safe_load(own)["deployments"] if each["name"] == "nightly-screening"]
    assert (desk / night["parameters"]["config"]).is_file()
    assert night["schedules"][0]["timezone"] == load_settings(desk / "nightly.yaml").nightly.time_zone


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_overwritten_and_nothing_else_is_written(sanctions, tmp_path, name):
    place = tmp_path / "desk"
    place.mkdir()
    (place / name).write_text("mine", encoding="utf-8")
    refused = sanctions("init", place)
    assert refused.exit_code == 2
    assert f"has {name} already" in refused.stderr
    assert "Give another folder" in refused.stderr
    assert [path.name for path in place.iterdir()] == [name]
    assert (place / name).read_text(encoding="utf-8") == "mine"


def test_a_file_in_the_folders_place_is_refused(sanctions, tmp_path):
    (tmp_path / "desk").write_text("mine", encoding="utf-8")
    refused = sanctions("init", tmp_path / "desk")
    assert refused.exit_code == 2
    assert "is a file. Give a folder." in refused.stderr


def test_lists_that_are_there_stay(sanctions, tmp_path):
    (tmp_path / "desk" / "lists" / "ofac" / "2026-01-31").mkdir(parents=True)
    assert sanctions("init", tmp_path / "desk").exit_code == 0
    assert (tmp_path / "desk" / "lists" / "ofac" / "2026-01-31").is_dir()
