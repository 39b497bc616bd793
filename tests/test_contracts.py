"""What holds for the whole: who may import whom, what is packed, what stands at the top, and that the locks agree."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
PACKAGING = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
LOCKS = ("requirements.lock", "requirements-test.lock")
AT_THE_TOP = {
    "coachdesk", "ui", "scenarios", "resources", "tests",
    "bootstrap.py", "pyproject.toml", "requirements.lock", "requirements-test.lock", "README.md", "LICENSE",
}  # fmt: skip


def pinned(lock: str) -> set[str]:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    return {line.removesuffix("\\").strip() for line in lines if line[:1].isalnum()}


def test_every_layer_imports_only_what_it_may(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(str(ROOT))
    assert lint_imports(no_cache=True) == 0, capsys.readouterr().out


def test_the_wheel_packs_the_program_and_its_content_and_nothing_else() -> None:
    wheel = PACKAGING["wheel"]
    assert wheel["packages"] == ["coachdesk", "ui"]
    assert wheel["force-include"] == {
        "scenarios": "coachdesk/_bundled/scenarios",
        "resources": "coachdesk/_bundled/resources",
    }
    packed = [ROOT / name for name in (*wheel["packages"], *wheel["force-include"])]
    assert not [path for folder in packed for path in folder.rglob("heldout")]


def test_the_source_package_leaves_out_what_only_measurements_may_read() -> None:
    assert "tests/heldout" in PACKAGING["sdist"]["exclude"]


def test_only_known_things_stand_at_the_top() -> None:
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listing = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    top = {path.split("/")[0] for path in listing.split("\0") if path}
    assert {name for name in top if not name.startswith(".")} <= AT_THE_TOP


def test_the_tests_are_locked_to_the_same_packages_as_the_program() -> None:
    assert pinned("requirements.lock") <= pinned("requirements-test.lock")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")
