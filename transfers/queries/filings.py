"""What filing a choice goes by, read in one statement under its locks: thousands file in a campaign's last hour."""

from dataclasses import dataclass

from accounts.models import Employee, Site
from transfers.models import Assignment, Campaign, Choice, ChoiceKey, Policy
from transfers.models.entitlement import POLICY_END
from transfers.models.partly import partly
from transfers.prepared import ask
from transfers.queries.choices import open_choice
from transfers.states import ClaimStatus, EntitlementStatus, PlacementStatus

_ASSIGNMENT = ("id", "public_id", "campaign_id", "employee_id", "choice_offered", "own_deadline_at", "status")
_POLICY = ("id", "tier_undraft", "entitlement_days", "grace_minutes", "late_filing_days", "latest_end_days")
_SITE = ("id", "time_zone")
_CHOICE = ("id", "assignment_id", "version", "filed_at", "content", "commitment")
_KEY = ("id", "choice_id", "key")


def _columns(alias: str, names: tuple[str, ...]) -> str:
    return ", ".join(f"{alias}.{name}" for name in names)


_READ = f"""
SELECT {_columns("a", _ASSIGNMENT)}, {_columns("p", _POLICY)}, {_columns("s", _SITE)}, {_columns("h", _CHOICE)},
  {_columns("k", _KEY)},
  EXISTS (SELECT FROM transfers_claim WHERE employee_id = a.employee_id AND status = %(offered)s),
  EXISTS (SELECT FROM transfers_placement WHERE employee_id = a.employee_id AND status = %(pending)s),
  EXISTS (SELECT FROM transfers_entitlement WHERE assignment_id = a.id AND status <> %(ended)s),
  EXISTS (SELECT FROM transfers_entitlement
          WHERE assignment_id = a.id AND status = %(ended)s AND ended_because = %(lapsed)s)
FROM transfers_assignment a
LEFT JOIN transfers_policy p ON p.id = %(policy)s
JOIN accounts_site s ON s.id = %(site)s
LEFT JOIN LATERAL (SELECT * FROM transfers_choice WHERE assignment_id = a.id ORDER BY version DESC LIMIT 1) h ON TRUE
LEFT JOIN transfers_choicekey k ON k.choice_id = h.id
WHERE a.id = %(assignment)s
"""  # noqa: S608  (our own names)


@dataclass(frozen=True, slots=True)
class Filing:
    """One assignment with its campaign, policy and person; the version that counts, opened; what hangs on it.

    `owes_return` says that a priority has lapsed by the policy's end and still promises the return.
    """

    assignment: Assignment
    latest: Choice | None
    latest_option: str
    has_offers: bool
    has_pending: bool
    has_priority: bool
    owes_return: bool

    @property
    def version(self) -> int:
        """The highest version that was filed; 0 where none was."""
        return self.latest.version if self.latest is not None else 0


def read_filing(assignment_id: int, *, campaign: Campaign, person: Employee) -> Filing:
    """Read it; the caller holds the campaign and the person, and nothing of this changes while it does."""
    asked = {
        "assignment": assignment_id,
        "policy": campaign.policy_id,
        "site": person.site_id,
        "offered": ClaimStatus.OFFERED,
        "pending": PlacementStatus.PENDING,
        "ended": EntitlementStatus.ENDED,
        "lapsed": POLICY_END,
    }
    [found] = ask(_READ, asked)
    row = iter(found)

    def take(names: tuple[str, ...]) -> list[object]:
        return [next(row) for _ in names]

    assignment = partly(Assignment, _ASSIGNMENT, take(_ASSIGNMENT))
    policy, site, choice, key = take(_POLICY), take(_SITE), take(_CHOICE), take(_KEY)
    campaign.policy = partly(Policy, _POLICY, policy) if policy[0] is not None else None
    person.site = partly(Site, _SITE, site)
    assignment.campaign, assignment.employee = campaign, person
    latest = partly(Choice, _CHOICE, choice) if choice[0] is not None else None
    if latest is not None and key[0] is not None:
        latest.key = partly(ChoiceKey, _KEY, key)
    return Filing(
        assignment,
        latest,
        open_choice(latest).option if latest is not None else "",
        *row,
    )
