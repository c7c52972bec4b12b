"""The headers of an answer that protect who reads it."""

import re
from typing import Any

_PUBLIC_FILES = ("/.well-known/undraft-receipt-key.pem",)


def headers_that_lack(answer: Any) -> list[str]:
    """The names of headers of an answer that do not protect who reads it."""
    policy = answer.get("Content-Security-Policy", "")
    directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    kind = answer.get("Content-Type", "text/").lower() if answer.content else ""
    keeps = {
        "default-src": directives.get("default-src") == "'none'",
        "script-src": re.fullmatch(r"'self'( 'nonce-[^']+')?", directives.get("script-src", "")) is not None,
        "style-src": re.fullmatch(r"'self'( 'nonce-[^']+')?", directives.get("style-src", "")) is not None,
        "no unsafe": "unsafe" not in policy and "*" not in policy and "data:" not in policy,
        "frame-ancestors": directives.get("frame-ancestors") == "'none'",
        "base-uri": directives.get("base-uri") == "'none'",
        "form-action": directives.get("form-action") == "'self'",
        "nosniff": answer.get("X-Content-Type-Options") == "nosniff",
        "frames": answer.get("X-Frame-Options") == "DENY",
        "referrer": answer.get("Referrer-Policy") == "same-origin",
        "opener": answer.get("Cross-Origin-Opener-Policy") == "same-origin",
        "resource": answer.get("Cross-Origin-Resource-Policy") == "same-origin",
        "permissions": "camera=()" in answer.get("Permissions-Policy", ""),
        "not stored": "no-store" in answer.get("Cache-Control", "") or answer.request["PATH_INFO"] in _PUBLIC_FILES,
        "type": not kind.startswith("text/") or "charset=utf-8" in kind.replace('"', ""),
        "origin": "Access-Control-Allow-Origin" not in answer,
        "no server": "Server" not in answer and "X-Powered-By" not in answer,
    }
    return [name for name, holds in keeps.items() if not holds]
