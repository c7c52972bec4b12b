"""The admin: Django's own, opened by confirmed grants and through the portal's sign-in alone."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from transfers.admin.assignments import AssignmentAdmin
from transfers.admin.backfills import BackfillAdmin
from transfers.admin.base import PortalAdmin, desk_of, open_desk
from transfers.admin.campaigns import CampaignAdmin
from transfers.admin.decisions import DecisionAdmin
from transfers.admin.events import EventAdmin
from transfers.admin.extensions import ExtensionAdmin
from transfers.admin.failing_work import FailingWorkAdmin
from transfers.admin.grants import GrantAdmin
from transfers.admin.held_moves import HeldMoveAdmin
from transfers.admin.notices import NoticeAdmin
from transfers.admin.people import EmployeeAdmin
from transfers.admin.placements import PlacementAdmin
from transfers.admin.policies import PolicyAdmin
from transfers.admin.reference import JobFamilyAdmin, SiteAdmin, SkillAdmin
from transfers.admin.roles import RoleAdmin
from transfers.admin.rounds import RoundAdmin
from transfers.admin.simulations import SimulationAdmin
from transfers.admin.units import UnitAdmin
from transfers.admin.uploads import UploadAdmin
from transfers.queries.overviews import get_overview

View = Callable[..., HttpResponse]

# Its own sign-in, passwords and "view on site" do not exist: there is one sign-in, and nobody sets a password.
_LEFT_OUT = frozenset({"login", "logout", "password_change", "password_change_done", "view_on_site"})


class PortalAdminSite(AdminSite):
    """Signed out leads to the portal's sign-in; signed in without a right is the 404 of a page that never was."""

    site_header = _("Undraft administration")
    site_title = _("Undraft administration")
    index_title = _("Administration")
    site_url = "/"
    enable_nav_sidebar = False
    empty_value_display = "–"

    def has_permission(self, request: HttpRequest) -> bool:
        desk = desk_of(request)
        return desk is not None and desk.is_open

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """As Django's, but for who is refused."""

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if desk_of(request) is None:
                return redirect_to_login(request.get_full_path(), reverse("account_login"))
            open_desk(request)
            response: HttpResponse = view(request, *args, **kwargs)
            return response

        guarded: View = csrf_protect(inner if cacheable else never_cache(inner))
        return update_wrapper(guarded, view)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The list of pages, after what waits for somebody and how the campaigns stand."""
        desk = open_desk(request)
        context = {
            **self.each_context(request),
            "title": self.index_title,
            "subtitle": None,
            "overview": get_overview(desk.viewer, desk.at, is_admin=desk.is_admin, is_partner=desk.is_hr_partner),
            "pages": _pages(self.get_app_list(request)),
            **(extra_context or {}),
        }
        setattr(request, "current_app", self.name)  # noqa: B010  (as Django's, which no stub knows)
        return TemplateResponse(request, "admin/index.html", context)

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The list of pages of one app alone, which the way back from each of them names."""
        drawn = super().app_index(request, app_label, extra_context)
        context = drawn.context_data or {}
        drawn.context_data = {**context, "pages": _pages(context["app_list"])}
        return drawn

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Django's, less the list of all pages, which only a sidebar would show, and its log, which is empty here."""
        return {
            "site_title": self.site_title,
            "site_header": self.site_header,
            "site_url": self.site_url,
            "has_permission": self.has_permission(request),
            "is_popup": False,
            "is_nav_sidebar_enabled": False,
        }

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """In the order in which the job is done and the pages were registered, not of the alphabet."""
        return list(self._build_app_dict(request, app_label).values())

    def get_urls(self) -> list[URLResolver | URLPattern]:
        return [each for each in super().get_urls() if getattr(each, "name", None) not in _LEFT_OUT]


@dataclass(frozen=True, slots=True)
class _Page:
    """What the list of pages shows of one, by Django's names for it."""

    name: str
    object_name: str
    admin_url: str | None
    add_url: str | None
    view_only: bool


@dataclass(frozen=True, slots=True)
class _App:
    """The pages of one app; what it says is drawn once for all who may open the same (templatetags/ui.kept)."""

    name: str
    app_label: str
    app_url: str
    models: tuple[_Page, ...]


def _pages(apps: list[dict[str, Any]]) -> tuple[_App, ...]:
    return tuple(_app(each) for each in apps)


def _app(app: dict[str, Any]) -> _App:
    models = tuple(
        _Page(str(of["name"]), of["object_name"], of["admin_url"], of["add_url"], of.get("view_only", False))
        for of in app["models"]
    )
    return _App(str(app["name"]), app["app_label"], app["app_url"], models)


site = PortalAdminSite(name="admin")
PAGES: tuple[type[PortalAdmin], ...] = (
    CampaignAdmin,
    ExtensionAdmin,
    AssignmentAdmin,
    RoleAdmin,
    RoundAdmin,
    SimulationAdmin,
    PlacementAdmin,
    BackfillAdmin,
    HeldMoveAdmin,
    GrantAdmin,
    PolicyAdmin,
    DecisionAdmin,
    NoticeAdmin,
    FailingWorkAdmin,
    EventAdmin,
    EmployeeAdmin,
    UnitAdmin,
    SiteAdmin,
    JobFamilyAdmin,
    SkillAdmin,
    UploadAdmin,
)
for _page in PAGES:
    site.register(_page.noun, _page)
