"""Lives with a file that an administrator uploaded; see `lives`."""

from collections.abc import Callable
from typing import Any

from tests import factories as f
from tests.pages import THEN
from tests.privacy.scene import Scene
from transfers.actions.upload_undo import ask_to_undo
from transfers.actions.upload_work import look_at_upload
from transfers.actions.uploads import ask_to_apply, drop_upload, take_in_upload
from transfers.models import Upload
from transfers.tasks.upload_work import carry_out_upload

_CLOCK = f.clock_at(THEN)


def _checking(scene: Scene, text: str = "code,name\nrust,Rust\n") -> Upload:
    return take_in_upload("skills", "skills.csv", text.encode(), by=scene.admin, clock=_CLOCK)


def _looked_at(scene: Scene) -> Upload:
    made = _checking(scene)
    look_at_upload(made, progress=lambda _step: None)
    return made


def _checked(scene: Scene, *text: str) -> Upload:
    made = _checking(scene, *text)
    carry_out_upload(made, clock=_CLOCK)
    return Upload.objects.get(pk=made.pk)


def _applying(scene: Scene) -> Upload:
    return ask_to_apply(_checked(scene), by=scene.admin, clock=_CLOCK)


def _applied(scene: Scene) -> Upload:
    made = ask_to_apply(_checked(scene, "code,name\nzig,Zig\n"), by=scene.admin, clock=_CLOCK)
    carry_out_upload(made, clock=_CLOCK)
    return made


def _undone(scene: Scene) -> Upload:
    made = _undoing(scene)
    carry_out_upload(made, clock=_CLOCK)
    return made


def _undoing(scene: Scene) -> Upload:
    return ask_to_undo(Upload.objects.get(pk=_applied(scene).pk), by=scene.admin, clock=_CLOCK)


UPLOAD_LIVES: dict[str, Callable[[Scene], Any]] = {
    "upload checking": _looked_at,
    "upload checked": _checked,
    "upload refused": lambda s: _checked(s, "code,name\n,Rust\n"),
    "upload applying": _applying,
    "upload applied": _applied,
    "upload undoing": _undoing,
    "upload undone": _undone,
    "upload dropped": lambda s: drop_upload(_checking(s), by=s.admin, clock=_CLOCK),
}
