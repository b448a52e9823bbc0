"""Settings: their defaults, what is refused, and the document that lists them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from domain.settings import Settings, WrongSetting, read_settings, shown_default, variable, wanted

DOCUMENT = Path(__file__).parents[2] / "docs" / "settings.md"
COLOUR_WANTED = (
    "DHR_COLOUR must be a colour like #17495c, on which white text has a contrast of at least 4.5."
)


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(variable(name), raising=False)


def test_an_installation_needs_no_settings() -> None:
    """With nothing set, the tracker serves on this computer alone, on an embedded database in ./var."""
    settings = read_settings()
    assert settings.database_url is None
    assert (settings.host, settings.port, settings.base_url) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert (settings.data, settings.master_key_file) == (Path("var"), Path("var/master.key"))
    assert settings.smtp_url is None
    assert settings.postgres_bin is None
    assert settings.trial is False
    assert (settings.name, settings.colour, settings.contact) == (None, "#17495c", None)


def test_the_environment_sets_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each setting is read from its own variable, and what follows from it follows."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://tracker@db/dhr")
    monkeypatch.setenv("DHR_DATA", "/srv/dhr")
    monkeypatch.setenv("DHR_PORT", "9000")
    monkeypatch.setenv("DHR_HOST", "::1")
    monkeypatch.setenv("DHR_SMTP_URL", "smtp://name:secret@mail:587")
    monkeypatch.setenv("DHR_TRIAL", "1")
    monkeypatch.setenv("DHR_NAME", "Westonbury Community Safety Partnership")
    monkeypatch.setenv("DHR_COLOUR", "#5B3597")
    settings = read_settings()
    assert settings.database_url == "postgresql://tracker@db/dhr"
    assert settings.master_key_file == Path("/srv/dhr/master.key")
    assert settings.base_url == "http://[::1]:9000"
    assert settings.smtp_url == "smtp://name:secret@mail:587"
    assert settings.trial is True
    assert settings.name == "Westonbury Community Safety Partnership"
    assert settings.colour == "#5b3597"


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable set to nothing leaves the default."""
    monkeypatch.setenv("DHR_PORT", "")
    monkeypatch.setenv("DHR_SMTP_URL", "")
    settings = read_settings()
    assert (settings.port, settings.smtp_url) == (8000, None)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "DATABASE_URL",
            "mysql://root:hunter2@db",
            "DATABASE_URL must be a URL that begins with postgresql://.",
        ),
        ("DHR_PORT", "hunter2", "DHR_PORT must be a number from 1 to 65535."),
        ("DHR_PORT", "65536", "DHR_PORT must be a number from 1 to 65535."),
        ("DHR_PORT", "0", "DHR_PORT must be a number from 1 to 65535."),
        ("DHR_TRIAL", "hunter2", "DHR_TRIAL must be 1 or 0."),
        ("DHR_MAIL_FROM", "hunter2", "DHR_MAIL_FROM must be an e-mail address."),
        (
            "DHR_BASE_URL",
            "https://dhr.example/hunter2",
            "DHR_BASE_URL must be a URL that begins with http:// or https:// and has no path.",
        ),
        ("DHR_NAME", "n" * 101, "DHR_NAME must be a name of at most 100 characters."),
        ("DHR_NAME", "   ", "DHR_NAME must be a name of at most 100 characters."),
        ("DHR_COLOUR", "teal", COLOUR_WANTED),
        ("DHR_COLOUR", "#28A197", COLOUR_WANTED),
        ("DHR_COLOUR", "#ffffff", COLOUR_WANTED),
        ("DHR_COLOUR", "#123456; color: red", COLOUR_WANTED),
        ("DHR_CONTACT", "hunter2", "DHR_CONTACT must be an e-mail address."),
        (
            "DHR_SMTP_URL",
            "ftp://name:hunter2@mail",
            "DHR_SMTP_URL must be a URL that begins with smtp:// or smtps:// and has no path.",
        ),
    ],
)
def test_a_wrong_value_is_refused_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    """A value that cannot be used is refused by its setting's name, never repeated: it may be a secret."""
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting) as refusal:
        read_settings()
    assert str(refusal.value) == sentence


def test_every_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two wrong values are refused together."""
    monkeypatch.setenv("DHR_PORT", "many")
    monkeypatch.setenv("DHR_TRIAL", "perhaps")
    with pytest.raises(WrongSetting, match=r"^DHR_PORT must be .* DHR_TRIAL must be 1 or 0\.$"):
        read_settings()


def test_settings_do_not_change() -> None:
    """A setting read once holds for as long as the process runs."""
    settings = read_settings()
    with pytest.raises(ValidationError, match="frozen"):
        settings.port = 1


def test_secrets_are_not_shown() -> None:
    """The addresses that hold passwords do not appear where settings are printed."""
    settings = Settings(
        database_url="postgresql://tracker:hunter2@db/dhr", smtp_url="smtp://name:hunter2@mail"
    )
    assert "hunter2" not in repr(settings)


CLIENT = {"DHR_OIDC_CLIENT_ID": "tracker", "DHR_OIDC_CLIENT_SECRET": "hunter2"}
ISSUER_WANTED = (
    "DHR_OIDC_ISSUER must be the issuer of an identity provider, a URL that begins with https://, beside a"
    " client ID and one of a client secret and its file."
)


@pytest.mark.parametrize(
    "issuer",
    [
        "https://login.example/tenant/v2.0",
        "https://login.example/",
        "http://localhost:9400",
        "http://127.0.0.1:9",
    ],
)
def test_an_identity_provider(monkeypatch: pytest.MonkeyPatch, issuer: str) -> None:
    """It is known by its issuer, and this tracker to it by an ID and a secret, which is not shown."""
    for name, value in {**CLIENT, "DHR_OIDC_ISSUER": issuer}.items():
        monkeypatch.setenv(name, value)
    settings = read_settings()
    assert (settings.oidc_issuer, settings.oidc_client_id) == (issuer, "tracker")
    assert settings.oidc_secret() == "hunter2"
    assert "hunter2" not in repr(settings)


def test_the_secret_of_an_identity_provider_in_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is read when it is needed, without the end of its line."""
    file = tmp_path / "secret"
    monkeypatch.setenv("DHR_OIDC_ISSUER", "https://login.example")
    monkeypatch.setenv("DHR_OIDC_CLIENT_ID", "tracker")
    monkeypatch.setenv("DHR_OIDC_CLIENT_SECRET_FILE", str(file))
    settings = read_settings()
    with pytest.raises(FileNotFoundError):
        settings.oidc_secret()
    for said in ("hunter2\n", "hunter3"):
        file.write_text(said)
        assert settings.oidc_secret() == said.strip()


@pytest.mark.parametrize(
    ("issuer", "client"),
    [
        ("https://login.example", {}),
        ("https://login.example", {"DHR_OIDC_CLIENT_ID": "tracker"}),
        ("https://login.example", {"DHR_OIDC_CLIENT_SECRET": "hunter2"}),
        ("https://login.example", {**CLIENT, "DHR_OIDC_CLIENT_SECRET_FILE": "secret"}),
        ("http://login.example", CLIENT),
        ("http://localhost.evil.example", CLIENT),
        ("https://login.example/?tenant=1", CLIENT),
        ("login.example", CLIENT),
    ],
)
def test_half_an_identity_provider(
    monkeypatch: pytest.MonkeyPatch, issuer: str, client: dict[str, str]
) -> None:
    """One that is not set whole, or that would be asked over an open line, stops the command."""
    for name, value in {**client, "DHR_OIDC_ISSUER": issuer}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting) as wrong:
        read_settings()
    assert str(wrong.value) == ISSUER_WANTED


def test_the_document_lists_every_setting() -> None:
    """docs/settings.md has one row for each setting, with the default, purpose and values of the class."""
    rows = [line for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    assert rows == [
        f"| `{variable(name)}` | {shown_default(name)} | {field.description} | {wanted(name)} |"
        for name, field in Settings.model_fields.items()
    ]
