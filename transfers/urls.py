"""The product's pages, one block a noun."""

from django.urls import path
from django.urls.resolvers import URLPattern, URLResolver

from transfers.views import (
    about,
    answers,
    break_glasses,
    cases,
    choices,
    claims,
    exceptions,
    findings,
    hiring,
    hiring_claims,
    home,
    inbox,
    languages,
    leads,
    memos,
    notifications,
    placements,
    policies,
    preferences,
    ratings,
    readings,
    receipts,
    record_copies,
    records,
    releases,
    roles,
    rounds,
    shortages,
    surveys,
    terms_records,
    timelines,
    visibility,
)

app_name = "transfers"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("memo/<uuid:public_id>/", memos.memo, name="memo"),
    path("stated/<uuid:public_id>/", memos.commitments, name="commitments"),
    # choice
    path("choice/<uuid:public_id>/", choices.choice, name="choice"),
    path("choice/<uuid:public_id>/deadline.ics", choices.deadline, name="choice_deadline"),
    path("choice/<uuid:public_id>/check/", choices.check, name="choice_check"),
    path("choice/<uuid:public_id>/file/", choices.file, name="choice_file"),
    # receipt
    path("receipt/<uuid:public_id>/", receipts.receipt, name="receipt"),
    path("receipt/<uuid:public_id>/show/", receipts.show, name="receipt_show"),
    path("receipt/<uuid:public_id>/receipt.pdf", receipts.paper, name="receipt_file"),
    path("receipts/verify/", receipts.verify, name="receipt_verify"),
    path(".well-known/undraft-receipt-key.pem", receipts.public_keys, name="receipt_keys"),
    # claim, as its person sees it
    path("offers/", claims.claims, name="claims"),
    path("offers/<uuid:public_id>/", claims.claim, name="claim"),
    # what stays in a browser's history does not say how an offer was answered, or what came of it
    path("offers/<uuid:public_id>/answer/", claims.accept, name="claim_accept"),
    path("offers/<uuid:public_id>/reply/", claims.decline, name="claim_decline"),
    # placement
    path("offers/<uuid:public_id>/next/", placements.placement, name="placement"),
    path("offers/<uuid:public_id>/next/back/", placements.undo, name="placement_undo"),
    path("offers/<uuid:public_id>/next/day/", placements.announce, name="placement_announce"),
    path("offers/<uuid:public_id>/next/close/", placements.cancel, name="placement_cancel"),
    path("offers/<uuid:public_id>/next/check/", placements.give_back, name="placement_return"),
    path("timeline/", timelines.timeline, name="timeline"),
    path("policy/", policies.policy, name="policy"),
    path("answers/", answers.answers, name="answers"),
    # role, as everybody sees it
    path("roles/", roles.roles, name="roles"),
    path("roles/not-listed/", roles.other_roles, name="other_roles"),
    path("roles/<uuid:public_id>/", roles.role, name="role"),
    # candidacy: the list, who may see, from when
    path("preferences/", preferences.preferences, name="preferences"),
    path("preferences/add/", preferences.add, name="preference_add"),
    path("preferences/withdraw/", preferences.withdraw, name="preference_withdraw"),
    path("visibility/", visibility.visibility, name="visibility"),
    path("visibility/close/", visibility.close, name="visibility_close"),
    path("visibility/availability/", visibility.availability, name="availability"),
    # shortage
    path("shortage/", shortages.shortages, name="shortages"),
    # release
    path("releases/", releases.releases, name="releases"),
    path("releases/<uuid:public_id>/", releases.release, name="release"),
    # survey
    path("surveys/", surveys.results, name="survey_results"),
    path("surveys/<uuid:public_id>/", surveys.survey, name="survey"),
    path("releases/<uuid:public_id>/counts.csv", releases.table, name="release_table"),
    # round, as everybody sees it
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/<uuid:public_id>/", rounds.round_page, name="round"),
    path("rounds/<uuid:public_id>/document/", rounds.document, name="round_document"),
    path("rounds/<uuid:public_id>/roles/<uuid:role>/", rounds.reason, name="round_reason"),
    # finding, as its person reads it
    path("findings/", findings.findings, name="findings"),
    path("findings/<uuid:public_id>/", findings.finding, name="finding"),
    # inbox
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/notifications/", notifications.notifications, name="notifications"),
    path("inbox/<uuid:public_id>/", inbox.notice, name="notice"),
    path("mails/stop/", notifications.stop, name="mail_stop"),
    # hiring manager
    path("hiring/", hiring.start, name="hiring"),
    path("hiring/roles/", hiring.roles, name="hiring_roles"),
    path("hiring/claims/", hiring_claims.claims, name="hiring_claims"),
    path("hiring/claims/<uuid:public_id>/", hiring_claims.claim, name="hiring_claim"),
    path("hiring/claims/<uuid:public_id>/withdraw/", hiring_claims.withdraw, name="hiring_claim_withdraw"),
    path("hiring/roles/<uuid:public_id>/", hiring.pool, name="hiring_pool"),
    path("hiring/roles/<uuid:public_id>/compare/", hiring.compare, name="hiring_compare"),
    path("hiring/roles/<uuid:public_id>/people/<uuid:candidate>/", hiring.profile, name="hiring_profile"),
    path("hiring/roles/<uuid:public_id>/people/<uuid:candidate>/finding/", findings.propose, name="hiring_finding"),
    path("hiring/roles/<uuid:public_id>/people/<uuid:candidate>/rate/", ratings.rate, name="hiring_rate"),
    path("hiring/roles/<uuid:public_id>/people/<uuid:candidate>/claim/", hiring_claims.offer, name="hiring_offer"),
    # lead of a unit
    path("lead/", leads.units, name="lead"),
    path("lead/units/<uuid:public_id>/", leads.unit, name="lead_unit"),
    path("lead/seats/<uuid:public_id>/", leads.seat, name="lead_seat"),
    path("lead/seats/<uuid:public_id>/withdraw/", leads.withdraw, name="lead_seat_withdraw"),
    # HR partner
    path("cases/", cases.find, name="cases"),
    path("cases/exceptions/", exceptions.exceptions, name="case_exceptions"),
    path("cases/<uuid:public_id>/", cases.case, name="case"),
    path("cases/<uuid:public_id>/review/", exceptions.review, name="case_review"),
    path("cases/<uuid:public_id>/late/<uuid:assignment>/", cases.late, name="case_late"),
    path("cases/<uuid:public_id>/read/<uuid:assignment>/", readings.read_in_case, name="case_read"),
    path("cases/<uuid:public_id>/finding/<uuid:finding>/", findings.review, name="case_finding"),
    path("cases/<uuid:public_id>/cancel/<uuid:placement>/", cases.cancel, name="case_cancel"),
    path("cases/<uuid:public_id>/withdraw/<uuid:claim>/", cases.withdraw, name="case_withdraw"),
    path("cases/<uuid:public_id>/claim/<uuid:role>/", hiring_claims.offer_in_case, name="case_offer"),
    # break-glass
    path("break-glass/", break_glasses.break_glasses, name="break_glasses"),
    path("break-glass/propose/", break_glasses.propose, name="break_glass_propose"),
    path("break-glass/<uuid:public_id>/", break_glasses.break_glass, name="break_glass"),
    path("break-glass/<uuid:public_id>/confirm/", break_glasses.confirm, name="break_glass_confirm"),
    path("break-glass/<uuid:public_id>/refuse/", break_glasses.refuse, name="break_glass_refuse"),
    path("break-glass/<uuid:public_id>/read/", break_glasses.read, name="break_glass_read"),
    path("my-record/", records.record, name="record"),
    path("my-record/terms/", terms_records.terms, name="terms"),
    path("my-record/copy/", record_copies.copy, name="record_copy"),
    # about the portal
    path("language/", languages.language, name="language"),
    path("help/", about.help_page, name="help"),
    path("privacy/", about.privacy, name="privacy"),
    path("accessibility/", about.accessibility, name="accessibility"),
]
