"""Headers by which other systems call our columns, in English and German; an earlier one is the likelier."""

ENGLISH: dict[str, tuple[str, ...]] = {
    "hr_id": (
        "worker id", "worker", "employee number", "employee no", "emp id", "person number", "staff id",
        "staff number", "associate id", "user id", "id",
    ),
    "name": (
        "full name", "legal name", "preferred name", "employee name", "worker name", "display name", "employee",
        "skill name",
    ),
    "email": ("work email", "primary work email", "e-mail", "mail", "email address", "business email", "email work"),
    "unit_code": (
        "department code", "organization code", "organisation code", "supervisory organization", "org unit",
        "cost center", "cost centre", "department", "team", "team code", "division",
    ),
    "manager_hr_id": (
        "manager id", "manager name", "supervisor", "supervisor id", "supervisor name", "reports to", "line manager",
        "manager email", "worker's manager", "hiring manager",
    ),
    "job_family": ("job profile", "job family group", "job function", "function", "job code", "profession"),
    "level": ("grade", "job level", "career level", "management level", "compensation grade", "job grade", "band"),
    "site": ("location", "work location", "office", "primary location", "location code", "office code"),
    "hired_on": (
        "hire date", "original hire date", "start date", "date of hire", "joining date", "date joined", "entry date",
    ),
    "time_zone": ("timezone", "tz"),
    "right_to_work": ("work authorization", "work authorisation", "work permit countries"),
    "on_leave_from": ("leave start", "leave start date", "first day of leave"),
    "on_leave_until": ("leave end", "leave end date", "last day of leave", "return date"),
    "leave_email": ("personal email", "private email", "home email"),
    "sign_in_name": ("username", "user name", "login"),
    "code": ("id", "skill id", "key", "number", "requisition id", "req id", "organization id", "unit", "unit code"),
    "title": ("job title", "job requisition", "position", "position title"),
    "parent_code": ("parent", "parent unit", "parent organization", "superior organization"),
    "lead_hr_id": ("lead", "head", "manager", "manager id", "organization leader"),
    "approved_headcount": ("headcount", "approved positions", "budgeted headcount", "target headcount"),
    "country": ("country code",),
    "origin_unit": ("from unit", "from department", "previous unit"),
    "assigned_unit": ("to unit", "to department", "new unit"),
    "assigned_on": ("assignment date", "effective date", "date of assignment"),
    "origin_manager_hr_id": ("previous manager", "from manager"),
    "seats": ("openings", "positions", "number of openings"),
    "left_on": ("termination date", "leaving date", "last day of work", "left"),
}  # fmt: skip
GERMAN: dict[str, tuple[str, ...]] = {
    "hr_id": (
        "personalnummer", "personalnr", "personal nr", "pers nr", "persnr", "mitarbeiternummer", "mitarbeiternr",
        "mitarbeiter nr", "mitarbeiter id", "stammnummer", "personalkennung",
    ),
    "name": (
        "mitarbeiter", "mitarbeiterin", "mitarbeitende", "mitarbeiter in", "vollständiger name", "mitarbeitername",
        "name des mitarbeiters", "anzeigename", "nachname vorname", "vorname nachname", "bezeichnung",
    ),
    "email": (
        "e-mail-adresse", "email adresse", "mailadresse", "mail adresse", "dienstliche e-mail",
        "dienstliche e-mail-adresse", "e-mail dienstlich",
    ),
    "unit_code": (
        "organisationseinheit", "org einheit", "orgeinheit", "oe", "abteilung", "bereich", "einheit",
        "abteilungscode", "abteilungskürzel", "kostenstelle",
    ),
    "manager_hr_id": (
        "vorgesetzter", "vorgesetzte", "vorgesetzte r", "vorgesetzter vorgesetzte", "führungskraft",
        "direkter vorgesetzter", "direkte führungskraft", "disziplinarischer vorgesetzter",
        "personalnummer vorgesetzter", "personalnummer der führungskraft", "besetzende führungskraft",
    ),
    "job_family": ("jobfamilie", "job familie", "berufsfamilie", "stellenfamilie", "berufsgruppe", "funktion"),
    "level": ("stufe", "karrierestufe", "ebene", "einstufung", "joblevel", "gehaltsstufe"),
    "site": ("standort", "arbeitsort", "dienstort", "einsatzort", "niederlassung"),
    "hired_on": (
        "eintrittsdatum", "eintritt", "eintritt am", "einstellungsdatum", "eingestellt am", "beschäftigt seit",
        "datum des eintritts",
    ),
    "time_zone": ("zeitzone",),
    "right_to_work": ("arbeitserlaubnis", "arbeitserlaubnis länder"),
    "on_leave_from": ("abwesend ab", "abwesend von", "abwesenheit ab", "abwesenheit von", "beurlaubt ab"),
    "on_leave_until": ("abwesend bis", "abwesenheit bis", "beurlaubt bis"),
    "leave_email": ("private e-mail", "private e-mail-adresse", "e-mail privat"),
    "skills": ("fähigkeiten", "kenntnisse", "kompetenzen"),
    "sign_in_name": ("benutzername", "anmeldename", "benutzerkennung"),
    "code": ("kürzel", "kennung", "schlüssel", "nummer", "einheit", "organisationseinheit", "stellennummer"),
    "title": ("stellenbezeichnung", "stelle", "titel", "bezeichnung"),
    "parent_code": ("übergeordnete einheit", "übergeordnete organisationseinheit", "gehört zu"),
    "lead_hr_id": ("leitung", "leiter", "leiterin", "führungskraft", "vorgesetzter"),
    "approved_headcount": ("planstellen", "sollstellen", "genehmigte stellen", "soll"),
    "country": ("land", "ländercode", "länderkürzel"),
    "holidays": ("feiertage",),
    "origin_unit": ("bisherige einheit", "herkunftseinheit", "alte einheit", "von einheit", "bisherige abteilung"),
    "assigned_unit": ("neue einheit", "zugewiesene einheit", "zieleinheit", "nach einheit", "neue abteilung"),
    "assigned_on": ("versetzt am", "versetzungsdatum", "zugewiesen am", "wirksam ab", "datum der versetzung"),
    "origin_manager_hr_id": ("bisheriger vorgesetzter", "bisherige führungskraft", "bisherige vorgesetzte"),
    "campaign": ("kampagne",),
    "authority": ("veranlasst von", "angeordnet von"),
    "reason": ("grund", "begründung"),
    "seats": ("plätze", "anzahl stellen", "offene stellen"),
    "left_on": ("austrittsdatum", "austritt", "ausgetreten am", "austritt am"),
}  # fmt: skip


def headers_of(column: str) -> tuple[str, ...]:
    """What else this column of ours is called."""
    return (*ENGLISH.get(column, ()), *GERMAN.get(column, ()))
