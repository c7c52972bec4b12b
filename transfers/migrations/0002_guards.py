"""The triggers that guard statuses and history, as transfers.models.triggers.create_sql() gave them."""

from django.db import migrations

CREATE = r"""
CREATE OR REPLACE FUNCTION transfers_campaign_status() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status NOT IN ('preparing') THEN
      RAISE EXCEPTION 'campaign may not start as %', NEW.status USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'preparing' AND NEW.preparing_at IS NOT NULL THEN
      RAISE EXCEPTION 'campaign starts with the stamp of preparing' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'open' AND NEW.open_at IS NOT NULL THEN
      RAISE EXCEPTION 'campaign starts with the stamp of open' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'closed' AND NEW.closed_at IS NOT NULL THEN
      RAISE EXCEPTION 'campaign starts with the stamp of closed' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'archived' AND NEW.archived_at IS NOT NULL THEN
      RAISE EXCEPTION 'campaign starts with the stamp of archived' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (('closed', 'archived'), ('closed', 'open'), ('open', 'closed'), ('preparing', 'open')) THEN
    RAISE EXCEPTION 'campaign may not go from % to %', OLD.status, NEW.status
      USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'preparing' OR OLD.status = NEW.status)
     AND (NEW.preparing_at, NEW.preparing_by_id) IS DISTINCT FROM (OLD.preparing_at, OLD.preparing_by_id) THEN
    RAISE EXCEPTION 'the stamp of preparing is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'open' OR OLD.status = NEW.status)
     AND (NEW.open_at, NEW.open_by_id) IS DISTINCT FROM (OLD.open_at, OLD.open_by_id) THEN
    RAISE EXCEPTION 'the stamp of open is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'closed' OR OLD.status = NEW.status)
     AND (NEW.closed_at, NEW.closed_by_id) IS DISTINCT FROM (OLD.closed_at, OLD.closed_by_id) THEN
    RAISE EXCEPTION 'the stamp of closed is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'archived' OR OLD.status = NEW.status)
     AND (NEW.archived_at, NEW.archived_by_id) IS DISTINCT FROM (OLD.archived_at, OLD.archived_by_id) THEN
    RAISE EXCEPTION 'the stamp of archived is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$guard$;
CREATE OR REPLACE TRIGGER campaign_status BEFORE INSERT OR UPDATE ON transfers_campaign
  FOR EACH ROW EXECUTE FUNCTION transfers_campaign_status();

CREATE OR REPLACE FUNCTION transfers_assignment_status() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status NOT IN ('active') THEN
      RAISE EXCEPTION 'assignment may not start as %', NEW.status USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'active' AND NEW.active_at IS NOT NULL THEN
      RAISE EXCEPTION 'assignment starts with the stamp of active' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'ended' AND NEW.ended_at IS NOT NULL THEN
      RAISE EXCEPTION 'assignment starts with the stamp of ended' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'voided' AND NEW.voided_at IS NOT NULL THEN
      RAISE EXCEPTION 'assignment starts with the stamp of voided' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (('active', 'ended'), ('active', 'voided')) THEN
    RAISE EXCEPTION 'assignment may not go from % to %', OLD.status, NEW.status
      USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'active' OR OLD.status = NEW.status)
     AND (NEW.active_at, NEW.active_by_id) IS DISTINCT FROM (OLD.active_at, OLD.active_by_id) THEN
    RAISE EXCEPTION 'the stamp of active is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'ended' OR OLD.status = NEW.status)
     AND (NEW.ended_at, NEW.ended_by_id) IS DISTINCT FROM (OLD.ended_at, OLD.ended_by_id) THEN
    RAISE EXCEPTION 'the stamp of ended is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'voided' OR OLD.status = NEW.status)
     AND (NEW.voided_at, NEW.voided_by_id) IS DISTINCT FROM (OLD.voided_at, OLD.voided_by_id) THEN
    RAISE EXCEPTION 'the stamp of voided is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$guard$;
CREATE OR REPLACE TRIGGER assignment_status BEFORE INSERT OR UPDATE ON transfers_assignment
  FOR EACH ROW EXECUTE FUNCTION transfers_assignment_status();

CREATE OR REPLACE FUNCTION transfers_entitlement_status() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status NOT IN ('active', 'suspended') THEN
      RAISE EXCEPTION 'entitlement may not start as %', NEW.status USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'active' AND NEW.active_at IS NOT NULL THEN
      RAISE EXCEPTION 'entitlement starts with the stamp of active' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'suspended' AND NEW.suspended_at IS NOT NULL THEN
      RAISE EXCEPTION 'entitlement starts with the stamp of suspended' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'ended' AND NEW.ended_at IS NOT NULL THEN
      RAISE EXCEPTION 'entitlement starts with the stamp of ended' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (('active', 'ended'), ('active', 'suspended'), ('ended', 'active'), ('suspended', 'active'), ('suspended', 'ended')) THEN
    RAISE EXCEPTION 'entitlement may not go from % to %', OLD.status, NEW.status
      USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'active' OR OLD.status = NEW.status)
     AND (NEW.active_at, NEW.active_by_id) IS DISTINCT FROM (OLD.active_at, OLD.active_by_id) THEN
    RAISE EXCEPTION 'the stamp of active is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'suspended' OR OLD.status = NEW.status)
     AND (NEW.suspended_at, NEW.suspended_by_id) IS DISTINCT FROM (OLD.suspended_at, OLD.suspended_by_id) THEN
    RAISE EXCEPTION 'the stamp of suspended is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'ended' OR OLD.status = NEW.status)
     AND (NEW.ended_at, NEW.ended_by_id) IS DISTINCT FROM (OLD.ended_at, OLD.ended_by_id) THEN
    RAISE EXCEPTION 'the stamp of ended is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$guard$;
CREATE OR REPLACE TRIGGER entitlement_status BEFORE INSERT OR UPDATE ON transfers_entitlement
  FOR EACH ROW EXECUTE FUNCTION transfers_entitlement_status();

CREATE OR REPLACE FUNCTION transfers_candidacy_status() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status NOT IN ('open') THEN
      RAISE EXCEPTION 'candidacy may not start as %', NEW.status USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'open' AND NEW.open_at IS NOT NULL THEN
      RAISE EXCEPTION 'candidacy starts with the stamp of open' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'closed' AND NEW.closed_at IS NOT NULL THEN
      RAISE EXCEPTION 'candidacy starts with the stamp of closed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (('closed', 'open'), ('open', 'closed')) THEN
    RAISE EXCEPTION 'candidacy may not go from % to %', OLD.status, NEW.status
      USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'open' OR OLD.status = NEW.status)
     AND (NEW.open_at, NEW.open_by_id) IS DISTINCT FROM (OLD.open_at, OLD.open_by_id) THEN
    RAISE EXCEPTION 'the stamp of open is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'closed' OR OLD.status = NEW.status)
     AND (NEW.closed_at, NEW.closed_by_id) IS DISTINCT FROM (OLD.closed_at, OLD.closed_by_id) THEN
    RAISE EXCEPTION 'the stamp of closed is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$guard$;
CREATE OR REPLACE TRIGGER candidacy_status BEFORE INSERT OR UPDATE ON transfers_candidacy
  FOR EACH ROW EXECUTE FUNCTION transfers_candidacy_status();

CREATE OR REPLACE FUNCTION transfers_role_status() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status NOT IN ('preparing') THEN
      RAISE EXCEPTION 'role may not start as %', NEW.status USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'preparing' AND NEW.preparing_at IS NOT NULL THEN
      RAISE EXCEPTION 'role starts with the stamp of preparing' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'open' AND NEW.open_at IS NOT NULL THEN
      RAISE EXCEPTION 'role starts with the stamp of open' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'paused' AND NEW.paused_at IS NOT NULL THEN
      RAISE EXCEPTION 'role starts with the stamp of paused' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'closed' AND NEW.closed_at IS NOT NULL THEN
      RAISE EXCEPTION 'role starts with the stamp of closed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (('open', 'closed'), ('open', 'paused'), ('paused', 'closed'), ('paused', 'open'), ('preparing', 'open')) THEN
    RAISE EXCEPTION 'role may not go from % to %', OLD.status, NEW.status
      USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'preparing' OR OLD.status = NEW.status)
     AND (NEW.preparing_at, NEW.preparing_by_id) IS DISTINCT FROM (OLD.preparing_at, OLD.preparing_by_id) THEN
    RAISE EXCEPTION 'the stamp of preparing is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'open' OR OLD.status = NEW.status)
     AND (NEW.open_at, NEW.open_by_id) IS DISTINCT FROM (OLD.open_at, OLD.open_by_id) THEN
    RAISE EXCEPTION 'the stamp of open is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'paused' OR OLD.status = NEW.status)
     AND (NEW.paused_at, NEW.paused_by_id) IS DISTINCT FROM (OLD.paused_at, OLD.paused_by_id) THEN
    RAISE EXCEPTION 'the stamp of paused is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'closed' OR OLD.status = NEW.status)
     AND (NEW.closed_at, NEW.closed_by_id) IS DISTINCT FROM (OLD.closed_at, OLD.closed_by_id) THEN
    RAISE EXCEPTION 'the stamp of closed is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$guard$;
CREATE OR REPLACE TRIGGER role_status BEFORE INSERT OR UPDATE ON transfers_role
  FOR EACH ROW EXECUTE FUNCTION transfers_role_status();

CREATE OR REPLACE FUNCTION transfers_claim_status() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status NOT IN ('offered') THEN
      RAISE EXCEPTION 'claim may not start as %', NEW.status USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'offered' AND NEW.offered_at IS NOT NULL THEN
      RAISE EXCEPTION 'claim starts with the stamp of offered' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'accepted' AND NEW.accepted_at IS NOT NULL THEN
      RAISE EXCEPTION 'claim starts with the stamp of accepted' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'declined' AND NEW.declined_at IS NOT NULL THEN
      RAISE EXCEPTION 'claim starts with the stamp of declined' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'expired' AND NEW.expired_at IS NOT NULL THEN
      RAISE EXCEPTION 'claim starts with the stamp of expired' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'withdrawn' AND NEW.withdrawn_at IS NOT NULL THEN
      RAISE EXCEPTION 'claim starts with the stamp of withdrawn' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'superseded' AND NEW.superseded_at IS NOT NULL THEN
      RAISE EXCEPTION 'claim starts with the stamp of superseded' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (('accepted', 'declined'), ('offered', 'accepted'), ('offered', 'declined'), ('offered', 'expired'), ('offered', 'superseded'), ('offered', 'withdrawn')) THEN
    RAISE EXCEPTION 'claim may not go from % to %', OLD.status, NEW.status
      USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'offered' OR OLD.status = NEW.status)
     AND (NEW.offered_at, NEW.offered_by_id) IS DISTINCT FROM (OLD.offered_at, OLD.offered_by_id) THEN
    RAISE EXCEPTION 'the stamp of offered is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'accepted' OR OLD.status = NEW.status)
     AND (NEW.accepted_at, NEW.accepted_by_id) IS DISTINCT FROM (OLD.accepted_at, OLD.accepted_by_id) THEN
    RAISE EXCEPTION 'the stamp of accepted is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'declined' OR OLD.status = NEW.status)
     AND (NEW.declined_at, NEW.declined_by_id) IS DISTINCT FROM (OLD.declined_at, OLD.declined_by_id) THEN
    RAISE EXCEPTION 'the stamp of declined is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'expired' OR OLD.status = NEW.status)
     AND (NEW.expired_at, NEW.expired_by_id) IS DISTINCT FROM (OLD.expired_at, OLD.expired_by_id) THEN
    RAISE EXCEPTION 'the stamp of expired is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'withdrawn' OR OLD.status = NEW.status)
     AND (NEW.withdrawn_at, NEW.withdrawn_by_id) IS DISTINCT FROM (OLD.withdrawn_at, OLD.withdrawn_by_id) THEN
    RAISE EXCEPTION 'the stamp of withdrawn is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'superseded' OR OLD.status = NEW.status)
     AND (NEW.superseded_at, NEW.superseded_by_id) IS DISTINCT FROM (OLD.superseded_at, OLD.superseded_by_id) THEN
    RAISE EXCEPTION 'the stamp of superseded is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$guard$;
CREATE OR REPLACE TRIGGER claim_status BEFORE INSERT OR UPDATE ON transfers_claim
  FOR EACH ROW EXECUTE FUNCTION transfers_claim_status();

CREATE OR REPLACE FUNCTION transfers_placement_status() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status NOT IN ('pending') THEN
      RAISE EXCEPTION 'placement may not start as %', NEW.status USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'pending' AND NEW.pending_at IS NOT NULL THEN
      RAISE EXCEPTION 'placement starts with the stamp of pending' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'finalised' AND NEW.finalised_at IS NOT NULL THEN
      RAISE EXCEPTION 'placement starts with the stamp of finalised' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'settled' AND NEW.settled_at IS NOT NULL THEN
      RAISE EXCEPTION 'placement starts with the stamp of settled' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'returned' AND NEW.returned_at IS NOT NULL THEN
      RAISE EXCEPTION 'placement starts with the stamp of returned' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'cancelled' AND NEW.cancelled_at IS NOT NULL THEN
      RAISE EXCEPTION 'placement starts with the stamp of cancelled' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (('finalised', 'returned'), ('finalised', 'settled'), ('pending', 'cancelled'), ('pending', 'finalised')) THEN
    RAISE EXCEPTION 'placement may not go from % to %', OLD.status, NEW.status
      USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'pending' OR OLD.status = NEW.status)
     AND (NEW.pending_at, NEW.pending_by_id) IS DISTINCT FROM (OLD.pending_at, OLD.pending_by_id) THEN
    RAISE EXCEPTION 'the stamp of pending is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'finalised' OR OLD.status = NEW.status)
     AND (NEW.finalised_at, NEW.finalised_by_id) IS DISTINCT FROM (OLD.finalised_at, OLD.finalised_by_id) THEN
    RAISE EXCEPTION 'the stamp of finalised is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'settled' OR OLD.status = NEW.status)
     AND (NEW.settled_at, NEW.settled_by_id) IS DISTINCT FROM (OLD.settled_at, OLD.settled_by_id) THEN
    RAISE EXCEPTION 'the stamp of settled is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'returned' OR OLD.status = NEW.status)
     AND (NEW.returned_at, NEW.returned_by_id) IS DISTINCT FROM (OLD.returned_at, OLD.returned_by_id) THEN
    RAISE EXCEPTION 'the stamp of returned is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'cancelled' OR OLD.status = NEW.status)
     AND (NEW.cancelled_at, NEW.cancelled_by_id) IS DISTINCT FROM (OLD.cancelled_at, OLD.cancelled_by_id) THEN
    RAISE EXCEPTION 'the stamp of cancelled is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$guard$;
CREATE OR REPLACE TRIGGER placement_status BEFORE INSERT OR UPDATE ON transfers_placement
  FOR EACH ROW EXECUTE FUNCTION transfers_placement_status();

CREATE OR REPLACE FUNCTION transfers_grant_status() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status NOT IN ('confirmed', 'proposed') THEN
      RAISE EXCEPTION 'grant may not start as %', NEW.status USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'proposed' AND NEW.proposed_at IS NOT NULL THEN
      RAISE EXCEPTION 'grant starts with the stamp of proposed' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'confirmed' AND NEW.confirmed_at IS NOT NULL THEN
      RAISE EXCEPTION 'grant starts with the stamp of confirmed' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'refused' AND NEW.refused_at IS NOT NULL THEN
      RAISE EXCEPTION 'grant starts with the stamp of refused' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'ended' AND NEW.ended_at IS NOT NULL THEN
      RAISE EXCEPTION 'grant starts with the stamp of ended' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (('confirmed', 'ended'), ('proposed', 'confirmed'), ('proposed', 'refused')) THEN
    RAISE EXCEPTION 'grant may not go from % to %', OLD.status, NEW.status
      USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'proposed' OR OLD.status = NEW.status)
     AND (NEW.proposed_at, NEW.proposed_by_id) IS DISTINCT FROM (OLD.proposed_at, OLD.proposed_by_id) THEN
    RAISE EXCEPTION 'the stamp of proposed is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'confirmed' OR OLD.status = NEW.status)
     AND (NEW.confirmed_at, NEW.confirmed_by_id) IS DISTINCT FROM (OLD.confirmed_at, OLD.confirmed_by_id) THEN
    RAISE EXCEPTION 'the stamp of confirmed is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'refused' OR OLD.status = NEW.status)
     AND (NEW.refused_at, NEW.refused_by_id) IS DISTINCT FROM (OLD.refused_at, OLD.refused_by_id) THEN
    RAISE EXCEPTION 'the stamp of refused is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'ended' OR OLD.status = NEW.status)
     AND (NEW.ended_at, NEW.ended_by_id) IS DISTINCT FROM (OLD.ended_at, OLD.ended_by_id) THEN
    RAISE EXCEPTION 'the stamp of ended is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$guard$;
CREATE OR REPLACE TRIGGER grant_status BEFORE INSERT OR UPDATE ON transfers_grant
  FOR EACH ROW EXECUTE FUNCTION transfers_grant_status();

CREATE OR REPLACE FUNCTION transfers_notice_status() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status NOT IN ('pending', 'sent') THEN
      RAISE EXCEPTION 'notice may not start as %', NEW.status USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'pending' AND NEW.pending_at IS NOT NULL THEN
      RAISE EXCEPTION 'notice starts with the stamp of pending' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'sending' AND NEW.sending_at IS NOT NULL THEN
      RAISE EXCEPTION 'notice starts with the stamp of sending' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'sent' AND NEW.sent_at IS NOT NULL THEN
      RAISE EXCEPTION 'notice starts with the stamp of sent' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'needs_attention' AND NEW.needs_attention_at IS NOT NULL THEN
      RAISE EXCEPTION 'notice starts with the stamp of needs_attention' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (('needs_attention', 'pending'), ('pending', 'sending'), ('sending', 'needs_attention'), ('sending', 'pending'), ('sending', 'sent')) THEN
    RAISE EXCEPTION 'notice may not go from % to %', OLD.status, NEW.status
      USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'pending' OR OLD.status = NEW.status)
     AND (NEW.pending_at) IS DISTINCT FROM (OLD.pending_at) THEN
    RAISE EXCEPTION 'the stamp of pending is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'sending' OR OLD.status = NEW.status)
     AND (NEW.sending_at) IS DISTINCT FROM (OLD.sending_at) THEN
    RAISE EXCEPTION 'the stamp of sending is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'sent' OR OLD.status = NEW.status)
     AND (NEW.sent_at) IS DISTINCT FROM (OLD.sent_at) THEN
    RAISE EXCEPTION 'the stamp of sent is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.status <> 'needs_attention' OR OLD.status = NEW.status)
     AND (NEW.needs_attention_at) IS DISTINCT FROM (OLD.needs_attention_at) THEN
    RAISE EXCEPTION 'the stamp of needs_attention is set by entering it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$guard$;
CREATE OR REPLACE TRIGGER notice_status BEFORE INSERT OR UPDATE ON transfers_notice
  FOR EACH ROW EXECUTE FUNCTION transfers_notice_status();

CREATE OR REPLACE FUNCTION transfers_append_only() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$guard$;

CREATE OR REPLACE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON transfers_event
  FOR EACH ROW EXECUTE FUNCTION transfers_append_only();

CREATE OR REPLACE TRIGGER choice_append_only BEFORE UPDATE OR DELETE ON transfers_choice
  FOR EACH ROW EXECUTE FUNCTION transfers_append_only();

CREATE OR REPLACE TRIGGER receipt_append_only BEFORE UPDATE OR DELETE ON transfers_receipt
  FOR EACH ROW EXECUTE FUNCTION transfers_append_only();

CREATE OR REPLACE TRIGGER policy_append_only BEFORE UPDATE OR DELETE ON transfers_policy
  FOR EACH ROW EXECUTE FUNCTION transfers_append_only();
"""

DROP = r"""
DROP TRIGGER campaign_status ON transfers_campaign;
DROP FUNCTION transfers_campaign_status();
DROP TRIGGER assignment_status ON transfers_assignment;
DROP FUNCTION transfers_assignment_status();
DROP TRIGGER entitlement_status ON transfers_entitlement;
DROP FUNCTION transfers_entitlement_status();
DROP TRIGGER candidacy_status ON transfers_candidacy;
DROP FUNCTION transfers_candidacy_status();
DROP TRIGGER role_status ON transfers_role;
DROP FUNCTION transfers_role_status();
DROP TRIGGER claim_status ON transfers_claim;
DROP FUNCTION transfers_claim_status();
DROP TRIGGER placement_status ON transfers_placement;
DROP FUNCTION transfers_placement_status();
DROP TRIGGER grant_status ON transfers_grant;
DROP FUNCTION transfers_grant_status();
DROP TRIGGER notice_status ON transfers_notice;
DROP FUNCTION transfers_notice_status();
DROP TRIGGER event_append_only ON transfers_event;
DROP TRIGGER choice_append_only ON transfers_choice;
DROP TRIGGER receipt_append_only ON transfers_receipt;
DROP TRIGGER policy_append_only ON transfers_policy;
DROP FUNCTION transfers_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("transfers", "0001_domain")]

    operations = [migrations.RunSQL(CREATE, DROP)]
