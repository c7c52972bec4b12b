"""Connections from a pool, looked at before they are used.

The pool's own look gives each broken connection that it finds a longer pause than the last: after a restart of the
server five of them cost a page its connection. Here one that is broken has all idle ones looked at, without a pause.
"""

from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg_pool import ConnectionPool


class DatabaseWrapper(base.DatabaseWrapper):
    """One thread's connection."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection that works, from the pool where there is one.

        Raises psycopg_pool.PoolTimeout where there is none within the pool's time.
        """
        made = super().get_new_connection(conn_params)
        pool: ConnectionPool | None = self.pool
        while pool is not None and not _works(made):
            pool.putconn(made)  # it is replaced
            pool.check()
            made = super().get_new_connection(conn_params)
        return made


def _works(made: "psycopg.Connection[Any]") -> bool:
    try:
        ConnectionPool.check_connection(made)
    except psycopg.Error:
        return False
    return True
