"""What an installation can set: read from the environment by entry points, and passed on from there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationError, ValidationInfo
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.contrast import ENOUGH_FOR_TEXT, WHITE, contrast


class WrongSetting(ValueError):
    """A setting has a value that cannot be used; the message has one sentence for each."""


def _address(known: dict[str, Any]) -> str:
    host = f"[{known['host']}]" if ":" in known["host"] else known["host"]
    return f"http://{host}:{known['port']}"


def _readable(colour: str) -> str:
    if contrast(colour, WHITE) < ENOUGH_FOR_TEXT:
        raise ValueError(colour)
    return colour.lower()


def _with_client(issuer: str, known: ValidationInfo) -> str:
    """An identity provider is of use to a client that it knows, by one secret."""
    secrets = [known.data.get(name) for name in ("oidc_client_secret", "oidc_client_secret_file")]
    if not known.data.get("oidc_client_id") or sum(map(bool, secrets)) != 1:
        raise ValueError(issuer)
    return issuer


class Settings(BaseSettings):
    """The settings of one installation; `wanted` says in words which values a setting takes."""

    model_config = SettingsConfigDict(
        env_prefix="DHR_", env_ignore_empty=True, frozen=True, populate_by_name=True
    )

    database_url: str | None = Field(
        default=None,
        validation_alias="DATABASE_URL",
        pattern=r"^postgres(ql)?://",
        repr=False,
        description="The PostgreSQL (15 or newer) to use; without it, one runs on the data folder.",
        json_schema_extra={"wanted": "a URL that begins with postgresql://"},
    )
    data: Path = Field(
        default=Path("var"),
        description="The data folder: the embedded database, the master key, mail that has no server.",
        json_schema_extra={"wanted": "a folder"},
    )
    host: str = Field(
        default="127.0.0.1",
        description="The address to listen on.",
        json_schema_extra={"wanted": "an address of this computer"},
    )
    port: int = Field(
        default=8000,
        ge=1,
        le=65535,
        description="The port to listen on.",
        json_schema_extra={"wanted": "a number from 1 to 65535"},
    )
    base_url: str = Field(
        default_factory=_address,
        pattern=r"^https?://[^/\s?#]+[^/\s?#]$",
        description="The address that people use, for the links in mail.",
        json_schema_extra={
            "wanted": "a URL that begins with http:// or https:// and has no path",
            "shown": "http://HOST:PORT",
        },
    )
    smtp_url: str | None = Field(
        default=None,
        pattern=r"^smtps?://[^/\s?#]+$",
        repr=False,
        description="The mail server, as smtp://NAME:PASSWORD@HOST:587 (STARTTLS, a must but on this "
        "computer) or smtps://…:465; without it, mail is written to the folder outbox in the data folder.",
        json_schema_extra={"wanted": "a URL that begins with smtp:// or smtps:// and has no path"},
    )
    mail_from: str = Field(
        default="dhr-tracker@localhost",
        pattern=r"^[^@\s]+@[^@\s]+$",
        description="The address that mail comes from.",
        json_schema_extra={"wanted": "an e-mail address"},
    )
    master_key_file: Path = Field(
        default_factory=lambda known: known["data"] / "master.key",
        description="The key to what people have written; without it that text is lost, so keep a copy.",
        json_schema_extra={"wanted": "a file", "shown": "master.key in the data folder"},
    )
    postgres_bin: Path | None = Field(
        default=None,
        description="The folder of the programmes of a system PostgreSQL, for a new embedded database.",
        json_schema_extra={"wanted": "a folder, such as /usr/lib/postgresql/15/bin"},
    )
    trial: bool = Field(
        default=False,
        description="Whether this is a trial, said on every page, where reminders may run ahead of today.",
        json_schema_extra={"wanted": "1 or 0"},
    )

    name: str | None = Field(
        default=None,
        max_length=100,
        pattern=r"\S",
        description="Whose tracker this is, said on every page; without it, the only partnership.",
        json_schema_extra={"wanted": "a name of at most 100 characters"},
    )
    colour: Annotated[str, AfterValidator(_readable)] = Field(
        default="#17495c",
        pattern=r"^#[0-9A-Fa-f]{6}$",
        description="The colour of the head of every page and of its buttons.",
        json_schema_extra={
            "wanted": "a colour like #17495c, on which white text has a contrast of at least"
            f" {ENOUGH_FOR_TEXT}"
        },
    )
    contact: str | None = Field(
        default=None,
        pattern=r"^[^@\s]+@[^@\s]+$",
        description="Where people who cannot use a page write, as the accessibility statement says.",
        json_schema_extra={"wanted": "an e-mail address"},
    )
    oidc_client_id: str | None = Field(
        default=None,
        pattern=r"^[!-~]+$",
        description="By what the identity provider knows this tracker: the client (or application) ID.",
        json_schema_extra={"wanted": "an ID without spaces, as the identity provider shows it"},
    )
    oidc_client_secret: str | None = Field(
        default=None,
        pattern=r"^[!-~]+$",
        repr=False,
        description="The secret that the identity provider has given this tracker, unless a file holds it.",
        json_schema_extra={"wanted": "a secret without spaces, as the identity provider shows it"},
    )
    oidc_client_secret_file: Path | None = Field(
        default=None,
        description="The file that holds that secret; it is read at each sign-in, so that it can be renewed.",
        json_schema_extra={"wanted": "a file"},
    )
    oidc_name: str = Field(
        default="your organisation’s account",
        max_length=60,
        pattern=r"\S",
        description="What people know the identity provider by, after “Sign in with”.",
        json_schema_extra={"wanted": "a name of at most 60 characters"},
    )
    oidc_issuer: Annotated[str, AfterValidator(_with_client)] | None = Field(
        default=None,
        pattern=r"^(https://[^/\s?#]+|http://(localhost|127\.0\.0\.1)(:[0-9]+)?)(/[^\s?#]*)?$",
        description="The identity provider (OpenID Connect) by which people sign in; without it, by code.",
        json_schema_extra={
            "wanted": "the issuer of an identity provider, a URL that begins with https://, beside a client"
            " ID and one of a client secret and its file"
        },
    )

    def oidc_secret(self) -> str:
        """The secret by which the identity provider knows this tracker. Raises OSError without its file."""
        file = self.oidc_client_secret_file
        return file.read_text("utf-8").strip() if file else self.oidc_client_secret or ""


def read_settings() -> Settings:
    """The settings in the environment.

    Raises WrongSetting for values that cannot be used, without repeating them: they may be secrets.
    """
    try:
        return Settings()
    except ValidationError as error:
        found = [each for each in error.errors() if each["type"] != "default_factory_not_called"]
        wrong = {str(each["loc"][0]) for each in found}
        sentences = [
            f"{variable(name)} must be {wanted(name)}."
            for name, field in Settings.model_fields.items()
            if wrong & {name, field.validation_alias}
        ]
        raise WrongSetting(" ".join(sentences)) from None


def variable(name: str) -> str:
    """The environment variable of the setting `name`."""
    alias = Settings.model_fields[name].validation_alias
    return alias if isinstance(alias, str) else f"DHR_{name.upper()}"


def wanted(name: str) -> str:
    """Which values the setting `name` takes, in words."""
    return _extra(name)["wanted"]


def shown_default(name: str) -> str:
    """The default of the setting `name`, in words."""
    default = Settings.model_fields[name].default
    plain = {None: "none", False: "0"}.get(default, str(default))
    return _extra(name).get("shown", plain)


def _extra(name: str) -> dict[str, str]:
    extra = Settings.model_fields[name].json_schema_extra
    return {key: str(value) for key, value in extra.items()} if isinstance(extra, dict) else {}
