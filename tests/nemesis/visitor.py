"""A browser without a screen: reads pages over real HTTP, keeps cookies, and sends forms, also the same one twice."""

import html
import http.client
import re
from dataclasses import dataclass
from urllib.parse import urlencode

_FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)
_ACTION = re.compile(r'<form\b[^>]*\baction="([^"]*)"')
_INPUT = re.compile(r'<input\b[^>]*\btype="(?:hidden|date)"[^>]*>')
_ATTRIBUTE = re.compile(r'\b(name|value)="([^"]*)"')
PUBLIC_ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

Fields = dict[str, str]


def public_id_in(address: str) -> str:
    """The public id that stands in an address; "" where none does."""
    found = re.search(PUBLIC_ID, address)
    return found[0] if found else ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; status 0: nothing did, so nobody knows what was done."""

    status: int
    text: str = ""
    location: str = ""
    path: str = ""

    def form(self, action: str = "") -> Fields | None:
        """The fields that stand in the page's form whose address ends so; without `action`, the last one's that is
        sent to the page itself."""
        for form in reversed(_FORM.findall(self.text)):
            to = _ACTION.search(form)
            if action and not (to and to[1].endswith(action)):
                continue
            if not action and to and to[1] != self.path:
                continue
            inputs = (dict(_ATTRIBUTE.findall(each)) for each in _INPUT.findall(form))
            return {each["name"]: html.unescape(each.get("value", "")) for each in inputs if "name" in each}
        return None

    def ids(self, prefix: str) -> list[str]:
        """The public ids of links that begin so, each once."""
        return sorted(set(re.findall(rf'href="{prefix}({PUBLIC_ID})/"', self.text)))


class Visitor:
    """One person at one device. Each request has a connection of its own, so a dead server costs one answer.

    `patience`: seconds. During a deploy nobody answers until new processes have started; busy processors take long.
    """

    def __init__(self, address: str, session: str, *, patience: float = 90.0) -> None:
        self._address = address
        self._patience = patience
        self._cookies = {"sessionid": session}

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, fields: Fields) -> Answer:
        return self._ask("POST", path, urlencode(fields))

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection(self._address, timeout=self._patience)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return Answer(0)
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";", 1)[0].partition("=")
            if value.strip('"'):
                self._cookies[name] = value
        return Answer(response.status, text, response.headers.get("Location", ""), path)
