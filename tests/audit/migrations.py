"""An empty database by the migrations in one step, and by all that they stand for: what it holds is the same."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from tests.bench.scratch import scratch_database

SAYS = "columns, constraints, indexes, triggers and functions, by the migrations in one step and by each of them"

_HELD = (
    "SELECT 'column', table_name, column_name, data_type, character_maximum_length, is_nullable, column_default "
    "FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace",
    "SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT 'trigger', tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT 'function', pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "SELECT 'sequence', sequencename, data_type::text FROM pg_sequences WHERE schemaname = 'public'",
)


def run() -> dict[str, object]:
    with scratch_database():
        at_once = _held()
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        _migrate_one_by_one()
        one_by_one = _held()
    differing = sorted(map(str, at_once ^ one_by_one))
    return {"held": len(one_by_one), "differing": differing[:50], "violations": len(differing)}


def _held() -> set[tuple[object, ...]]:
    found: set[tuple[object, ...]] = set()
    with connection.cursor() as cursor:
        for asked in _HELD:
            cursor.execute(asked)
            found |= set(cursor.fetchall())
    return {row for row in found if "django_migrations" not in map(str, row) and "portal_cache" not in str(row)}


def _migrate_one_by_one() -> None:
    executor = MigrationExecutor(connection)
    in_one_step = {key for key, migration in executor.loader.disk_migrations.items() if migration.replaces}
    executor.loader = MigrationLoader(connection, replace_migrations=False)
    executor.migrate([key for key in executor.loader.graph.leaf_nodes() if key not in in_one_step])
