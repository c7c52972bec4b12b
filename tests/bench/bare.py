"""What a page of ours is compared with: the plainest Django page of its size that shows as many rows.

The same middleware and the same sign-in; one query for the rows with their unit and site, one for their number, one
for the units to choose from; one template, without includes, translation or components, filled up to the same bytes.
"""

import uuid
from functools import cache

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.template import Context, Template
from django.urls import path
from django.utils import timezone

from accounts.models import Employee, Unit
from transfers.models import IdempotencyKey, Role
from transfers.states import RoleStatus

# of a page's list
ROWS = 20

_TEMPLATE = """<!doctype html><html lang="en"><title>Roles</title><body><p>{{ user.name }}</p><h1>Roles</h1>
<form><select name="unit">{% for unit in units %}<option value="{{ unit.0 }}">{{ unit.1 }}</option>{% endfor %}
</select></form><p>{{ count }} roles</p><ol>{% for role in roles %}<li>
<h2><a href="/{{ role.public_id }}/">{{ role.title }}</a></h2><p>{{ role.unit.name }} · {{ role.site.name }}</p>
<p>{{ role.summary }}</p><ul><li>{{ role.level_min }}</li>
<li>{{ role.level_max }}</li><li>{{ role.seats }}</li><li>{{ role.wanted_by_on|date }}</li></ul></li>{% endfor %}</ol>
<p>{{ filler }}</p></body></html>"""


@cache
def _template() -> Template:
    return Template(_TEMPLATE)


def bare(request: HttpRequest, rows: int, size: int) -> HttpResponse:
    """A list of so many roles, and `size` bytes that fill it up."""
    roles = Role.objects.filter(status=RoleStatus.OPEN).select_related("unit", "site").order_by("pk")
    units = Unit.objects.filter(roles__in=roles).distinct().order_by("sort_name").values_list("public_id", "name")
    shown = {"roles": roles[:rows], "count": roles.count(), "units": units}
    return HttpResponse(_template().render(Context(shown | {"user": request.user, "filler": "x" * size})))


def bare_form(request: HttpRequest) -> HttpResponse:
    """The least that a form of somebody who is signed in does: its CSRF token is checked and one row is written."""
    if request.method != "POST":
        return HttpResponse(
            f'<form method="post"><input name="csrfmiddlewaretoken" value="{get_token(request)}"></form>'
        )
    if not isinstance(request.user, Employee):
        return HttpResponse(status=403)
    IdempotencyKey.objects.create(employee=request.user, key=uuid.uuid4(), digest=b"", at=timezone.now())
    return HttpResponseRedirect("/")


urlpatterns = [path("bare/<int:rows>/<int:size>/", bare), path("bare-form/", bare_form)]
