"""Who a request is from: its session and its person, the two reads that stand before every page."""

from datetime import datetime

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Employee
from transfers.queries.statements import Statement


def _live_session(key: str, at: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=at)


def _person_by_id(person: int) -> QuerySet[Employee]:
    """With their site: every page tells the time in its reader's zone."""
    return Employee.objects.filter(pk=person).select_related("site").order_by()


_LIVE = Statement(_live_session, key=str, at=datetime)
_PERSON = Statement(_person_by_id, person=int)


class SessionStore(DatabaseSessions):
    """Django's sessions in the database, read by a statement that is written once; a key that is not ours is none."""

    def __init__(self, session_key: str | None = None) -> None:
        # Ours are letters and digits; a cookie may hold what no column does.
        is_ours = session_key is not None and session_key.isascii() and session_key.isalnum()
        super().__init__(session_key if is_ours else None)

    def _get_session_from_db(self) -> Session | None:
        found = _LIVE.ask(key=self.session_key, at=timezone.now()) if self.session_key else []
        if found:
            return found[0]
        self._session_key = None
        return None


class SignInBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's sign-in; who it was is read by a statement that is written once."""

    def get_user(self, user_id: int) -> Employee | None:
        found = _PERSON.ask(person=user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None
