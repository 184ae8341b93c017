"""LibreOffice without a window: opens files and saves them again."""

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

__all__ = ["WHY_NOT", "save_again", "soffice"]

WHY_NOT = "needs LibreOffice (soffice)"

# Commas, quotes, UTF-8; 1,,0,false,true: from row 1 on, quotes only where needed, numbers looked out for.
_CSV = "Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
_XLSX = "Calc MS Excel 2007 XML"


def soffice() -> str | None:
    """The program, None where it is not there."""
    return shutil.which("soffice")


def save_again(files: Iterable[Path], ending: str, folder: Path) -> None:
    """Open files of one kind and save each in `folder` as .csv or .xlsx, by its name."""
    paths = list(files)
    profile = folder / "profile"
    reading = [f"--infilter={_CSV}"] if paths[0].suffix == ".csv" else []
    wanted = f"{ending}:{_CSV if ending == 'csv' else _XLSX}"
    command = [str(soffice()), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    done = subprocess.run(
        [*command, *reading, "--convert-to", wanted, "--outdir", str(folder), *map(str, paths)],
        capture_output=True,
        text=True,
        timeout=120,
    )
    missing = [path.stem for path in paths if not (folder / f"{path.stem}.{ending}").exists()]
    assert not missing, done.stdout + done.stderr
