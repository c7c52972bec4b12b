"""A process that dies by SIGKILL at a chosen boundary: between two statements, round a commit, within an SMTP talk.

Nothing in the product knows of it: the hooks hang on Django's connection and on smtplib, in a forked child only.
"""

import os
import signal
import smtplib
from collections.abc import Callable
from typing import Any

from django.db import connection


class Boundaries:
    """Counts the boundaries it passes, and dies at number `die_at`, before what comes next is done."""

    def __init__(self, die_at: int | None) -> None:
        self.die_at = die_at
        self.passed: list[str] = []

    def cross(self, what: str) -> None:
        if self.die_at == len(self.passed):
            os.kill(os.getpid(), signal.SIGKILL)
        self.passed.append(what)

    def watch(self) -> None:
        """Hang the hooks on this process's connection and on its mail."""
        connection.ensure_connection()
        connection.execute_wrappers.append(self._statement)
        for name in ("_commit", "_rollback"):
            setattr(connection, name, self._round(name.removeprefix("_").upper(), getattr(connection, name)))
        for name in ("connect", "send", "getreply"):
            setattr(smtplib.SMTP, name, self._before(f"SMTP {name}", getattr(smtplib.SMTP, name)))

    def _statement(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.cross(" ".join(str(sql).split())[:90])
        return execute(sql, params, many, context)

    def _before(self, what: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **kwargs: Any) -> Any:
            self.cross(what)
            return call(*args, **kwargs)

        return run

    def _round(self, what: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def run() -> None:
            self.cross(what)
            call()
            self.cross(f"after {what}")

        return run
