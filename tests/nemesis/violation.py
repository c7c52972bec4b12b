"""One broken rule."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule, in words, and the things it is about (`claim 12`), which the trace is cut down to."""

    rule: str
    says: str
    about: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.rule}: {self.says} ({', '.join(self.about)})"
