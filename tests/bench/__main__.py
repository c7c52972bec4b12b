"""Every figure of the bench, one table after the other. Run: `make bench`."""

from tests.bench import engine, imports
from tests.bench.table import print_table

if __name__ == "__main__":
    print_table("Engine, in plain Python", engine.measure())
    imports.print_figures()
