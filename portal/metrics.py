"""Numbers for Prometheus, behind a token (docs/adr/0015-metrics.md): how pages and queues do, never what people do.

Dashboards are seen by many, some of them in somebody's chain. So no series moves with one person's choice, offer or
move: what concerns one person is one series, whatever it was.
"""

import hmac
import math
import threading
import time
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from portal.gauges import Family, read_gauges
from portal.health import unkept

METRICS_PATH = "/metrics"
_OF_SEVERAL = "Counters live in one process: set WEB_CONCURRENCY=1, and start more webs for more cores.\n"
# Seconds. A page should stay below the third, a pool gives up at the last but one.
BOUNDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
# What stands for a route that would tell: every form, whatever it does, and every page of one thing.
A_FORM, ONE_THING, ADMIN, NO_ROUTE = "a form", "one thing", "admin", "none"
# Pages without an id that people open because something was offered to them, or answered, or read about them.
TELLING = (
    *("transfers:claims", "transfers:hiring_claims", "transfers:cases", "transfers:case_exceptions"),
    *("transfers:break_glasses", "transfers:break_glass_propose", "transfers:record"),
)


def route_of(request: HttpRequest) -> str:
    """The series a request belongs to: its route's name where visiting it tells nothing about anybody."""
    match = request.resolver_match
    if match is None:
        return NO_ROUTE
    if match.namespace == "admin":
        return ADMIN
    if request.method not in ("GET", "HEAD") and match.namespace == "transfers":
        return A_FORM
    if match.kwargs or match.args or match.view_name in TELLING:
        return ONE_THING
    return match.view_name


@dataclass(slots=True)
class Requests:
    """What this process answered since it started, by series."""

    answers: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    within: Counter[tuple[str, int]] = field(default_factory=Counter)
    seconds: defaultdict[str, float] = field(default_factory=partial(defaultdict, float))
    _writing: threading.Lock = field(default_factory=threading.Lock)

    def count(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one answer."""
        with self._writing:
            self.answers[route, method, f"{status // 100}xx"] += 1
            self.within[route, bisect_left(BOUNDS, seconds)] += 1
            self.seconds[route] += seconds

    def read(self) -> tuple[Family, Family]:
        """The counts as they stand."""
        with self._writing:
            answers, within, seconds = dict(self.answers), dict(self.within), dict(self.seconds)
        counts = [
            ("", {"route": route, "method": method, "status": status}, float(count))
            for (route, method, status), count in sorted(answers.items())
        ]
        return (
            Family("undraft_requests_total", "counter", "Answers by route, method and class of status.", counts),
            Family(
                "undraft_request_seconds", "histogram", "How long answers took.", list(_histograms(within, seconds))
            ),
        )


def _histograms(
    within: dict[tuple[str, int], int], seconds: dict[str, float]
) -> Iterator[tuple[str, dict[str, str], float]]:
    for route, total in sorted(seconds.items()):
        below = 0
        for number, bound in enumerate((*(str(bound) for bound in BOUNDS), "+Inf")):
            below += within.get((route, number), 0)
            yield "_bucket", {"route": route, "le": bound}, below
        yield "_sum", {"route": route}, total
        yield "_count", {"route": route}, below


def write(families: Sequence[Family]) -> str:
    """Prometheus's text format, version 0.0.4."""
    lines = []
    for family in families:
        lines += [f"# HELP {family.name} {family.explains}", f"# TYPE {family.name} {family.kind}"]
        for suffix, labels, value in family.samples:
            shown = ",".join(f'{name}="{text}"' for name, text in labels.items())
            lines.append(f"{family.name}{suffix}{f'{{{shown}}}' if shown else ''} {_number(value)}")
    return "\n".join(lines) + "\n"


def _number(value: float) -> str:
    if math.isinf(value):
        return "+Inf"
    return str(int(value)) if value == int(value) else repr(value)


class MetricsMiddleware:
    """Counts every answer, and gives the counts to who brings the token. For others there is no such page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.METRICS_TOKEN:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.requests = Requests()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == METRICS_PATH and _brings_token(request):
            if settings.WEB_CONCURRENCY > 1:
                return unkept(HttpResponse(_OF_SEVERAL, status=503, content_type="text/plain"))
            text = write([*self.requests.read(), *read_gauges()])
            return unkept(HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8"))
        began = time.perf_counter()
        response = self.get_response(request)
        method = request.method if request.method in ("GET", "HEAD", "POST") else "other"
        self.requests.count(route_of(request), method, response.status_code, time.perf_counter() - began)
        return response


def _brings_token(request: HttpRequest) -> bool:
    brought = request.headers.get("Authorization", "").encode(errors="replace")
    return hmac.compare_digest(brought, f"Bearer {settings.METRICS_TOKEN}".encode())
