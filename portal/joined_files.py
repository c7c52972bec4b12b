"""What a page asks for, joined of readable parts: one style sheet a page, and one script where it needs any.

A finder of Django's static files: a joined file is collected, named by its content and compressed like others.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage


class Part(NamedTuple):
    """A file that goes into a joined one; a style sheet in the cascade layer it names, if it names one."""

    path: str
    layer: str = ""


# A later layer wins over an earlier one, however long its selectors are.
PAGES = (
    Part("portal/vendor/oat.min.css", "vendor"),
    Part("portal/css/tokens.css", "tokens"),
    Part("portal/css/theme.css", "theme"),
    Part("portal/css/components.css", "components"),
    Part("portal/css/pictures.css", "pictures"),
    Part("portal/css/devices.css", "devices"),
)
# Without layers: Django's other sheets have none, and would win over these. They stand in the folder of Django's,
# whose pictures they name relatively; what comes after Django's sheets for lists and forms stays after them.
ADMIN_FIRST = (Part("admin/css/base.css"), Part("admin/css/dark_mode.css"), Part("admin/css/dashboard.css"))
ADMIN_LAST = (
    Part("admin/css/responsive.css"),
    Part("portal/css/tokens.css"),
    Part("portal/css/admin.css"),
    Part("portal/css/pictures.css"),
)
# The first of them is what Django's sheet for forms asks for by itself, and only once it was read.
ADMIN_FORM = (Part("admin/css/widgets.css"), Part("admin/css/forms.css"))
PASSKEYS = (Part("mfa/js/webauthn-json.js"), Part("mfa/js/webauthn.js"), Part("portal/js/passkeys.js"))
JOINED = {
    "portal/pages.css": PAGES,
    "portal/passkeys.js": PASSKEYS,
    "admin/css/first.css": ADMIN_FIRST,
    "admin/css/form.css": ADMIN_FORM,
    "admin/css/last.css": ADMIN_LAST,
}

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_IMPORT = re.compile(r"@import[^;]*;")


class JoinedFiles(finders.BaseFinder):
    """Makes the joined files below JOINED_ROOT whenever they are asked for, and writes those that changed."""

    def __init__(self, app_names: object = None) -> None:  # noqa: ARG002 - Django's signature
        self.storage = FileSystemStorage(location=settings.JOINED_ROOT)

    def check(self, **_kwargs: Any) -> list[Any]:
        """Nothing can be set wrongly."""
        return []

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> Any:
        """Where a joined file lies; nothing for every other."""
        found = [str(self._write(path))] if path in JOINED else []
        return found if find_all else "".join(found[:1]) or []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:  # noqa: ARG002
        """All of them: a pattern that leaves files out is meant for folders."""
        for path in JOINED:
            self._write(path)
            yield path, self.storage

    def _write(self, path: str) -> Path:
        """Write the file unless it stands as it is; two processes that do so at once leave a whole one."""
        target = Path(self.storage.path(path))
        content = join(JOINED[path])
        if not target.exists() or target.read_text(encoding="utf-8") != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile("w", encoding="utf-8", dir=target.parent, delete=False) as written:
                written.write(content)
            Path(written.name).chmod(0o644)
            Path(written.name).replace(target)
        return target


def join(parts: tuple[Part, ...]) -> str:
    """One text of many files. Style sheets lose their comments, which are for who reads the parts, and what they
    import, which is a part of its own."""
    texts = [_in_layer(part, read(part.path)) for part in parts]
    layers = [part.layer for part in parts if part.layer]
    # Without a semicolon the end of one script would call the next; on a line of its own no comment swallows it.
    between = "\n;\n" if parts[0].path.endswith(".js") else "\n"
    return between.join([f"@layer {', '.join(layers)};"] * bool(layers) + texts)


def read(path: str) -> str:
    """A part's own text."""
    found = finders.find(path)
    if not isinstance(found, str):
        raise FileNotFoundError(path)
    text = Path(found).read_text(encoding="utf-8").strip()
    return re.sub(r"\n\s*", "\n", _IMPORT.sub("", _COMMENT.sub("", text))).strip() if path.endswith(".css") else text


def _in_layer(part: Part, text: str) -> str:
    return f"@layer {part.layer} {{\n{text}\n}}" if part.layer else text
