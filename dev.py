"""Set up Processwright and run it, with nothing installed but Python 3.11 or newer.

    python3 dev.py run [FILE...]   the main job: the window, or its headless equal where there is no display
    python3 dev.py test            every check that CI runs: format, lint, types, architecture, tests, scenarios
    python3 dev.py setup           only prepare `.venv`
    python3 dev.py lock            write the lock files again from pyproject.toml (needs `uv`)

Standard library only. Everything it installs goes into `.venv` beside this file, from the lock file with hashes;
on Debian and Ubuntu, as root, it also installs the few system libraries that Qt needs.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / "requirements-dev.lock"
STAMP = VENV / "processwright.stamp"
QT_PACKAGES = [
    "libgl1",
    "libegl1",
    "libxkbcommon0",
    "libfontconfig1",
    "libdbus-1-3",
    "libglib2.0-0",
    "fonts-dejavu-core",
]
XCB_PACKAGES = [
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
]
PDF_PACKAGES = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz0b", "libharfbuzz-subset0"]
CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("format", ("-m", "ruff", "format", "--check", ".")),
    ("lint", ("-m", "ruff", "check", ".")),
    ("types", ("-m", "mypy")),
    ("tests", ("-m", "pytest", "-n", "2", "--dist", "loadfile", "-q")),
    ("scenarios", ("-m", "modeler", "test", "resources/samples", "--coverage-min", "100")),
)


def main(argv: Sequence[str]) -> int:
    """Dispatch one of the commands named in the module's docstring; returns the exit status."""
    commands = {"run": run, "test": test, "setup": lambda _: setup(), "lock": lambda _: lock()}
    if sys.version_info < (3, 11):  # noqa: UP036 - dev.py itself may be started by an older Python
        return fail(f"Processwright needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if not argv or argv[0] not in commands:
        return fail(__doc__ or "", status=2)
    return commands[argv[0]](argv[1:])


def run(arguments: Sequence[str]) -> int:
    """Set up, then do the main job: open the window, or run the sample without a display."""
    status = setup()
    if status:
        return status
    command = ["open", *arguments] if has_display() else ["tour", *arguments]
    return python("-m", "modeler", *command)


def test(arguments: Sequence[str]) -> int:
    """Set up, then run every check; stops at the first that fails. Extra arguments go to pytest."""
    status = setup()
    if status:
        return status
    environment = os.environ | {
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    for name, command in CHECKS:
        print(f"== {name}", flush=True)
        extra = arguments if name == "tests" else ()
        status = python(*command, *extra, environment=environment)
        if status:
            return fail(f"{name} failed", status=status)
    return 0


def setup() -> int:
    """Make `.venv` hold exactly what the lock file says, and check that Qt can be loaded."""
    if not is_current():
        status = install()
        if status:
            return status
    return check_qt()


def is_current() -> bool:
    """Whether `.venv` was set up from the lock file and project file as they are now."""
    return PYTHON.exists() and STAMP.exists() and STAMP.read_text() == fingerprint()


def fingerprint() -> str:
    """What `.venv` depends on, as one hash."""
    digest = hashlib.sha256(sys.version.encode())
    for path in (LOCK, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def install() -> int:
    """Create `.venv`, install the locked packages with their hashes, then this project in place."""
    print("Setting up .venv (once, about a minute) …", file=sys.stderr, flush=True)
    if not PYTHON.exists():
        ensure_venv_module()
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    pip = ("-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    status = python(*pip, "--require-hashes", "-r", str(LOCK))
    status = status or python(*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    if status:
        return fail("Packages could not be installed; see pip's message above.")
    offer_pdf()
    STAMP.write_text(fingerprint())
    return 0


def offer_pdf() -> None:
    """PDF files need Pango; without it everything else works, so its absence is only said."""
    if python("-c", "import weasyprint", quiet=True) != 0:
        install_system(PDF_PACKAGES, "The PDF Generator needs Pango")


def ensure_venv_module() -> None:
    """Debian ships `venv` apart from Python: install it where that is possible."""
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        install_system(("python3-venv",), "Python's venv module is missing")


def check_qt() -> int:
    """Load Qt's window libraries once; where the system lacks some, install or name them."""
    probe = ("-c", "import PySide6.QtWidgets, PySide6.QtSvg, PySide6.QtPrintSupport")
    if python(*probe, quiet=True) == 0:
        return 0
    if not install_system((*QT_PACKAGES, *XCB_PACKAGES), "Qt needs system libraries that are missing"):
        return 1
    return python(*probe)


def install_system(packages: Sequence[str], why: str) -> bool:
    """Install Debian packages when that is possible here; otherwise say what to install."""
    apt = shutil.which("apt-get")
    if apt is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        fail(f"{why}. On Debian or Ubuntu: sudo apt-get install {' '.join(packages)}")
        return False
    print(f"{why}: installing {' '.join(packages)} …", file=sys.stderr, flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    quiet = {"stdout": subprocess.DEVNULL, "env": environment}
    subprocess.run([apt, "update", "-qq"], **quiet, check=False)
    done = subprocess.run([apt, "install", "-y", "-qq", "--no-install-recommends", *packages], **quiet, check=False)
    return done.returncode == 0


def has_display() -> bool:
    """Whether a window can be shown here."""
    if sys.platform.startswith(("win", "darwin")) or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def lock() -> int:
    """Write `requirements.lock` and `requirements-dev.lock` again; needs `uv` on the path."""
    uv = shutil.which("uv")
    if uv is None:
        return fail("`lock` needs uv: pip install uv")
    common = [uv, "pip", "compile", "pyproject.toml", "--generate-hashes", "--universal", "--python-version", "3.11"]
    common += ["--no-emit-index-url", "--no-header", "--quiet"]
    for extra, target in (((), "requirements.lock"), (("--group", "dev"), "requirements-dev.lock")):
        subprocess.run([*common, *extra, "-o", target], cwd=ROOT, check=True)
    return 0


def python(*arguments: str, environment: dict[str, str] | None = None, quiet: bool = False) -> int:
    """Run the virtual environment's Python in the project's root; returns its exit status."""
    sink = subprocess.DEVNULL if quiet else None
    command = [str(PYTHON), *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, stdout=sink, stderr=sink, check=False).returncode


def fail(message: str, status: int = 1) -> int:
    """Say what went wrong on standard error; returns the exit status to use."""
    print(message, file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
