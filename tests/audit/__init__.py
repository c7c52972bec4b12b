"""The exhaustive checks, in parts: `make audit`, or `make audit ARGS=tampering` for some. A module here is a part.

A part has `SAYS`, one line on what it does, and `run()`, which prints progress and returns its figures; the figure
`violations` decides whether it holds. Each part takes forty minutes at most; longer work is several parts.
"""
