"""What the numbers of the policy are called where it is published and where its changes are read."""

from django.utils.translation import gettext_lazy

# shares are kept in basis points, which are hundredths of a percent
POLICY_NAMES = {
    "order": gettext_lazy("order of roles"),
    "band_bp": gettext_lazy("width of a shortage band, in hundredths of a point"),
    "weight_shortage_bp": gettext_lazy("weight of shortage, in hundredths of a percent"),
    "weight_skills_bp": gettext_lazy("weight of skills, in hundredths of a percent"),
    "weight_level_bp": gettext_lazy("weight of level, in hundredths of a percent"),
    "weight_location_bp": gettext_lazy("weight of location, in hundredths of a percent"),
    "weight_return_bp": gettext_lazy("weight of the unit somebody came from, in hundredths of a percent"),
    "weight_urgency_bp": gettext_lazy("weight of how soon the role is wanted, in hundredths of a percent"),
    "tier_undraft": gettext_lazy("tier of people who filed undraft"),
    "tier_own_request": gettext_lazy("tier of everybody else"),
    "entitlement_days": gettext_lazy("priority after an undraft, in days"),
    "claim_expiry_working_days": gettext_lazy("an offer stays open, in working days"),
    "live_offer_limit": gettext_lazy("open offers one person may hold"),
    "clearance_working_days": gettext_lazy("a role is open to people with priority only, in working days"),
    "undo_hours": gettext_lazy("undo after accepting, in hours"),
    "grace_minutes": gettext_lazy("grace after a deadline, in minutes"),
    "late_filing_days": gettext_lazy("late filing through HR, in days"),
    "announcement_lead_working_days": gettext_lazy("announcement before the effective day, in working days"),
    "notice_days_drafted": gettext_lazy("notice for people who were drafted, in days"),
    "notice_days_own_request": gettext_lazy("notice at own request, in days"),
    "latest_end_days": gettext_lazy("latest end day after an undraft, in days"),
    "trial_days": gettext_lazy("trial, in days"),
    "pay_protection_months": gettext_lazy("full pay at a lower level, in months"),
    "suppression_floor": gettext_lazy("smallest count that is published"),
}
