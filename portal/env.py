"""Reading typed values from the environment: a wrong value stops the start and names itself.

Values come from the process, then from `.env`, then from `var/run/embedded.env`, which the supervisor writes
for the servers it started, so that `manage.py` in a second terminal reaches the database of the pages.
"""

import base64
import binascii
import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import SplitResult, urlsplit


class WrongSetting(ValueError):
    """A setting that is missing or cannot be read. Its text starts with the setting's name."""


def read_file(path: Path) -> dict[str, str]:
    """The NAME=value lines of a file; an absent file is empty. Quotes round a value are taken off."""
    if not path.is_file():
        return {}
    values: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith("#"):
            values[name.strip()] = value.strip().strip("'\"")
    return values


class Environment:
    """The environment with types. `names` collects what was asked for, to be compared with .env.example."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values
        self.names: list[str] = []

    @classmethod
    def of_process(cls, *files: Path) -> "Environment":
        """The process's own variables over those of the files, an earlier file over a later one."""
        values: dict[str, str] = {}
        for path in reversed(files):
            values |= read_file(path)
        return cls(values | dict(os.environ))

    def text(self, name: str, *, default: str | None = None, choices: tuple[str, ...] = ()) -> str:
        """A value as written. Without a default it must be given; an empty one counts as not given."""
        self.names.append(name)
        value = self.values.get(name, "").strip() or default
        if value is None:
            raise WrongSetting(f"{name} is not set. See .env.example, or start the demonstration with: make run")
        if choices and value not in choices:
            readable = ", ".join(choice or "(empty)" for choice in choices)
            raise WrongSetting(f"{name} is {value!r}; it must be one of: {readable}")
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        """yes or no."""
        value = self.text(name, default="yes" if default else "no", choices=("yes", "no"))
        return value == "yes"

    def number(self, name: str, *, default: int, least: int, most: int) -> int:
        """A whole number between two bounds, both allowed."""
        value = self.text(name, default=str(default))
        try:
            number = int(value)
        except ValueError:
            raise WrongSetting(f"{name} is {value!r}; it must be a whole number") from None
        if not least <= number <= most:
            raise WrongSetting(f"{name} is {number}; it must be between {least} and {most}")
        return number

    def words(self, name: str, *, default: str) -> list[str]:
        """A list separated by commas."""
        return [word.strip() for word in self.text(name, default=default).split(",") if word.strip()]

    def url(self, name: str, *, schemes: tuple[str, ...], default: str | None = None) -> SplitResult | None:
        """An address with one of the schemes and a host; None where none was given and none is due."""
        value = self.text(name, default=default)
        if not value:
            return None
        parts = urlsplit(value)
        try:
            readable = parts.scheme in schemes and bool(parts.hostname) and (parts.port or 1) > 0
        except ValueError:
            readable = False
        if not readable:
            # The value itself may hold a password, so it is not repeated.
            raise WrongSetting(f"{name} must look like {schemes[0]}://user:password@host:port/path")
        return parts

    def key(self, name: str, *, default: str | None = None) -> bytes:
        """32 secret bytes, written in base64."""
        return self._key(name, self.text(name, default=default))

    def keys(self, name: str) -> list[bytes]:
        """A list of 32 bytes each, in base64, separated by commas; none where none was given."""
        return [self._key(name, word) for word in self.words(name, default="")]

    @staticmethod
    def _key(name: str, value: str) -> bytes:
        try:
            key = base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            key = b""
        if len(key) != 32:
            raise WrongSetting(f"{name} must be 32 bytes in base64: openssl rand -base64 32")
        return key
