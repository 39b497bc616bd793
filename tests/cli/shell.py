"""``coachdesk`` as it is used: arguments in, text or JSON and an exit code out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from coachdesk.cli.app import main


class Shell:
    def __init__(self, capsys: pytest.CaptureFixture[str], home: Path) -> None:
        self.capsys, self.home = capsys, home

    def __call__(self, *words: str | Path) -> tuple[int, str, str]:
        code = main([*map(str, words), "--data-dir", str(self.home)])
        printed = self.capsys.readouterr()
        return code, printed.out, printed.err

    def json(self, *words: str | Path) -> Any:
        code, out, err = self(*words, "--json")
        assert code == 0, err
        return json.loads(out)
