"""Every guard of the portal, taken out one at a time, and the test that then fails.

A guard is a refusal in the code (a `raise`, or the call of a `check_…`), a constraint or trigger of the database, or
one of the expressions of `expressions.py`: locks, limits, headers, what is hidden. Refusals, constraints and triggers
are found by reading the code, so a new one cannot be forgotten: `tests/unit/test_guards.py` fails until
`caught.json` names its test.

- `python -m tests.guards find` runs the tests in a copy of the project in which each guard notes who met it, takes
  out each guard that has no test yet, and writes down the quickest test that fails without it.
- `python -m tests.guards prove` takes out every guard again and demands that its named test fails, and that it
  passes with the guard in place. `make audit ARGS=guards` is the same.
- `python -m tests.guards write` writes the table of docs/security.md.

In the copy a guard stands behind a switch (`switch.py`), so all are tried in one run of pytest. The product itself
has no such switch.
"""
