"""The one command that makes a bare machine ready: first and later starts, and what it says when it cannot help."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
BOOTSTRAP = ROOT / "bootstrap.py"
linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what Linux alone has")

PROGRAM = """
import json, os, sys, tiny
print(json.dumps({"arguments": sys.argv[1:], "folder": os.getcwd(), "tiny": tiny.__file__}))
sys.exit(7 if {"fail", "teach"} & set(sys.argv) else 0)
"""


def tiny_wheel(folder: Path) -> str:
    """A package of one file, and its hash."""
    folder.mkdir()
    wheel = folder / "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tiny.py", "")
        archive.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        archive.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr("tiny-1.0.dist-info/RECORD", "tiny.py,,\ntiny-1.0.dist-info/RECORD,,\n")
    return hashlib.sha256(wheel.read_bytes()).hexdigest()


def project(folder: Path, wheel_hash: str) -> Path:
    """A small project of the same shape, which needs no system package and one Python package."""
    (folder / "coachdesk").mkdir(parents=True)
    (folder / "coachdesk" / "__init__.py").touch()
    (folder / "coachdesk" / "__main__.py").write_text(PROGRAM)
    (folder / "resources").mkdir()
    (folder / "resources" / "system-packages.txt").write_text("[venv]\npython3-venv\n[run]\n[test]\n")
    (folder / "resources" / "uv-requirement.txt").write_text(f"uv==0.0.1 --hash=sha256:{'0' * 64}\n")
    for name in ("requirements.lock", "requirements-test.lock"):
        (folder / name).write_text(f"tiny==1.0 --hash=sha256:{wheel_hash}\n")
    shutil.copy(BOOTSTRAP, folder)
    return folder


def settings(**more: str) -> dict[str, str]:
    """The environment of a start that knows no package index, only what a test gives it."""
    kept = {key: value for key, value in os.environ.items() if not key.upper().startswith(("PIP_", "UV_", "HTTP"))}
    return {**kept, "PIP_CONFIG_FILE": os.devnull, "UV_NO_CONFIG": "1", "LC_ALL": "C.UTF-8", **more}


def start(folder: Path, *words: str, before: tuple[str, ...] = (), **more: str) -> subprocess.CompletedProcess[str]:
    command = [*before, sys.executable, str(folder / "bootstrap.py"), *words]
    return subprocess.run(
        command,
        env=settings(**more),
        capture_output=True,
        encoding="utf-8",
        cwd=folder.parent,
        stdin=subprocess.DEVNULL,
    )


def says(outcome: subprocess.CompletedProcess[str], sentence: str) -> None:
    assert sentence in outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert outcome.returncode == 1


@pytest.fixture(scope="module")
def offline(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], str]:
    """Settings under which only the tiny package can be had, and its hash."""
    folder = tmp_path_factory.mktemp("index") / "wheels"
    wheel_hash = tiny_wheel(folder)
    return {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(folder)}, wheel_hash


@pytest.fixture(scope="module")
def set_up_once(
    tmp_path_factory: pytest.TempPathFactory, offline: tuple[dict[str, str], str]
) -> tuple[Path, subprocess.CompletedProcess[str]]:
    folder = project(tmp_path_factory.mktemp("users") / "my café" / "coachdesk", offline[1])
    return folder, start(folder, "run", "doctor", "--json", **offline[0])


@pytest.fixture
def ready(set_up_once: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path) -> Path:
    """A copy of a project that is set up, to break."""
    return Path(shutil.copytree(set_up_once[0], tmp_path / "moved here", symlinks=True))


@pytest.fixture
def bootstrap() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap_under_test", BOOTSTRAP)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# Python itself


def test_an_old_python_is_told_that_it_is_old() -> None:
    code = (
        "import runpy, sys; sys.version_info = (3, 8, 18, 'final', 0);"
        f"sys.argv = ['bootstrap.py', 'run']; runpy.run_path({str(BOOTSTRAP)!r}, run_name='__main__')"
    )
    says(
        subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8"),
        "CoachDesk needs Python 3.11 or newer; this is 3.8.",
    )


def test_an_old_python_can_read_the_file() -> None:
    ast.parse(BOOTSTRAP.read_text(encoding="utf-8"), feature_version=(3, 7))


def test_without_a_job_it_tells_its_use() -> None:
    outcome = subprocess.run([sys.executable, str(BOOTSTRAP)], capture_output=True, encoding="utf-8")
    assert outcome.returncode == 2
    assert "python3 bootstrap.py run" in outcome.stderr


# First and later starts


def test_the_first_start_sets_up_and_starts_in_a_folder_with_a_space_and_an_accent(
    set_up_once: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, outcome = set_up_once
    assert outcome.returncode == 0, outcome.stderr
    told = json.loads(outcome.stdout)
    assert told["arguments"] == ["doctor", "--json"]
    assert told["folder"] == str(folder.parent)
    assert Path(told["tiny"]).is_relative_to(folder / ".venv")


def test_the_second_start_does_nothing_but_start_even_after_the_folder_moved(ready: Path) -> None:
    outcome = start(ready, "run", "fail", PIP_NO_INDEX="1")
    assert outcome.stderr == ""
    assert outcome.returncode == 7
    assert Path(json.loads(outcome.stdout)["tiny"]).is_relative_to(ready / ".venv")


@linux_only
def test_the_command_coachdesk_starts_the_same_from_anywhere(ready: Path, tmp_path: Path) -> None:
    (tmp_path / "tiny.py").write_text("raise SystemExit('a file of the folder it was called from')")
    command = [ready / ".venv" / "bin" / "coachdesk", "say", "two words"]
    told = json.loads(subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout)
    assert told["arguments"] == ["say", "two words"]


def test_a_changed_lock_is_installed_again(ready: Path, offline: tuple[dict[str, str], str]) -> None:
    with (ready / "requirements.lock").open("a") as lock:
        lock.write("# changed\n")
    assert "Installing the packages of requirements.lock" in start(ready, "run", "x", **offline[0]).stderr
    assert start(ready, "run", "x").stderr == ""


def test_a_changed_library_is_taught_at_the_next_start_which_goes_on_where_that_fails(ready: Path) -> None:
    (ready / "scenarios" / "moves").mkdir(parents=True)
    (ready / "scenarios" / "moves" / "new.yaml").write_text("id: new")
    outcome = start(ready, "run", "x", PIP_NO_INDEX="1")
    assert "Teaching the built-in recognizer the words of the library." in outcome.stderr
    assert outcome.returncode == 0
    assert start(ready, "run", "x").stderr == ""


@pytest.mark.parametrize(
    "damage",
    [{"python": "3.9"}, {"setup": 0}, {"requirements.lock": "0"}, {"run": "0"}, None],
    ids=["another Python", "an older bootstrap.py", "another lock", "another list of system packages", "torn"],
)
def test_a_mark_that_does_not_fit_is_not_believed(
    ready: Path, bootstrap: ModuleType, damage: dict[str, object] | None
) -> None:
    for name in ("MARKER", "SYSTEM_PACKAGES", "VENV_PYTHON"):
        setattr(bootstrap, name, ready / getattr(bootstrap, name).relative_to(ROOT))
    bootstrap.ROOT = ready
    assert bootstrap.is_ready("run")
    assert not bootstrap.is_ready("test")
    mark = bootstrap.MARKER.read_text()
    bootstrap.MARKER.write_text(json.dumps(json.loads(mark) | damage) if damage else mark[: len(mark) // 2])
    assert not bootstrap.is_ready("run")


def test_an_environment_whose_python_is_gone_is_made_anew(ready: Path, offline: tuple[dict[str, str], str]) -> None:
    python = next(path for path in (ready / ".venv").glob("*/python*") if path.stem == "python")
    python.unlink()
    python.symlink_to(ready / "gone" / "python")
    outcome = start(ready, "run", "x", **offline[0])
    assert "The environment .venv is not whole; making it anew." in outcome.stderr
    assert outcome.returncode == 0


# What can go wrong


def test_a_package_with_another_hash_is_refused(ready: Path, offline: tuple[dict[str, str], str]) -> None:
    (ready / "requirements.lock").write_text(f"tiny==1.0 --hash=sha256:{'0' * 64}\n")
    uninstall = [next((ready / ".venv").glob("*/python")), "-m", "pip", "uninstall", "-q", "-y", "tiny"]
    subprocess.run(uninstall, check=True, capture_output=True)
    says(start(ready, "run", **offline[0]), "A downloaded package is not the one that CoachDesk was built with")
    assert not (ready / ".venv" / "coachdesk-setup.json").exists()


@linux_only
def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    folder = project(tmp_path / "locked", "0" * 64)
    folder.chmod(0o555)
    as_anybody = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
    says(start(folder, "run", before=as_anybody), "CoachDesk may not write into its folder.")


@linux_only
def test_a_full_disk_is_told(tmp_path: Path) -> None:
    folder = project(tmp_path / "full" / "coachdesk", "0" * 64)
    own_mounts = ("unshare", "--user", "--map-root-user", "--mount")
    on_a_small_disk = 'mount -t tmpfs -o size=2m none "$0" && cp -r "$1"/. "$0" && shift && exec "$@"'
    if subprocess.run([*own_mounts, "mount", "-t", "tmpfs", "none", str(folder)], capture_output=True).returncode != 0:
        pytest.skip("this machine lets nobody mount a small disk")
    copy = shutil.copytree(folder, tmp_path / "copy")
    says(
        start(folder, "run", before=(*own_mounts, "sh", "-c", on_a_small_disk, str(folder), str(copy))),
        "The disk is full.",
    )


@linux_only
def test_no_network_is_told(ready: Path) -> None:
    (ready / ".venv" / "coachdesk-setup.json").unlink()
    no_network = ("unshare", "--user", "--map-root-user", "--net")
    if subprocess.run([*no_network, "true"], capture_output=True).returncode != 0:
        pytest.skip("this machine lets nobody leave the network")
    outcome = start(ready, "run", before=no_network, PIP_INDEX_URL="https://index.invalid/simple")
    says(outcome, "The packages could not be fetched: no connection to the package index.")


@pytest.fixture
def refusing_proxy() -> Iterator[str]:
    """A proxy on this machine that lets nobody through."""
    listener = socket.create_server(("127.0.0.1", 0))

    def refuse() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with client:
                client.recv(65536)
                client.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")

    threading.Thread(target=refuse, daemon=True).start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()


def test_a_proxy_that_refuses_is_told(ready: Path, refusing_proxy: str) -> None:
    (ready / ".venv" / "coachdesk-setup.json").unlink()
    outcome = start(ready, "run", HTTPS_PROXY=refusing_proxy, PIP_INDEX_URL="https://index.invalid/simple")
    says(outcome, "The proxy did not let the packages through.")


def _hear_interrupts() -> None:
    """A process that a script put in the background is born deaf to Ctrl+C, and so would be its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@linux_only
def test_two_starts_at_once_wait_for_each_other_and_can_be_interrupted(ready: Path) -> None:
    import fcntl

    (ready / ".venv" / "coachdesk-setup.json").unlink()
    with (ready / "bootstrap.py").open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        command = [sys.executable, str(ready / "bootstrap.py"), "run"]
        with subprocess.Popen(
            command, env=settings(), stderr=subprocess.PIPE, encoding="utf-8", preexec_fn=_hear_interrupts
        ) as waiting:
            assert waiting.stderr
            assert waiting.stderr.readline() == "Another start is getting this folder ready; waiting for it.\n"
            waiting.send_signal(signal.SIGINT)
            assert "Interrupted. Nothing is broken" in waiting.stderr.read()
        assert waiting.returncode == 130


@pytest.mark.parametrize(
    ("output", "kind"),
    [
        ("error: Failed to install: x\n  Caused by: No space left on device (os error 28)", "space"),
        ("  cause: tunnel error: proxy authorization required", "proxy"),
        ("  cause: dns error\n  cause: failed to lookup address information", "network"),
        ("  Hash mismatch for `six==1.16.0`", "hash"),
        ("  cause: invalid peer certificate: UnknownIssuer", "certificate"),
        ("[WinError 5] Access is denied: '.venv'", "permission"),
        ("ERROR: No matching distribution found for uv==0.1", "other"),
    ],
)
def test_what_installers_print_is_understood(bootstrap: ModuleType, output: str, kind: str) -> None:
    assert bootstrap.explained(output).kind == kind


# Starting


@linux_only
@pytest.mark.parametrize(("variable", "seen"), [("DISPLAY", True), ("WAYLAND_DISPLAY", True), ("OTHER", False)])
def test_a_display_is_seen(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, variable: str, seen: bool) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setenv(variable, ":1")
    assert bootstrap.has_display() == seen
    assert ("QT_QPA_PLATFORM" in bootstrap.environment()) != seen


@linux_only
def test_without_a_display_the_demonstration_is_played(ready: Path) -> None:
    samples = ready / "resources" / "samples"
    samples.mkdir()
    (samples / "demo.txt").write_text("too-high\none.flac\ntwo.flac\nscores.yaml\n")
    outcome = start(ready, "run", DISPLAY="", WAYLAND_DISPLAY="")
    assert "There is no display" in outcome.stderr
    assert json.loads(outcome.stdout)["arguments"] == [
        "rehearse", "too-high", "--no-save", "--answer", str(samples / "one.flac"),
        "--answer", str(samples / "two.flac"), "--scorecard", str(samples / "scores.yaml"),
    ]  # fmt: skip


def test_with_a_display_the_window_is_opened(ready: Path) -> None:
    assert json.loads(start(ready, "run", DISPLAY=":1").stdout)["arguments"] == []


def test_with_model_installs_the_model_first_and_then_starts(ready: Path) -> None:
    first, then = start(ready, "run", "--with-model", "doctor").stdout.splitlines()
    assert json.loads(first)["arguments"] == ["models", "install", "vosk-model-small-en-us-0.15"]
    assert json.loads(then)["arguments"] == ["doctor"]
