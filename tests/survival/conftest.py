"""Installations in folders of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.survival.serving import Installation


@pytest.fixture
def installation(data_folder: Path) -> Installation:
    """An installation on the wheel's PostgreSQL, never started yet."""
    return Installation(data_folder)
