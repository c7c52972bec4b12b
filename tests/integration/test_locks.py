"""Each lock waits for whoever holds the row: without it the action would decide by what is being changed."""

from collections.abc import Callable, Iterator

import pytest
from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper

from accounts.models import Employee
from tests import factories as f
from tests.at_once import another_transaction
from transfers.actions import locks
from transfers.models import Campaign, Role

pytestmark = pytest.mark.django_db(transaction=True)

LOCKS: dict[str, tuple[type[Campaign | Employee | Role], Callable[[int], object]]] = {
    "campaign while people file": (Campaign, locks.lock_campaign_to_file),
    "campaign while a choice is filed": (Campaign, locks.hold_campaign_to_file),
    "campaign alone": (Campaign, locks.lock_campaign),
    "people": (Employee, locks.lock_person),
    "many people": (Employee, lambda pk: locks.hold_people([pk])),
    "person of a move": (Employee, locks.hold_person),
    "roles": (Role, locks.lock_role),
    "role of a move": (Role, locks.hold_role),
}
NOT_AVAILABLE = "55P03"


@pytest.fixture
def elsewhere() -> Iterator[CursorWrapper]:
    """A transaction of somebody else."""
    with another_transaction() as other, other.cursor() as cursor:
        yield cursor


def take(lock: Callable[[int], object], pk: int) -> None:
    """With little patience."""
    with transaction.atomic(), connection.cursor() as here:
        here.execute("SET LOCAL lock_timeout = '50ms'")
        lock(pk)


@pytest.mark.parametrize("name", LOCKS)
def test_row_that_another_changes_is_waited_for(name: str, elsewhere: CursorWrapper) -> None:
    """Fails for each when its FOR SHARE or FOR NO KEY UPDATE is left out."""
    model, lock = LOCKS[name]
    f.claim()
    pk = model._default_manager.earliest("pk").pk
    elsewhere.execute(f'SELECT FROM "{model._meta.db_table}" WHERE id = %s FOR NO KEY UPDATE', [pk])
    with pytest.raises(OperationalError) as refused:
        take(lock, pk)
    assert getattr(refused.value.__cause__, "sqlstate", "") == NOT_AVAILABLE
