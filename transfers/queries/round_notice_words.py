"""What notices of rounds and of findings say; see `notice_words`."""

from django.utils.translation import gettext_lazy as _

from transfers.queries.desk_notice_words import NoticeWords

_FINDINGS = ("transfers:findings", _("See your findings"))
_ROUNDS = ("transfers:rounds", _("See the rounds"))
_WAITS = ("transfers:case_exceptions", _("See what waits"))
_ROUND_DESK = ("admin:transfers_round_changelist", _("See the rounds"))

ROUND_WORDS: dict[str, NoticeWords] = {
    "finding.confirmed": NoticeWords(
        _("You were given a finding about a role"),
        _("It says which published criterion it is about and why, and who reviewed it. You may answer it."),
        *_FINDINGS,
    ),
    "finding.upheld": NoticeWords(
        _("Your answer to a finding was read"),
        _("The finding stands. It says who read your answer; they can tell you more."),
        *_FINDINGS,
    ),
    "finding.withdrawn": NoticeWords(
        _("A finding about a role was withdrawn"),
        _("It counts no more: the role is listed for you again where you qualify for it."),
        *_FINDINGS,
    ),
    # the same words to everybody who takes part, whatever they got
    "round.frozen": NoticeWords(
        _("A round with roles of your list was frozen"),
        _("You take part with the list as it stood. Everybody gets to know the results at once."),
        *_ROUNDS,
    ),
    "round.published": NoticeWords(
        _("The results of a round are out"),
        _("Everybody who takes part gets this message. The page shows what came of it for you, and why."),
        *_ROUNDS,
    ),
    "round.discarded": NoticeWords(
        _("A round was discarded"),
        _("Nobody was offered anything. The reason stands with it; your list stands as before."),
        *_ROUNDS,
    ),
    "round.role_published": NoticeWords(
        _("A round with roles of yours is out"),
        _("The page of each role shows whom it was offered to, and that claims can be made again."),
        "transfers:hiring_roles",
        _("See your roles"),
    ),
    # --- to who runs the portal or hires through it ---
    "finding.proposed": NoticeWords(
        _("A finding waits for an independent review"),
        _(
            "A hiring manager holds that somebody you serve does not meet a criterion of a role. Confirm it or "
            "refuse it."
        ),
        *_WAITS,
    ),
    "finding.answered": NoticeWords(
        _("Somebody answered a finding"),
        _("Read the answer in their case, and withdraw the finding if it does not hold."),
        *_WAITS,
    ),
    "finding.decided": NoticeWords(
        _("A finding of yours was decided on"),
        _("The candidates of your role show what counts now."),
        "transfers:hiring_roles",
        _("See your roles"),
    ),
    "round.prepared": NoticeWords(
        _("You are named to approve a round"),
        _("Write down a secret for it before it is frozen. You approve its inputs and rules before any result."),
        *_ROUND_DESK,
    ),
    "round.waits": NoticeWords(
        _("A round waits for your approval"),
        _("Its inputs are frozen. Approve them within 72 hours of the freeze, or discard it."),
        *_ROUND_DESK,
    ),
    "round.approved": NoticeWords(
        _("A round you prepared was approved"),
        _("Reveal your secret, and have the approver reveal theirs; then it runs by itself."),
        *_ROUND_DESK,
    ),
    "round.document_proposed": NoticeWords(
        _("A round’s document waits for a second person"),
        _("Another HR partner proposes to release it. Nobody can open it until somebody else releases it."),
        *_ROUND_DESK,
    ),
    "simulation.done": NoticeWords(
        _("A simulation is done"),
        _("It stands beside the round as it was frozen. Nothing of it was written to anybody’s record."),
        "admin:transfers_simulation_changelist",
        _("See the simulations"),
    ),
    "round.dropped": NoticeWords(
        _("A round you prepared or approve was discarded"),
        _("The reason stands with it. Its roles are free again."),
        *_ROUND_DESK,
    ),
    "round.run": NoticeWords(
        _("A round has run"),
        _("Publish or discard it within 72 hours of the freeze."),
        *_ROUND_DESK,
    ),
}
