"""The guards of statuses and history in the database are those that `transfers.states` asks for, and they hold."""

from datetime import timedelta
from itertools import permutations

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from tests.rows import AT, Rows, triggers_asleep
from tests.rows_of_rounds import SECRET
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


@pytest.mark.parametrize("name", triggers.FREEZES)
def test_trigger_of_what_a_freeze_binds_is_the_one_the_models_ask_for(name: str) -> None:
    body, table, when = triggers.FREEZES[name]
    bits = 1 | 2 | 16 | (8 if "DELETE" in when else 0) | (4 if "INSERT" in when else 0)
    assert source_of(f"transfers_{name}") == body
    assert triggers_of(f"transfers_{table}")[name] == (f"transfers_{name}", bits)


@pytest.mark.parametrize(
    "change",
    [
        "start_on = start_on + 1",
        "approver_id = preparing_by_id",
        "preparer_commitment = repeat('1', 64)",
        "approver_commitment = repeat('1', 64)",
        "policy_id = NULL",
        "input_sha256 = repeat('1', 64)",
        "frozen_until_at = frozen_until_at + interval '1 day'",
    ],
)
def test_frozen_round_does_not_change(rows: Rows, change: str) -> None:
    row = rows.row("round")
    put_into(row, "frozen")
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
        cursor.execute(f"UPDATE transfers_round SET {change} WHERE id = %s", [row.pk])


def test_secret_is_the_one_committed_to_and_is_written_once(rows: Rows) -> None:
    row = rows.row("round")
    put_into(row, "approved", approved_by=rows.other)
    table = type(row)._default_manager.filter(pk=row.pk)
    with pytest.raises(IntegrityError, match="committed to"), transaction.atomic():
        table.update(preparer_secret="another secret, as long")
    with pytest.raises(IntegrityError, match="committed to"), transaction.atomic():
        table.update(approver_secret="another secret, as long")
    table.update(preparer_secret=SECRET, approver_secret=SECRET)
    for column in ("preparer_secret", "approver_secret"):
        with pytest.raises(IntegrityError, match="revealed once"), transaction.atomic():
            table.update(**{column: ""})


@pytest.mark.parametrize(
    ("noun", "change"),
    [
        ("ballot", "employee_id = employee_id + 1"),
        ("ballot", "ballot = repeat('2', 32)"),
        ("ballot", "tier = 2"),
        ("ballot", "lines = '[]'"),
        ("ballot", "left_out = '[1]'"),
        ("roundrole", "number = ''"),
        ("roundrole", "seats = 9"),
        ("roundrole", "role_id = role_id + 1"),
    ],
)
def test_what_was_frozen_stays(rows: Rows, noun: str, change: str) -> None:
    row = rows.row(noun)
    table = connection.ops.quote_name(f"transfers_{noun}")
    with connection.cursor() as cursor:
        for statement in (f"UPDATE {table} SET {change} WHERE id = %s", f"DELETE FROM {table} WHERE id = %s"):
            with pytest.raises(IntegrityError, match="as it was frozen"), transaction.atomic():
                cursor.execute(statement, [row.pk])


@pytest.mark.parametrize(
    ("insert", "says"),
    [
        (
            "INSERT INTO transfers_ballot (round_id, employee_id, ballot, tier, lines, left_out, left_because) "
            "VALUES (%s, NULL, repeat('7', 32), 1, '[]', '[]', '')",
            "takes nobody in",
        ),
        (
            "INSERT INTO transfers_roundrole (round_id, role_id, number, seats) "
            "SELECT %s, id, repeat('7', 32), 1 FROM transfers_role LIMIT 1",
            "takes no role in",
        ),
    ],
)
def test_frozen_round_takes_in_nothing_more(rows: Rows, insert: str, says: str) -> None:
    """Fails without it: a ballot put in after the secrets are known would be a way to choose the seed."""
    rows.row("role")
    row = rows.row("round")
    put_into(row, "frozen")
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match=says), transaction.atomic():
        cursor.execute(insert, [row.pk])


def test_ballot_may_come_to_be_nobodys_and_nothing_else_with_it(rows: Rows) -> None:
    row = rows.row("ballot")
    table = type(row)._default_manager.filter(pk=row.pk)
    with pytest.raises(IntegrityError, match="as it was frozen"), transaction.atomic():
        table.update(employee=None, tier=2)
    table.update(employee=None)


def test_who_left_a_round_does_not_come_back(rows: Rows) -> None:
    row = rows.row("ballot")
    table = type(row)._default_manager.filter(pk=row.pk)
    table.update(left_at=AT, left_because="left")
    with pytest.raises(IntegrityError, match="as it was frozen"), transaction.atomic():
        table.update(left_at=None, left_because="")


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
