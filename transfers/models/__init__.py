"""Everything the portal remembers, one noun a file."""

from transfers.models.address_change import AddressChange
from transfers.models.assignment import Assignment
from transfers.models.backfill import Backfill
from transfers.models.break_glass import BreakGlass
from transfers.models.campaign import Campaign, CampaignCountry
from transfers.models.candidacy import Candidacy, Exclusion, Preference
from transfers.models.choice import Choice, ChoiceKey
from transfers.models.claim import Claim
from transfers.models.decision import Decision
from transfers.models.demo import DemoMarker
from transfers.models.digest import Digest
from transfers.models.entitlement import Entitlement
from transfers.models.event import Event
from transfers.models.extension import Extension
from transfers.models.failing_work import FailingWork
from transfers.models.finding import Finding
from transfers.models.grant import Grant
from transfers.models.handover_tick import HandoverTick
from transfers.models.held_move import HeldMove
from transfers.models.idempotency import IdempotencyKey
from transfers.models.interest import InterestSnapshot
from transfers.models.leaver import Leaver
from transfers.models.manager_change import ManagerChange
from transfers.models.notice import Notice
from transfers.models.notification_preference import NotificationPreference
from transfers.models.placement import Placement
from transfers.models.policy import Policy
from transfers.models.pseudonym import Pseudonym
from transfers.models.pulse import Pulse
from transfers.models.rating import Rating
from transfers.models.reading import Reading
from transfers.models.receipt import Receipt
from transfers.models.release import Release, ReleaseCell, ReleaseDay, ReleaseProposal, ReleaseSite
from transfers.models.review import Review
from transfers.models.role import Role, RoleSkill
from transfers.models.round import Ballot, Round, RoundRole, RoundRun
from transfers.models.saved_layout import SavedLayout
from transfers.models.saved_search import SavedSearch
from transfers.models.seal import Seal
from transfers.models.shortage import ShortageSnapshot
from transfers.models.sign_in_attempt import SignInAttempt
from transfers.models.simulation import Simulation
from transfers.models.skill_minimum import SkillMinimum
from transfers.models.staffing_minimum import StaffingMinimum
from transfers.models.survey import SurveyAnswer, SurveyParticipant, SurveyResult
from transfers.models.terms_record import TermsRecord
from transfers.models.terms_template import TermsTemplate
from transfers.models.tick import Tick
from transfers.models.unit_change import UnitChange
from transfers.models.upload import Upload, UploadContent

__all__ = [
    "AddressChange",
    "Assignment",
    "Backfill",
    "Ballot",
    "BreakGlass",
    "Campaign",
    "CampaignCountry",
    "Candidacy",
    "Choice",
    "ChoiceKey",
    "Claim",
    "Decision",
    "DemoMarker",
    "Digest",
    "Entitlement",
    "Event",
    "Exclusion",
    "Extension",
    "FailingWork",
    "Finding",
    "Grant",
    "HandoverTick",
    "HeldMove",
    "IdempotencyKey",
    "InterestSnapshot",
    "Leaver",
    "ManagerChange",
    "Notice",
    "NotificationPreference",
    "Placement",
    "Policy",
    "Preference",
    "Pseudonym",
    "Pulse",
    "Rating",
    "Reading",
    "Receipt",
    "Release",
    "ReleaseCell",
    "ReleaseDay",
    "ReleaseProposal",
    "ReleaseSite",
    "Review",
    "Role",
    "RoleSkill",
    "Round",
    "RoundRole",
    "RoundRun",
    "SavedLayout",
    "SavedSearch",
    "Seal",
    "ShortageSnapshot",
    "SignInAttempt",
    "Simulation",
    "SkillMinimum",
    "StaffingMinimum",
    "SurveyAnswer",
    "SurveyParticipant",
    "SurveyResult",
    "TermsRecord",
    "TermsTemplate",
    "Tick",
    "UnitChange",
    "Upload",
    "UploadContent",
]
