"""The connection to PostgreSQL, from its address to what Django wants to know."""

from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote

# Seconds that a statement waits for a lock; an action that waited twice gives up (transfers/atomic.py).
LOCK_TIMEOUT = 3


def postgres(url: SplitResult, *, pool: int, statement_timeout: int) -> dict[str, Any]:
    """Django's entry for the database at `url`.

    `pool` is connections a process, 0 for one a thread; `statement_timeout` is in seconds, 0 for none.
    """
    options: dict[str, Any] = {key: values[-1] for key, values in parse_qs(url.query).items()}
    options["application_name"] = "undraft"
    # What a statement prepared for any reader seems to cost would have PostgreSQL compile it, which takes longer than
    # any of them runs; and would have it plan the long ones anew for each reader, which does too. What is prepared is
    # planned once a connection instead, for any reader (transfers/queries/statements.py).
    options["options"] = (
        f"-c statement_timeout={statement_timeout}s -c lock_timeout={LOCK_TIMEOUT}s"
        " -c idle_in_transaction_session_timeout=60s -c TimeZone=UTC -c jit=off"
        " -c plan_cache_mode=force_generic_plan"
    )
    options["connect_timeout"] = 5
    # What binds its values on the server is prepared at once (transfers/prepared.py); the ORM's cursor does not.
    options["prepare_threshold"] = 0
    if pool:
        # A connection that cannot be made is given up soon and asked for anew by who needs it: left alone, the pool
        # doubles its pause, up to minutes after the server is back.
        options["pool"] = {
            "min_size": 1,
            "max_size": pool,
            "timeout": 5,
            "max_lifetime": 1800,
            "reconnect_timeout": 2,
        }
    return {
        "ENGINE": "portal.pooled",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(url.hostname or ""),
        "PORT": str(url.port or 5432),
        # Kept open between requests and checked before use, in a pool by portal/pooled, so a restarted server costs
        # nobody a page.
        "CONN_MAX_AGE": 0 if pool else 300,
        "CONN_HEALTH_CHECKS": not pool,
        # A write opens its own transaction in its action; a page that only reads needs none.
        "ATOMIC_REQUESTS": False,
        "OPTIONS": options,
    }
