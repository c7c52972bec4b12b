"""What an attacker puts behind the question mark of an address."""

from django.test import Client

from tests.hostile.routes import routes
from tests.hostile.trials import taken_back

OF_PAGES = (
    "page=-1", "page=9223372036854775808", "page=NaN", "page=" + "9" * 5_000, "page=%00", "page=%ff",
    "moves=9223372036854775808", "moves=%00",
    "words=%27%3B--&level=-1", "level=9223372036854775808", "unit=malformed", "words=" + "x" * 3_000,
    "candidate=malformed", "candidate=" + "&candidate=".join(["00000000-0000-4000-8000-000000000007"] * 9),
)  # fmt: skip
OF_ADMIN = (
    "q=%25%27", "q=" + "x" * 3_000, "o=9", "o=-1.x", "p=-1", "p=9223372036854775808", "all=", "e=1", "_popup=1",
    "_to_field=password", "_facets=True", "id__gt=0", "password__startswith=a", "is_active__exact=2",
    "app_label=accounts&model_name=employee&field_name=password&term=a",
    "app_label=transfers&model_name=choice&field_name=assignment&term=",
)  # fmt: skip
OF_ANY = (
    "next=//evil.example/", "next=javascript:alert(1)", "next=https://evil.example", "page=-1", "q=%00",
    "__proto__[x]=1", "a[]=1&a[]=2",
)  # fmt: skip
_EVERY = 3


def spoil_queries(client: Client, *, everything: bool = False) -> tuple[int, list[str]]:
    """How many were asked of the addresses that answer this viewer, and those that end in an error of the server or
    lead to another site."""
    tried, wrong = 0, []
    asked = [route for route in routes() if not route.parameters and route.name != "account_logout"]
    for number, route in enumerate(asked):
        with taken_back():
            if client.get(route.fill()).status_code in (404, 405):
                continue  # nothing for this viewer, or nothing to read: no query is looked at
        queries = (*OF_ANY, *(OF_ADMIN if route.name.startswith("admin:") else OF_PAGES))
        for query in queries if everything else queries[number % _EVERY :: _EVERY]:
            with taken_back():
                answer = client.get(f"{route.fill()}?{query}")
            tried += 1
            leads_to = answer.get("Location", "/")
            if answer.status_code >= 500 or not leads_to.startswith("/") or leads_to.startswith("//"):
                wrong.append(f"{route.template}?{query[:60]}: {answer.status_code} {leads_to}")
    return tried, wrong
