"""Whether this database holds the made-up company."""

from transfers.models import DemoMarker


def is_demo_database() -> bool:
    """Whether the demo marker stands: without it there is no demo sign-in, whatever the settings say."""
    return DemoMarker.objects.exists()
