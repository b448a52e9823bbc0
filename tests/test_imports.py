"""What the rules of the domain may import: finer than import-linter can tell, which holds the rooms apart."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

DOMAIN = Path(__file__).parents[1] / "domain"
MODULES = (*DOMAIN.glob("*.py"), *DOMAIN.glob("review/*.py"))
PURE = sorted(
    ".".join(path.relative_to(DOMAIN).with_suffix("").parts)
    for path in MODULES
    if path.stem not in {"__init__", "settings"}
)


@pytest.mark.parametrize("module", PURE)
def test_a_rule_knows_nothing_but_python_and_other_rules(module: str) -> None:
    """A pure module imports the standard library, `eventsourcing.domain` and other pure modules alone."""
    source = (DOMAIN / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")
    assert [name for name in imported(source) if not allowed(name)] == []


@pytest.mark.parametrize(
    ("source", "refused"),
    [
        ("import datetime\nfrom collections.abc import Mapping", []),
        ("from eventsourcing.domain import Aggregate", []),
        ("from domain.action import Action\nfrom domain import vocabulary", []),
        ("import eventsourcing.persistence", ["eventsourcing.persistence"]),
        ("from eventsourcing import application", ["eventsourcing.application"]),
        ("def late():\n    import psycopg", ["psycopg"]),
        ("from domain.store import recorder", ["domain.store.recorder"]),
        ("from domain import settings", ["domain.settings"]),
        ("from domain.tracker.action import close", ["domain.tracker.action.close"]),
    ],
)
def test_what_is_allowed(source: str, refused: list[str]) -> None:
    """The rule itself: which imports it finds and which it refuses."""
    assert [name for name in imported(source) if not allowed(name)] == refused


def imported(source: str) -> list[str]:
    """The full names that `source` imports, anywhere in it."""
    names: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def allowed(name: str) -> bool:
    """Whether a pure module may import the full name `name`."""
    room, _, rest = name.partition(".")
    if room == "domain":
        return rest.partition(".")[0] in {one.partition(".")[0] for one in PURE}
    return room in sys.stdlib_module_names or name.startswith("eventsourcing.domain")
