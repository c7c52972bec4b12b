"""What checks and explains the engine, on up to a hundred thousand rounds each."""

from tests.audit.engine import play

SAYS = "100,000 rounds: stability check, verifier, reasons and changes against the oracle"
_FILES = ("test_stability.py", "test_verify.py", "test_overview.py", "test_refusals.py", "test_rounds.py")


def run() -> dict[str, object]:
    return play(_FILES)
