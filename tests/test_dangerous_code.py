"""What stands nowhere in the program, as it is how attackers come in: read from its sources."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("domain", "projections", "api", "scheduler")
TEMPLATES = [
    *(ROOT / "api" / "templates").rglob("*.html"),
    *(ROOT / "scheduler" / "letters").glob("*.html"),
]
RUNS_TEXT = {"eval", "exec", "compile", "__import__"}
UNSAFE = {"pickle", "marshal", "shelve", "dill", "yaml", "random", "telnetlib", "ftplib", "xmlrpc"}
"""Modules that run what they read, or whose random numbers can be foretold."""
CALLS_OUT = {"requests", "httpx", "urllib3", "aiohttp"}
WEAK = {"md5", "sha1", "ECB", "TripleDES", "ARC4", "Blowfish"}
STORES = re.compile(
    r"localStorage|sessionStorage|indexedDB|innerHTML|outerHTML|document\.write|postMessage|eval\("
)


def sources() -> Iterator[tuple[Path, ast.Module]]:
    """Every file of the program."""
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            yield file.relative_to(ROOT), ast.parse(file.read_text())


def imported(tree: ast.Module) -> set[str]:
    """The outermost names of what a file imports."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """What a file calls, by the last part of its name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "id", getattr(node.func, "attr", "")), node


def test_the_sources_are_read() -> None:
    """Else nothing would be found."""
    assert len(list(sources())) > 200
    assert len(TEMPLATES) > 50


def test_nothing_runs_text() -> None:
    """No text becomes a program, and nothing is read in a form that could (ASVS V1.3.2, V1.5.2)."""
    for file, tree in sources():
        assert not {name for name, call in calls(tree) if isinstance(call.func, ast.Name)} & RUNS_TEXT, file
        assert not imported(tree) & UNSAFE, file


def test_no_shell() -> None:
    """Other programs are started by their arguments, never by a line for a shell (ASVS V1.2.5)."""
    for file, tree in sources():
        for name, call in calls(tree):
            assert name not in ("system", "popen", "getoutput", "getstatusoutput"), file
            assert not [one for one in call.keywords if one.arg == "shell"], file


def test_no_statement_is_glued() -> None:
    """What PostgreSQL is asked is never made from pieces by Python's own means (ASVS V1.2.4)."""
    for file, tree in sources():
        for name, call in calls(tree):
            if name in ("execute", "executemany", "copy", "stream", "ask") and call.args:
                statement = call.args[0]
                glued = isinstance(statement, ast.JoinedStr | ast.BinOp)
                formatted = (
                    isinstance(statement, ast.Call)
                    and getattr(statement.func, "attr", "") == "format"
                    and isinstance(statement.func.value, ast.Constant)  # type: ignore[attr-defined]
                )
                assert not glued, (file, call.lineno)
                assert not formatted, (file, call.lineno)


def test_no_weak_hash_and_no_weak_cipher() -> None:
    """Neither by name nor by attribute (ASVS V11.3.1, V11.4.1)."""
    for file, tree in sources():
        names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        names |= {node.name for node in ast.walk(tree) if isinstance(node, ast.alias)}
        assert not names & WEAK, file


def test_nothing_asks_another_site() -> None:
    """No library that fetches addresses is loaded, so nobody can make the tracker fetch one (ASVS V1.3.6)."""
    for file, tree in sources():
        assert not imported(tree) & CALLS_OUT, file


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.name)
def test_a_template_escapes_everything(template: Path) -> None:
    """No text is declared safe, and no style, script or handler stands in a page (ASVS V1.2.1, V3.4.3)."""
    text = template.read_text()
    assert not re.search(r"\|\s*safe\b|autoescape\s+false", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert "javascript:" not in text


def test_the_script_of_the_pages_is_harmless() -> None:
    """It writes no HTML, keeps nothing, and listens to no other window (ASVS V3.2.2, V3.5.5, V14.3.3)."""
    assert not STORES.search((ROOT / "api" / "static" / "tracker.js").read_text())
