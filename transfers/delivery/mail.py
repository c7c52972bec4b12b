"""Leased notices, carried out and told how it went."""

from collections.abc import Sequence

from transfers.actions.notices import lease_due_notices, mark_failed, mark_sent
from transfers.clock import database_clock
from transfers.delivery.letters import write_letters
from transfers.delivery.post import Post
from transfers.models import Notice


def send_notices(notice_ids: Sequence[int]) -> None:
    """Lease what is due of these and send it over one connection; each outcome is its own short transaction.

    A server that cannot be reached, or goes away, fails everything not yet sent at once, instead of letting
    each message wait for it in turn. What this process does not live to report is found when the lease lapses.
    """
    notices = lease_due_notices(notice_ids)
    if not notices:
        return
    post = Post()
    try:
        _send_all(post, notices)
    finally:
        post.close()


def _send_all(post: Post, notices: Sequence[Notice]) -> None:
    refusal = post.open()
    if refusal is not None:
        mark_failed(notices, error=refusal.error, is_permanent=False)
        return
    for place, letter in enumerate(write_letters(notices, at=database_clock())):
        notice = notices[place]
        refusal = post.carry(letter)
        if refusal is None:
            mark_sent(notice)
        elif refusal.is_about_server:
            mark_failed(notices[place:], error=refusal.error, is_permanent=False)
            return
        else:
            mark_failed([notice], error=refusal.error, is_permanent=refusal.is_permanent)
