"""Finding a free port."""

import socket


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of 127.0.0.1 now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def next_free(wanted: int) -> int:
    """`wanted`, or the first free port above it."""
    for port in range(wanted, min(wanted + 200, 65536)):
        if is_free(port):
            return port
    return any_free()


def any_free() -> int:
    """A port the system calls free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
