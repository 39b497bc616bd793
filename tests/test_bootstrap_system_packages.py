"""What the one command does about system packages: apt only for what is missing, a sentence for what cannot be done."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

BOOTSTRAP = Path(__file__).resolve().parent.parent / "bootstrap.py"
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems need no system packages")


@pytest.fixture
def bootstrap() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap_under_test", BOOTSTRAP)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH of its own with a dpkg and an apt that write down how they were called; the file `called` is returned."""
    folder = tmp_path / "commands"
    folder.mkdir()
    called = folder / "called"
    called.touch()
    write_command(folder / "dpkg-query", r"printf 'installed\tlibegl1, \ninstalled\tlibfoot64, libfoo (= 2), libbar\n'")
    write_command(folder / "apt-get", f'echo "$0 $*" | sed "s#^.*/##" >> {called}')
    monkeypatch.setenv("PATH", str(folder))
    return called


def write_command(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{line}\n")
    path.chmod(0o755)


def packages(bootstrap: ModuleType, folder: Path, text: str) -> None:
    bootstrap.SYSTEM_PACKAGES = folder / "list.txt"
    bootstrap.SYSTEM_PACKAGES.write_text(text)


def test_apt_is_not_called_when_nothing_is_missing(bootstrap: ModuleType, commands: Path, tmp_path: Path) -> None:
    packages(bootstrap, tmp_path, "[run]\nlibegl1\nlibfoo # by another package\n[test]\nxvfb\n")
    assert bootstrap.install_system_packages("run")
    assert commands.read_text() == ""


def test_apt_installs_what_is_missing_and_nothing_else(
    bootstrap: ModuleType, commands: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages(bootstrap, tmp_path, "[run]\nlibegl1\nlibgl1\n")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert bootstrap.install_system_packages("run")
    update, install = commands.read_text().splitlines()
    assert update == "apt-get update -qq"
    assert install.startswith("apt-get install -y ")
    assert install.endswith(" libgl1")
    assert "libegl1" not in install


def test_an_ordinary_user_is_told_before_sudo_is_used(
    bootstrap: ModuleType,
    commands: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    packages(bootstrap, tmp_path, "[run]\nlibgl1\n")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    write_command(commands.parent / "sudo", f'echo "sudo $*" >> {commands}')
    assert bootstrap.install_system_packages("run")
    assert "sudo, which may ask for your password" in capsys.readouterr().err
    assert [line.split()[:3] for line in commands.read_text().splitlines()] == [["sudo", "-n", "apt-get"]] * 2


def test_without_root_and_sudo_the_command_is_told_and_the_set_up_goes_on(
    bootstrap: ModuleType,
    commands: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    packages(bootstrap, tmp_path, "[run]\nlibgl1\n")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert not bootstrap.install_system_packages("run")
    assert "sudo apt-get install libgl1" in capsys.readouterr().err
    assert commands.read_text() == ""


def test_apt_that_fails_is_told_with_the_command_to_try(
    bootstrap: ModuleType,
    commands: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    packages(bootstrap, tmp_path, "[run]\nlibgl1\n")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    write_command(commands.parent / "apt-get", "echo E: Unable to locate package libgl1; exit 100")
    assert not bootstrap.install_system_packages("run")
    told = capsys.readouterr().err
    assert "E: Unable to locate package libgl1" in told
    assert "sudo apt-get install libgl1" in told


def test_debians_python_gets_the_venv_package_of_its_version_first(
    bootstrap: ModuleType, commands: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages(bootstrap, tmp_path, "[venv]\npython3-venv\n[run]\nlibgl1\n")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(sys, "base_prefix", "/usr")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert bootstrap.install_system_packages("run")
    installs = [line.split()[-1] for line in commands.read_text().splitlines() if "install" in line]
    assert installs == [f"python{sys.version_info[0]}.{sys.version_info[1]}-venv", "libgl1"]


def test_a_python_without_ensurepip_that_is_not_debians_is_told(
    bootstrap: ModuleType, commands: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "base_prefix", "/opt/python")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(bootstrap.SetupFailed, match="has no module ensurepip"):
        bootstrap.install_system_packages("run")
    assert commands.read_text() == ""


def test_a_linux_without_apt_is_told_what_it_needs(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bootstrap.install_system_packages("run")
    assert "libportaudio2" in capsys.readouterr().err
