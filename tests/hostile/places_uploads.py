"""Files that an administrator uploads, and the verbs on each."""

from tests import factories as f
from tests.admin import new
from tests.hostile.places import Scene, place
from tests.hostile.places_admin import NEW, STATUS, at, verb
from tests.pages import THEN, travel
from transfers.actions.uploads import ask_to_apply, take_in_upload
from transfers.models import Upload
from transfers.sight.actor import PORTAL
from transfers.tasks.upload_work import carry_out_upload

_FILE = "Its file is sent as a part of its own: tests/integration/test_uploads.py does, also twice."

# Without words for words there is nothing to put; a page that reads no header takes none.
_ODD: dict[str, str] = {}


@place("admin:transfers_upload_new/upload", no_version=NEW, no_key=_FILE, answer=None)
def upload() -> Scene:
    travel(THEN)
    return Scene(new(Upload, "upload"), who=f.admin(), fields={"kind": "skills"})


def _checked(text: str) -> Upload:
    travel(THEN)
    made = take_in_upload("skills", "skills.csv", text.encode(), by=PORTAL, clock=f.clock_at(THEN))
    carry_out_upload(made, clock=f.clock_at(THEN))
    return Upload.objects.get(pk=made.pk)


@place("admin:transfers_upload_verb/apply")
def apply() -> Scene:
    return at(_checked("code,name\nrust,Rust\n"), "apply")


@place("admin:transfers_upload_verb/layout", takes=_ODD)
def layout() -> Scene:
    return at(_checked("Id,Title\n1,Rust\n"), "layout")


@place("admin:transfers_upload_verb/mend", no_version=STATUS, no_key=_FILE, answer=None)
def mend() -> Scene:
    return at(_checked("code,name\n,Rust\n"), "mend")


@verb("transfers_upload", "undo")
def undo() -> Scene:
    made = ask_to_apply(_checked("code,name\nrust,Rust\n"), by=PORTAL, clock=f.clock_at(THEN))
    carry_out_upload(made, clock=f.clock_at(THEN))
    return at(made, "undo")


@verb("transfers_upload", "check")
def check() -> Scene:
    return at(_checked("code,name\n,Rust\n"), "check")


@verb("transfers_upload", "drop")
def drop() -> Scene:
    return at(_checked("code,name\nrust,Rust\n"), "drop")
