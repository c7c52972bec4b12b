"""A company's sign-in as the portal meets it: a small OpenID Connect server, which says what a test tells it."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CLIENT, SECRET = "undraft", "a secret that the company's sign-in and the portal share"


class Idp:
    """`says` are the claims of the next identity token; None leaves the token out."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.url = f"http://127.0.0.1:{server.server_address[1]}"
        self.issuer = ""  # another one than its address
        self.says: dict[str, Any] | None = {}

    def claims(self, **changed: Any) -> dict[str, Any]:
        now = int(time.time())
        return {"iss": self.issuer or self.url, "aud": CLIENT, "sub": "s-1", "iat": now, "exp": now + 60} | changed

    def answer(self, path: str) -> dict[str, Any]:
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.issuer or self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "userinfo_endpoint": f"{self.url}/userinfo",
                "jwks_uri": f"{self.url}/keys",
            }
        token = {"access_token": "x", "token_type": "Bearer"}
        if self.says is not None:
            token["id_token"] = _signed(self.claims(**self.says))
        return {"/token": token, "/userinfo": {"sub": "s-1", "email": "ada@example.com"}}.get(path, {})


def _signed(claims: dict[str, Any]) -> str:
    """A JSON Web Token (RFC 7519) by HS256."""
    parts = [_base64(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims)]
    seal = hmac.new(SECRET.encode(), ".".join(parts).encode(), hashlib.sha256).digest()
    return ".".join([*parts, _base64(seal)])


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@contextmanager
def company_idp() -> Iterator[Idp]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            body = json.dumps(idp.answer(self.path)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = answer  # noqa: N815  (named by http.server)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    idp = Idp(server)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield idp
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
