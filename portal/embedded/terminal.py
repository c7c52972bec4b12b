"""What the person at the terminal reads: lines of progress, and what stopped the start."""


class Trouble(Exception):
    """Something here is not as it must be. The text says what, and what to do about it: never a traceback."""


def say(what: str) -> None:
    """One line of progress."""
    print(f"undraft: {what}", flush=True)
