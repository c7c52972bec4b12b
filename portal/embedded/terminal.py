"""What the person at the terminal reads: lines of progress, and what stopped the start."""

import time

BEGAN_AT = time.monotonic()


class Trouble(Exception):
    """Something here is not as it must be. The text says what, and what to do about it: never a traceback."""


def say(what: str) -> None:
    """One line of progress, with the seconds since the start."""
    print(f"undraft: {time.monotonic() - BEGAN_AT:5.1f} s  {what}", flush=True)
