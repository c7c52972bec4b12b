"""Sites, job families and skills: loaded by file, read here, and searched by other pages."""

from accounts.models import Holiday, JobFamily, Site, Skill
from transfers.admin.base import PortalAdmin
from transfers.admin.widgets import ReadOnlyInline


class HolidayInline(ReadOnlyInline):
    """The days on which nobody works at a site."""

    model = Holiday
    fields = ("on", "name")


class SiteAdmin(PortalAdmin):
    """Where people work."""

    noun = Site
    list_display = ("name", "code", "country", "time_zone")
    list_filter = ("country",)
    search_fields = ("name", "code")
    inlines = (HolidayInline,)


class JobFamilyAdmin(PortalAdmin):
    """Kinds of job, and which lie close."""

    noun = JobFamily
    list_display = ("name", "code")
    search_fields = ("name", "code")


class SkillAdmin(PortalAdmin):
    """What people can do."""

    noun = Skill
    list_display = ("name", "code")
    search_fields = ("name", "code")
