"""The guards of statuses and history in the database are those that `transfers.states` asks for, and they hold."""

from datetime import timedelta
from itertools import permutations

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from tests.rows import AT, Rows, triggers_asleep
from transfers.models import triggers
from transfers.states import INITIAL, STATUSES, TRANSITIONS

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(hours=1)


@pytest.fixture
def rows() -> Rows:
    return Rows()


def source_of(function: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [function])
        found = cursor.fetchone()
    assert found is not None, f"{function} is missing"
    return str(found[0]).strip("\n")


def triggers_of(table: str) -> dict[str, tuple[str, int]]:
    """Function and event bits of each trigger that is switched on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, p.proname, t.tgtype FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE t.tgrelid = %s::regclass AND NOT t.tgisinternal AND t.tgenabled = 'O'",
            [table],
        )
        return {name: (function, bits) for name, function, bits in cursor.fetchall()}


def put_into(row: Model, status: str, **fields: object) -> None:
    """Put a row into a status whatever its history, as a lawful life would have left it."""
    with triggers_asleep():
        fields |= {"status": status, f"{status}_at": AT}
        type(row)._default_manager.filter(pk=row.pk).update(**fields)


@pytest.mark.parametrize("noun", STATUSES)
def test_status_trigger_is_the_one_the_states_ask_for(noun: str) -> None:
    row_before_insert_or_update = 1 | 2 | 4 | 16
    assert source_of(f"transfers_{noun}_status") == triggers.status_function(noun)
    assert triggers_of(f"transfers_{noun}")[f"{noun}_status"] == (
        f"transfers_{noun}_status",
        row_before_insert_or_update,
    )


@pytest.mark.parametrize("noun", triggers.APPEND_ONLY)
def test_append_only_trigger_is_the_one_the_models_ask_for(noun: str) -> None:
    row_before_update_or_delete = 1 | 2 | 8 | 16
    assert source_of("transfers_append_only") == triggers.APPEND_ONLY_FUNCTION
    assert source_of("transfers_erasable") == triggers.ERASABLE_FUNCTION
    assert triggers_of(f"transfers_{noun}")[f"{noun}_append_only"] == (
        triggers.guard_of(noun).partition("(")[0],
        row_before_update_or_delete,
    )


@pytest.mark.parametrize("noun", STATUSES)
def test_every_unlawful_move_is_refused_by_the_database(rows: Rows, noun: str) -> None:
    row = rows.row(noun)
    table = type(row)._default_manager
    for a, b in permutations([status.value for status in STATUSES[noun]], 2):
        if (a, b) in TRANSITIONS[noun]:
            continue
        put_into(row, a)
        with pytest.raises(IntegrityError, match=f"{noun} may not go from {a} to {b}"), transaction.atomic():
            table.filter(pk=row.pk).update(status=b, **{f"{b}_at": LATER})


@pytest.mark.parametrize("noun", STATUSES)
def test_every_lawful_move_is_taken_by_the_database(rows: Rows, noun: str) -> None:
    row = rows.row(noun)
    for a, b in sorted(TRANSITIONS[noun]):
        put_into(row, a)
        assert type(row)._default_manager.filter(pk=row.pk).update(status=b, **{f"{b}_at": LATER}) == 1


@pytest.mark.parametrize("noun", STATUSES)
def test_no_row_starts_in_a_later_status(rows: Rows, noun: str) -> None:
    row = rows.row(noun)
    with triggers_asleep():
        type(row)._default_manager.filter(pk=row.pk).delete()
    row._state.adding = True
    for status in STATUSES[noun]:
        row.status = status.value
        setattr(row, f"{status.value}_at", AT)
        if status.value in INITIAL[noun]:
            continue
        with pytest.raises(IntegrityError, match=f"{noun} may not start as"), transaction.atomic():
            row.save(force_insert=True)


@pytest.mark.parametrize("noun", STATUSES)
def test_no_row_starts_with_the_stamp_of_another_status(rows: Rows, noun: str) -> None:
    row = rows.row(noun)
    first = str(row.status)
    with triggers_asleep():
        type(row)._default_manager.filter(pk=row.pk).delete()
    for status in STATUSES[noun]:
        if status.value == first:
            continue
        setattr(row, f"{status.value}_at", AT)
        with pytest.raises(IntegrityError, match=f"starts with the stamp of {status.value}"), transaction.atomic():
            row.save(force_insert=True)
        setattr(row, f"{status.value}_at", None)


@pytest.mark.parametrize("noun", STATUSES)
def test_a_stamp_is_set_only_by_entering_its_status(rows: Rows, noun: str) -> None:
    row = rows.row(noun)
    table = type(row)._default_manager
    for status in STATUSES[noun]:
        put_into(row, status.value)
        for stamped in STATUSES[noun]:
            with (
                pytest.raises(IntegrityError, match=f"the stamp of {stamped.value} is set by entering it"),
                transaction.atomic(),
            ):
                table.filter(pk=row.pk).update(**{f"{stamped.value}_at": LATER})


@pytest.mark.parametrize("noun", [noun for noun in STATUSES if noun != "notice"])
def test_who_entered_a_status_cannot_be_rewritten(rows: Rows, noun: str) -> None:
    row = rows.row(noun)
    for status in STATUSES[noun]:
        put_into(row, status.value)
        with pytest.raises(IntegrityError, match=f"the stamp of {status.value}"), transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).update(**{f"{status.value}_by": rows.employee("new")})


@pytest.mark.parametrize("noun", triggers.APPEND_ONLY)
def test_history_can_neither_be_changed_nor_deleted(rows: Rows, noun: str) -> None:
    row = rows.row(noun)
    with connection.cursor() as cursor:
        for statement in (
            f"UPDATE transfers_{noun} SET id = id WHERE id = %s",
            f"DELETE FROM transfers_{noun} WHERE id = %s",
        ):
            with pytest.raises(IntegrityError, match="is append-only"), transaction.atomic():
                cursor.execute(statement, [row.pk])


@pytest.mark.parametrize(("noun", "column"), triggers.ERASABLE.items())
def test_words_are_replaced_by_the_mark_alone_and_with_nothing_else(rows: Rows, noun: str, column: str) -> None:
    """Fails for the mark with the trigger that takes no change at all, for the others with none."""
    row = rows.row(noun)
    with triggers_asleep():
        type(row)._default_manager.filter(pk=row.pk).update(**{column: "Words about somebody."})
    table = connection.ops.quote_name(f"transfers_{noun}")
    other = "read_at" if noun == "reading" else "recorded_at"
    with connection.cursor() as cursor:
        for change in (
            f"{column} = ''",
            f"{column} = 'Other words.'",
            f"{column} = '{triggers.ERASED}', {other} = now()",
            f"{other} = now()",
        ):
            with pytest.raises(IntegrityError, match="is append-only"), transaction.atomic():
                cursor.execute(f"UPDATE {table} SET {change} WHERE id = %s", [row.pk])
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [triggers.ERASED, row.pk])
        assert cursor.rowcount == 1
