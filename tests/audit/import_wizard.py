"""10,000 people through the pages of uploads, with a real worker: previewed, applied, undone, each in its time."""

import tempfile
from pathlib import Path

from django.test.utils import override_settings

from accounts.models import Employee
from seeds.company import make_company, write_files
from tests import factories as f
from tests.bench.imports import PEOPLE, TODAY
from tests.bench.scratch import scratch_database
from tests.faults import Broker
from tests.pages import signed_in
from tests.processes import WorkerProcess
from tests.uploads import walk
from transfers.actions.imports.kinds import KINDS
from transfers.models import DemoMarker
from transfers.sight.actor import PORTAL

SAYS = "10,000 people uploaded, previewed in 3 seconds, applied and undone by a worker and pages of 2 seconds at most"
_PREVIEW_WITHIN = 3.0
# what takes longer is the worker's, with a bar
_PAGE_WITHIN = 2.0


def run() -> dict[str, object]:
    """The company is loaded up to its units; the people come by the pages."""
    broker = Broker()
    hosts = override_settings(ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False)
    with scratch_database(), hosts, tempfile.TemporaryDirectory() as name:
        files = write_files(make_company("full", TODAY), Path(name))
        for kind in ("sites", "skills", "families", "units"):
            KINDS[kind].load(KINDS[kind].read(files[kind].read_bytes()), by=PORTAL)
        data = b"".join(files["people"].read_bytes().splitlines(keepends=True)[: PEOPLE + 1])
        DemoMarker.objects.get_or_create(pk=1)
        desk = signed_in(f.admin())
        before = Employee.objects.count()
        broker.start()
        worker = WorkerProcess(Path(name), env={"REDIS_URL": broker.url}).start()
        try:
            done = walk(desk, data, lambda: broker.send("sweep"))
        finally:
            worker.kill()
            broker.kill()
        left = Employee.objects.count() - before
    wrong = [f"{left} people stayed"] * (left != 0) + ["not everybody came"] * (done.counts["created"] != PEOPLE)
    wrong += [f"the preview took {done.preview:.1f} s"] * (done.preview > _PREVIEW_WITHIN)
    wrong += [f"a page took {done.slowest_page:.1f} s"] * (done.slowest_page > _PAGE_WITHIN)
    return {
        "people": done.counts["created"],
        "seconds to the preview": round(done.preview, 1),
        "seconds to apply": round(done.application, 1),
        "seconds to undo": round(done.undoing, 1),
        "seconds of the slowest page": round(done.slowest_page, 1),
        "wrong": wrong,
        "violations": len(wrong),
    }
