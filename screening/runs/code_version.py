"""Which code made a run."""

from __future__ import annotations

import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

__all__ = ["code_version"]

# Of a checkout: three folders above this file.
_ROOT = Path(__file__).resolve().parents[2]
_SECONDS = 5


def code_version(root: Path = _ROOT) -> str:
    """The package's version and, in a git checkout at `root`, the commit: "0.1.0+gf00baa1", with ".dirty"
    where files differ from it. Without git, or in no checkout, only the version."""
    try:
        package = version("sanctions-screening")
    except PackageNotFoundError:
        package = "unknown"
    commit = _commit(root)
    return f"{package}+g{commit}" if commit else package


def _commit(root: Path) -> str | None:
    # git would also find a repository further up, which holds something else.
    if not (root / ".git").exists():
        return None
    described = _git(root, "describe", "--always", "--exclude=*", "--abbrev=12", "--dirty=.dirty")
    return described or None


def _git(root: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        # No git, a checkout of another user, or no commit yet: the package's version must do.
        return None
    return done.stdout.strip()
