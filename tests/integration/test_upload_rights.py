"""Who may do what to an upload, and when no more."""

from collections.abc import Callable

import pytest

from tests import factories as f
from transfers.actions.imports.layouts import read_file
from transfers.actions.upload_work import apply_upload, keep_check, look_at_upload, send_back, try_upload
from transfers.actions.uploads import (
    NoTable,
    TooLarge,
    ask_to_apply,
    check_again,
    drop_upload,
    forget_upload,
    take_in_upload,
)
from transfers.errors import Invalid, NotAllowed, NotVisible
from transfers.models import Upload, UploadContent
from transfers.queries.previews import Found, get_preview
from transfers.sight.actor import PORTAL, Actor
from transfers.states import UploadStatus
from transfers.tasks.upload_work import carry_out_upload

pytestmark = pytest.mark.django_db

SKILLS = b"code,name\nrust,Rust\n"
FILE = read_file("skills", SKILLS, None, guesses=False)


def say_nothing(_step: str) -> None:
    """Nobody watches."""


def checked(data: bytes = SKILLS) -> Upload:
    made = take_in_upload("skills", "skills.csv", data, by=PORTAL)
    carry_out_upload(made)
    return Upload.objects.get(pk=made.pk)


def applied() -> Upload:
    made = ask_to_apply(checked(), by=PORTAL)
    carry_out_upload(made)
    return Upload.objects.get(pk=made.pk)


OF_THE_WORKER: list[Callable[[Upload, Actor], object]] = [
    lambda upload, by: look_at_upload(upload, by=by, progress=say_nothing),
    lambda upload, by: try_upload(upload, FILE, by=by, progress=say_nothing),
    lambda upload, by: keep_check(upload, Found(counts={}), by=by),
    lambda upload, by: apply_upload(upload, by=by, progress=say_nothing),
    lambda upload, by: send_back(upload, "", by=by),
    lambda upload, by: forget_upload(upload, by=by),
]
OF_ADMINS: list[Callable[[Upload, Actor], object]] = [
    lambda upload, by: ask_to_apply(upload, by=by),
    lambda upload, by: check_again(upload, by=by),
    lambda upload, by: drop_upload(upload, by=by),
    lambda upload, by: take_in_upload(upload.kind, "again.csv", SKILLS, by=by),
]


@pytest.mark.parametrize("work", OF_THE_WORKER, ids=["look", "try", "keep", "apply", "send", "forget"])
def test_worker_alone_works_on_an_upload(work: Callable[[Upload, Actor], object]) -> None:
    with pytest.raises(NotVisible):
        work(checked(), f.admin())


@pytest.mark.parametrize("act", OF_ADMINS, ids=["apply", "check", "drop", "take"])
def test_who_may_not_import_does_nothing_to_an_upload(act: Callable[[Upload, Actor], object]) -> None:
    with pytest.raises(NotAllowed):
        act(checked(), f.hr_partner(f.campaign()))


@pytest.mark.parametrize("act", OF_ADMINS[:3], ids=["apply", "check", "drop"])
def test_what_was_applied_stays_applied(act: Callable[[Upload, Actor], object]) -> None:
    with pytest.raises(NotAllowed):
        act(applied(), f.admin())


@pytest.mark.parametrize(
    ("kind", "data", "refusal"),
    [("choices", SKILLS, Invalid), ("skills", b"x" * 20_000_001, TooLarge), ("skills", b"%PDF-1.7", NoTable)],
    ids=["kind", "size", "type"],
)
def test_what_is_no_file_of_a_kind_is_not_kept(kind: str, data: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        take_in_upload(kind, "file", data, by=PORTAL)


def test_file_that_went_before_its_check_says_so() -> None:
    made = take_in_upload("skills", "skills.csv", SKILLS, by=PORTAL)
    UploadContent.objects.update(data=b"")
    UploadContent.objects.all().delete()
    with pytest.raises(Exception, match="1 error"):
        look_at_upload(made, progress=say_nothing)


def test_check_that_comes_after_another_step_is_let_go() -> None:
    made = drop_upload(take_in_upload("skills", "skills.csv", SKILLS, by=PORTAL), by=PORTAL)
    keep_check(made, Found(counts={}))
    made.refresh_from_db()
    assert (made.status, get_preview(made)) == (UploadStatus.DROPPED, None)
