"""A real browser for the tests, on a machine that may have none.

In this order: UNDRAFT_BROWSER, one on PATH, Playwright's own, Debian's package installed (as root) or unpacked below
var/ (as anybody else). The driver's Node.js needs libatomic, which a bare system lacks: the same two ways.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from xml.sax.saxutils import escape

from portal.embedded.terminal import Trouble, say

# the one without a window first: it draws the same pages with half the work
ON_PATH = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium-headless-shell", "libatomic1")
# Namespaces are refused to root and in many containers, and the tests only visit this machine.
ARGUMENTS = ("--no-sandbox", "--disable-dev-shm-usage")
TEXT = "data:text/html,<p style='font-family:sans-serif'>One line <input value='and a field'> <b>of text</b></p>"


def ensure(home: Path) -> dict[str, str]:
    """Find or fetch a browser that starts. Returns the variables with which tests start it."""
    asked = os.environ.get("UNDRAFT_BROWSER")
    if asked:
        if not _draws(asked, {}):
            raise Trouble(f"UNDRAFT_BROWSER is {asked}, and that draws no page. Unset it to let one be found.")
        return {"UNDRAFT_BROWSER": asked, **_driver_libraries(home)}
    # First, because fetching what the driver lacks fetches a browser too.
    driver = _driver_libraries(home)
    found = find_on_path() or _unpacked(home) or _of_playwright(home)
    if not found:
        say("no browser here: fetching Debian's headless Chromium for the tests")
        _fetch(home)
        found = find_on_path() or _unpacked(home)
    if not found:
        raise Trouble(_give_up("the one that was fetched draws no page"))
    return driver | found


def find_on_path() -> dict[str, str]:
    """An installed browser that starts."""
    for name in ON_PATH:
        path = shutil.which(name)
        if path and _draws(path, {}):
            return {"UNDRAFT_BROWSER": path}
    return {}


def _of_playwright(home: Path) -> dict[str, str]:
    """Playwright's own download, where its host can be reached."""
    say("no browser on PATH: asking Playwright for its own")
    env = {**os.environ, **_driver_libraries(home), "PLAYWRIGHT_BROWSERS_PATH": str(home / "playwright")}
    command = [sys.executable, "-m", "playwright", "install", "chromium-headless-shell"]
    try:
        subprocess.run(command, env=env, capture_output=True, check=True, timeout=240)
    except (subprocess.SubprocessError, OSError):
        return {}
    for path in sorted((home / "playwright").glob("chromium_headless_shell-*/*/*headless*shell")):
        if _draws(str(path), {}):
            return {"UNDRAFT_BROWSER": str(path)}
    return {}


def _unpacked(home: Path) -> dict[str, str]:
    """The Debian package below var/, with the libraries unpacked beside it."""
    program = home / "root/usr/lib/chromium/chromium-headless-shell"
    if not program.exists():
        program = home / "root/usr/bin/chromium-headless-shell"
    libraries = _libraries(home)
    if not program.exists():
        return {}
    found = libraries | _fonts(home)
    return {"UNDRAFT_BROWSER": str(program), **found} if _draws(str(program), found) else {}


def _fonts(home: Path) -> dict[str, str]:
    """FONTCONFIG_FILE for what was unpacked below var/browser/root: Chromium ends itself at text without a font."""
    settings = home / "fonts.conf"
    folders = (home / "root/usr/share/fonts", Path("/usr/share/fonts"))
    lines = [f"<dir>{escape(str(folder))}</dir>" for folder in folders]
    lines.append(f"<cachedir>{escape(str(home / 'font-cache'))}</cachedir>")
    settings.write_text("<fontconfig>{}</fontconfig>\n".format("".join(lines)))
    return {"FONTCONFIG_FILE": str(settings)}


def _libraries(home: Path) -> dict[str, str]:
    """LD_LIBRARY_PATH over every folder with a library below var/browser/root; PulseAudio's lies one deeper."""
    folders = sorted({str(path.parent) for path in (home / "root").glob("**/*.so*")})
    if not folders:
        return {}
    given = os.environ.get("LD_LIBRARY_PATH")
    return {"LD_LIBRARY_PATH": ":".join(folders + ([given] if given else []))}


def _driver_libraries(home: Path) -> dict[str, str]:
    """What Playwright's Node.js needs to start: nothing, or libatomic fetched for it."""
    spec = find_spec("playwright")
    if spec is None or spec.origin is None:
        raise Trouble("Playwright is not installed: make check installs it")
    node = Path(spec.origin).parent / "driver" / "node"
    if _starts(str(node), {}):
        return {}
    if not _starts(str(node), _libraries(home)):
        say("Playwright's driver lacks libatomic here: fetching it, and headless Chromium with it, from Debian")
        _fetch(home)
    if _starts(str(node), {}):
        return {}
    libraries = _libraries(home)
    if not _starts(str(node), libraries):
        raise Trouble(_give_up("Playwright's driver does not start (Debian: apt-get install libatomic1)"))
    return libraries


def _fetch(home: Path) -> None:
    """Debian's packages: installed where we may, else unpacked below var/ with state and cache of our own."""
    if shutil.which("apt-get") is None:
        raise Trouble(_give_up("there is no apt-get to fetch one with"))
    if os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        _apt(["apt-get", "-q", "update"], quiet)
        _apt(["apt-get", "-qy", "--no-install-recommends", "install", *PACKAGES], quiet)
        return
    state, cache = home / "apt/state", home / "apt/cache"
    (state / "lists/partial").mkdir(parents=True, exist_ok=True)
    (cache / "archives/partial").mkdir(parents=True, exist_ok=True)
    options = {
        "Dir::State": str(state),
        "Dir::State::status": "/var/lib/dpkg/status",
        "Dir::Cache": str(cache),
        "APT::Sandbox::User": "",
        "Debug::NoLocking": "true",
    }
    apt = ["apt-get", "-q"]
    for name, value in options.items():
        apt += ["-o", f"{name}={value}"]
    _apt([*apt, "update"], os.environ)
    _apt([*apt, "-y", "--no-install-recommends", "--download-only", "install", *PACKAGES], os.environ)
    for package in sorted((cache / "archives").glob("*.deb")):
        _apt(["dpkg-deb", "-x", str(package), str(home / "root")], os.environ)


def _apt(command: Sequence[str], env: Mapping[str, str]) -> None:
    done = subprocess.run(command, env=dict(env), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Trouble(_give_up(f"`{' '.join(command[:2])} …` failed: {(done.stderr or done.stdout)[-600:].strip()}"))


def _starts(program: str, env: Mapping[str, str]) -> bool:
    """Whether the program runs at all here: its libraries are found and its processor is ours."""
    try:
        shown = subprocess.run(
            [program, "--version"], env={**os.environ, **env}, capture_output=True, check=False, timeout=30
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return shown.returncode == 0


def _draws(browser: str, env: Mapping[str, str]) -> bool:
    """Whether it draws a line of text: a browser that starts may still lack a font."""
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "text.png"
        options = ("--headless", f"--user-data-dir={folder}/profile", f"--screenshot={picture}")
        command = [browser, *ARGUMENTS, *options, TEXT]
        try:
            subprocess.run(command, env={**os.environ, **env}, capture_output=True, check=False, timeout=60)
        except (OSError, subprocess.SubprocessError):
            return False
        return picture.exists()


def _give_up(why: str) -> str:
    return (
        f"The tests need a real browser, and {why}.\n"
        "  Install one (Debian, Ubuntu: apt-get install chromium-headless-shell libatomic1; macOS: brew install "
        "--cask google-chrome),\n  or name one: UNDRAFT_BROWSER=/path/to/chromium make test,\n"
        "  or run without, and the summary will count what did not run: BROWSER=none make test"
    )
