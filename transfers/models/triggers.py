"""The SQL of the triggers that guard statuses and history, generated from `transfers.states`.

A migration holds the text as it was generated; a test compares the database with what this module says today,
so a changed transition without a migration fails.
"""

from transfers.states import INITIAL, STATUSES, TRANSITIONS

# nouns whose stamps carry no person: the portal alone sends notices
_WITHOUT_BY = frozenset({"notice"})

APPEND_ONLY = (
    "event",
    "choice",
    "receipt",
    "policy",
    "seal",
    "releaseproposal",
    "release",
    "releasecell",
    "releasesite",
    "releaseday",
    "termsrecord",
    "reading",
    "review",
    "roundrun",
    "surveyresult",
    "decision",
)

# of those, the column whose words the end of retention may put the mark for
ERASABLE = {"termsrecord": "reason", "reading": "note"}
ERASED = "–"


def _stamps(noun: str, status: str, row: str) -> str:
    columns = [f"{status}_at"] if noun in _WITHOUT_BY else [f"{status}_at", f"{status}_by_id"]
    return "(" + ", ".join(f"{row}.{column}" for column in columns) + ")"


def status_function(noun: str) -> str:
    """The body of the trigger function that lets `noun` take only lawful statuses and its own stamps."""
    statuses = [status.value for status in STATUSES[noun]]
    initial = ", ".join(f"'{status}'" for status in sorted(INITIAL[noun]))
    moves = ", ".join(f"('{a}', '{b}')" for a, b in sorted(TRANSITIONS[noun]))
    lines = [
        "BEGIN",
        "  IF TG_OP = 'INSERT' THEN",
        f"    IF NEW.status NOT IN ({initial}) THEN",
        f"      RAISE EXCEPTION '{noun} may not start as %', NEW.status USING ERRCODE = 'check_violation';",
        "    END IF;",
    ]
    for status in statuses:
        lines += [
            f"    IF NEW.status <> '{status}' AND NEW.{status}_at IS NOT NULL THEN",
            f"      RAISE EXCEPTION '{noun} starts with the stamp of {status}' USING ERRCODE = 'check_violation';",
            "    END IF;",
        ]
    lines += [
        "    RETURN NEW;",
        "  END IF;",
        f"  IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN ({moves}) THEN",
        f"    RAISE EXCEPTION '{noun} may not go from % to %', OLD.status, NEW.status",
        "      USING ERRCODE = 'check_violation';",
        "  END IF;",
    ]
    for status in statuses:
        new, old = _stamps(noun, status, "NEW"), _stamps(noun, status, "OLD")
        lines += [
            f"  IF (NEW.status <> '{status}' OR OLD.status = NEW.status)",
            f"     AND {new} IS DISTINCT FROM {old} THEN",
            f"    RAISE EXCEPTION 'the stamp of {status} is set by entering it' USING ERRCODE = 'check_violation';",
            "  END IF;",
        ]
    lines += ["  RETURN NEW;", "END"]
    return "\n".join(lines)


APPEND_ONLY_FUNCTION = "\n".join(
    [
        "BEGIN",
        "  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
        "END",
    ]
)

# the trigger's argument names the column
ERASABLE_FUNCTION = "\n".join(
    [
        "BEGIN",
        "  IF TG_OP = 'UPDATE' AND to_jsonb(OLD) ->> TG_ARGV[0] <> ''",
        f"     AND to_jsonb(NEW) = to_jsonb(OLD) || jsonb_build_object(TG_ARGV[0], '{ERASED}') THEN",
        "    RETURN NEW;",
        "  END IF;",
        "  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
        "END",
    ]
)


# What a freeze binds. A table's columns that no UPDATE may change: once frozen, of a round; from the start, of a
# ballot, but that it may come to be nobody's; once it is numbered, of a round's role. A secret is written once, and
# is the one that was committed to. A frozen round takes in no further ballot and no further role.
ROUND_FUNCTION = """\
BEGIN
  IF OLD.frozen_at IS NOT NULL AND (NEW.start_on, NEW.approver_id, NEW.preparer_commitment, NEW.approver_commitment,
      NEW.policy_id, NEW.input_sha256, NEW.frozen_until_at) IS DISTINCT FROM (OLD.start_on, OLD.approver_id,
      OLD.preparer_commitment, OLD.approver_commitment, OLD.policy_id, OLD.input_sha256, OLD.frozen_until_at) THEN
    RAISE EXCEPTION 'a frozen round does not change' USING ERRCODE = 'restrict_violation';
  END IF;
  IF (OLD.preparer_secret <> '' AND NEW.preparer_secret <> OLD.preparer_secret)
      OR (OLD.approver_secret <> '' AND NEW.approver_secret <> OLD.approver_secret) THEN
    RAISE EXCEPTION 'a secret is revealed once' USING ERRCODE = 'restrict_violation';
  END IF;
  IF (NEW.preparer_secret <> ''
      AND encode(sha256(convert_to(NEW.preparer_secret, 'UTF8')), 'hex') <> NEW.preparer_commitment)
      OR (NEW.approver_secret <> ''
      AND encode(sha256(convert_to(NEW.approver_secret, 'UTF8')), 'hex') <> NEW.approver_commitment) THEN
    RAISE EXCEPTION 'a secret is the one that was committed to' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END"""

BALLOT_FUNCTION = """\
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF (SELECT frozen_at FROM transfers_round WHERE id = NEW.round_id) IS NOT NULL THEN
      RAISE EXCEPTION 'a frozen round takes nobody in' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.employee_id IS NULL
      AND to_jsonb(NEW) = to_jsonb(OLD) || '{"employee_id": null}' THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' OR OLD.left_at IS NOT NULL
      OR (NEW.round_id, NEW.employee_id, NEW.ballot, NEW.tier, NEW.lines, NEW.left_out)
      IS DISTINCT FROM (OLD.round_id, OLD.employee_id, OLD.ballot, OLD.tier, OLD.lines, OLD.left_out) THEN
    RAISE EXCEPTION 'a ballot stays as it was frozen' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END"""

ROUND_ROLE_FUNCTION = """\
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF (SELECT frozen_at FROM transfers_round WHERE id = NEW.round_id) IS NOT NULL THEN
      RAISE EXCEPTION 'a frozen round takes no role in' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.number <> '' AND (TG_OP = 'DELETE' OR (NEW.round_id, NEW.role_id, NEW.number, NEW.seats)
      IS DISTINCT FROM (OLD.round_id, OLD.role_id, OLD.number, OLD.seats)) THEN
    RAISE EXCEPTION 'a role of a round stays as it was frozen' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END"""

# name of the function: its body, its table, when it is called
FREEZES = {
    "round_frozen": (ROUND_FUNCTION, "round", "UPDATE"),
    "ballot_frozen": (BALLOT_FUNCTION, "ballot", "INSERT OR UPDATE OR DELETE"),
    "roundrole_frozen": (ROUND_ROLE_FUNCTION, "roundrole", "INSERT OR UPDATE OR DELETE"),
}


def freeze_sql() -> str:
    """The functions and triggers that keep what a freeze binds."""
    return "\n".join(
        f"CREATE OR REPLACE FUNCTION transfers_{name}() RETURNS trigger LANGUAGE plpgsql AS $guard$\n"
        f"{body}\n$guard$;\n"
        f"CREATE OR REPLACE TRIGGER {name} BEFORE {when} ON transfers_{table}\n"
        f"  FOR EACH ROW EXECUTE FUNCTION transfers_{name}();"
        for name, (body, table, when) in FREEZES.items()
    )


def guard_of(noun: str) -> str:
    """The call of the function that guards the rows of `noun`."""
    return f"transfers_erasable('{ERASABLE[noun]}')" if noun in ERASABLE else "transfers_append_only()"


def create_sql() -> str:
    """Everything the guards need, as one script: what a migration freezes."""
    parts = []
    for noun in STATUSES:
        parts.append(
            f"CREATE OR REPLACE FUNCTION transfers_{noun}_status() RETURNS trigger LANGUAGE plpgsql AS $guard$\n"
            f"{status_function(noun)}\n$guard$;\n"
            f"CREATE OR REPLACE TRIGGER {noun}_status BEFORE INSERT OR UPDATE ON transfers_{noun}\n"
            f"  FOR EACH ROW EXECUTE FUNCTION transfers_{noun}_status();"
        )
    parts.append(
        "CREATE OR REPLACE FUNCTION transfers_append_only() RETURNS trigger LANGUAGE plpgsql AS $guard$\n"
        f"{APPEND_ONLY_FUNCTION}\n$guard$;"
    )
    parts.append(
        "CREATE OR REPLACE FUNCTION transfers_erasable() RETURNS trigger LANGUAGE plpgsql AS $guard$\n"
        f"{ERASABLE_FUNCTION}\n$guard$;"
    )
    parts += [
        f"CREATE OR REPLACE TRIGGER {noun}_append_only BEFORE UPDATE OR DELETE ON transfers_{noun}\n"
        f"  FOR EACH ROW EXECUTE FUNCTION {guard_of(noun)};"
        for noun in APPEND_ONLY
    ]
    parts.append(freeze_sql())
    return "\n\n".join(parts) + "\n"
