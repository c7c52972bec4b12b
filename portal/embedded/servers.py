"""PostgreSQL and Valkey together: those that the environment names, else own ones in this place."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from portal.embedded import postgres, valkey
from portal.embedded.place import Place


class Servers:
    """The two servers everything needs. Only those started here are watched and stopped."""

    def __init__(self, place: Place, given: Mapping[str, str], *, durable: bool = True) -> None:
        self.place = place
        self.durable = durable
        self.database_url = given.get("DATABASE_URL", "")
        self.redis_url = given.get("REDIS_URL", "")
        self.has_own_postgres = not self.database_url
        self.has_own_valkey = not self.redis_url

    def start(self) -> None:
        """Start what was not given."""
        if self.has_own_postgres:
            self.database_url = postgres.start(self.place, durable=self.durable)
        if self.has_own_valkey:
            self.redis_url = valkey.start(self.place, durable=self.durable)

    def stop(self) -> None:
        """Stop what was started, in reverse."""
        if self.has_own_valkey:
            valkey.stop(self.place)
        if self.has_own_postgres:
            postgres.stop(self.place)

    def restart_lost(self) -> list[str]:
        """Start again, on its old port, a server that is gone. Returns the names of those that were."""
        lost = []
        if self.has_own_postgres and postgres.pid_of(self.place) is None:
            postgres.start(self.place, durable=self.durable, port=urlsplit(self.database_url).port or 0)
            lost.append("PostgreSQL")
        if self.has_own_valkey and valkey.pid_of(self.place) is None:
            valkey.start(self.place, durable=self.durable, port=urlsplit(self.redis_url).port or 0)
            lost.append("Valkey")
        return lost

    @property
    def env(self) -> dict[str, str]:
        """What settings.py reads to reach them."""
        return {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}
