"""A PostgreSQL server of the tests' own: in a temporary folder, on a socket nobody else sees, gone after."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VARIABLE = "SANCTIONS_TEST_POSTGRES"
WHY_NOT = (
    f"no PostgreSQL: set {VARIABLE} to the URL of a server where databases may be made, "
    "or install the server's programs (.ci/packages)"
)
_QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses=''"


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, the newest where there are several."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


@contextmanager
def private_server(binaries: Path) -> Iterator[str]:
    """Start a server; gives its URL, without a database."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    # PostgreSQL refuses to run as root.
    user = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    as_user = {"user": user, "group": user, "extra_groups": ()} if os.getuid() == 0 else {}
    if as_user:
        shutil.chown(folder, user)
    data, log = folder / "data", folder / "log"

    def call(program: str, *arguments: str) -> None:
        command = [str(binaries / program), *arguments]
        # The server would keep a pipe open for as long as it lives.
        done = subprocess.run(
            command,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            **as_user,
        )
        if done.returncode:
            told = log.read_text() if log.exists() else "no log"
            raise RuntimeError(f"{program} ended with {done.returncode}: {told}")

    try:
        call("initdb", "-D", str(data), "-U", user, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        call("pg_ctl", "-D", str(data), "-l", str(log), "-w", "-o", f"-k {folder} {_QUICK}", "start")
        try:
            yield f"postgresql+psycopg://{user}@/?host={folder}"
        finally:
            call("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder)
