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
CALLS_OUT = (
    "requests",
    "httpx",
    "urllib3",
    "aiohttp",
    "aiosmtplib",
    "authlib.integrations",
    "http.client",
    "imaplib",
    "nntplib",
    "poplib",
    "smtplib",
    "urllib.request",
    "websockets",
)
PARTNERS = {
    "api/cli/serve.py": {"http.client"},
    "api/identity_provider.py": {"authlib.integrations", "requests"},
    "scheduler/delivery.py": {"aiosmtplib"},
}
"""Who speaks to whom: `dhr serve` to its own web process, and two to what the settings name, no one else."""
ASKS_NOBODY = {"client_auth", "create_authorization_url"}
"""What a session of OAuth does without a request."""
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


def modules(tree: ast.Module) -> set[str]:
    """What a file imports, by its whole name; of `from a import b` both `a` and `a.b`."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
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
    """Nothing that fetches is loaded but where the settings say whom to ask (ASVS V1.3.6, V13.2.4)."""
    found = {}
    for file, tree in sources():
        loaded = {one for one in CALLS_OUT for name in modules(tree) if f"{name}.".startswith(f"{one}.")}
        if loaded:
            found[str(file)] = loaded
    assert found == PARTNERS


def is_of_session(call: ast.Call) -> bool:
    """Whether a method of what is called `session` is called."""
    return isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "session"


def test_no_redirect_is_followed() -> None:
    """Whatever is asked of the identity provider, it answers itself or not at all (ASVS V15.3.2)."""
    tree = ast.parse((ROOT / "api" / "identity_provider.py").read_text())
    of_session = [(name, call) for name, call in calls(tree) if is_of_session(call)]
    asking = [call for name, call in of_session if name not in ASKS_NOBODY]
    assert len(asking) == 2
    for call in asking:
        [followed] = [one.value for one in call.keywords if one.arg == "allow_redirects"]
        assert isinstance(followed, ast.Constant)
        assert followed.value is False


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
