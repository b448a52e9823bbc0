"""LibreOffice, without a window: what another program than ours makes of the files that were written."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

PATIENCE_SECONDS = 120
COMMAS = "--infilter=CSV:44,34,UTF8,1"
"""How a person answers when LibreOffice asks about a file of CSV: commas, quotation marks, UTF-8."""


def soffice() -> str:
    """The program. Raises LookupError with what to install where there is none."""
    if found := shutil.which("soffice"):
        return found
    raise LookupError(
        "The tests of exported files need LibreOffice; install it with: "
        "apt-get install -y --no-install-recommends libreoffice-calc libreoffice-writer"
    )


def opened_and_saved(files: Mapping[str, bytes], ending: str, folder: Path) -> dict[str, bytes]:
    """Each file, by its name, as LibreOffice saves it with this ending after it has opened it."""
    before, after = folder / "before", folder / f"after-{ending}"
    before.mkdir(exist_ok=True)
    for name, content in files.items():
        (before / name).write_bytes(content)
    own = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    asked = [soffice(), own, "--headless", COMMAS, "--convert-to", ending, "--outdir", str(after)]
    done = subprocess.run(
        [*asked, *(str(before / name) for name in files)],
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {name: (after / name).with_suffix(f".{ending}").read_bytes() for name in files}
