"""Taught models on disk: made once, whole or not at all, by one program or several, and cleared away when old."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from coachdesk.errors import CoachDeskError
from coachdesk.speech.cancel import Cancelled
from coachdesk.speech.language import keep
from coachdesk.speech.language.files import DICTIONARY_FILE, MODEL_FILE
from coachdesk.speech.language.keep import Taught
from coachdesk.speech.language.lessons import Lessons
from coachdesk.speech.sphinx import SphinxRecognizer

LESSONS = Lessons(("We use MEDDIC.", "Ask Brzezinkova."), cues=("how many (trucks|drivers)",))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Taught:
    return keep.teach(LESSONS, tmp_path_factory.mktemp("language"))


def copied(made: Taught, root: Path) -> Taught:
    """The same in another place, without copying 30 MB."""
    folder = root / made.hash
    folder.mkdir(parents=True)
    for file in made.folder.iterdir():
        (folder / file.name).hardlink_to(file)
    return Taught(made.hash, folder)


def left_in(root: Path) -> list[str]:
    return sorted(path.name for path in root.iterdir())


def test_what_was_taught_is_found_again_and_can_be_used(made: Taught) -> None:
    assert keep.ready(keep.hash_of(LESSONS), (made.folder.parent / "none", made.folder.parent)) == made
    recognizer = SphinxRecognizer(made.model, made.hash, made.dictionary)
    recognizer.begin_answer()
    assert recognizer.name.language_hash == made.hash
    assert left_in(made.folder.parent) == [made.hash]


def test_the_same_lessons_make_the_same_bytes(made: Taught, tmp_path: Path) -> None:
    again = keep.teach(LESSONS, tmp_path)
    assert again.hash == made.hash
    assert again.model.read_bytes() == made.model.read_bytes()
    assert again.dictionary.read_bytes() == made.dictionary.read_bytes()


def test_any_change_of_what_is_taught_has_another_hash(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    hashes = {keep.hash_of(lessons) for lessons in (LESSONS, Lessons(), Lessons(names=LESSONS.texts))}
    monkeypatch.setattr(keep, "BUILDER_VERSION", 0)
    hashes.add(keep.hash_of(LESSONS))
    additions = tmp_path / "pronunciations.txt"
    additions.write_text("meddic M EH D IH K\n")
    monkeypatch.setattr(keep, "ADDITIONS", additions)
    hashes.add(keep.hash_of(LESSONS))
    assert len(hashes) == 5


@pytest.mark.parametrize("name", [MODEL_FILE, DICTIONARY_FILE, "whole.json"])
def test_a_torn_file_is_noticed_and_made_anew(made: Taught, tmp_path: Path, name: str) -> None:
    taught = copied(made, tmp_path)
    assert keep.ready(made.hash, (tmp_path,)) == taught
    whole = (taught.folder / name).read_bytes()
    (taught.folder / name).unlink()
    (taught.folder / name).write_bytes(whole[:-1] + b"?")
    assert keep.ready(made.hash, (tmp_path,)) is None
    if name == MODEL_FILE:
        assert keep.ready(keep.teach(LESSONS, tmp_path).hash, (tmp_path,)) == taught


def test_it_can_be_stopped_at_any_time_and_leaves_nothing(tmp_path: Path) -> None:
    shares: list[float] = []
    with pytest.raises(Cancelled):
        keep.teach(LESSONS, tmp_path, shares.append, lambda: len(shares) > 1)
    assert left_in(tmp_path) == []
    assert not [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]


def test_two_programs_may_teach_at_once(tmp_path: Path) -> None:
    found: list[Taught] = []
    threads = [threading.Thread(target=lambda: found.append(keep.teach(LESSONS, tmp_path))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found[0] == found[1]
    assert left_in(tmp_path) == [found[0].hash]
    assert keep.ready(found[0].hash, (tmp_path,)) == found[0]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="signals are of Unix")
def test_a_program_that_is_killed_leaves_no_half_model_and_no_process(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from coachdesk.speech.language import keep;"
        "from coachdesk.speech.language.lessons import Lessons;"
        "keep.teach(Lessons(('We use it.',)), Path(sys.argv[1]), lambda share: print(share, flush=True))"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert program.stdout.readline()
        children = psutil.Process(program.pid).children()
        program.kill()
    psutil.wait_procs(children, timeout=60)
    assert not any(child.is_running() for child in children)
    assert [name for name in left_in(tmp_path) if not name.startswith(".")] == []


@pytest.mark.skipif(not sys.platform.startswith("linux") or os.geteuid() != 0, reason="mounts a small disk as root")
def test_a_full_disk_is_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(tmp_path)], check=False).returncode:
        pytest.skip("nothing may be mounted here")
    try:
        with pytest.raises(CoachDeskError, match=r"could not be taught .*: No space left on device\. It listens"):
            keep.teach(LESSONS, tmp_path)
        assert left_in(tmp_path) == []
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CoachDeskError, match="could not be taught"):
        keep.teach(LESSONS, tmp_path / "file" / "language")


def test_the_last_two_are_kept_and_what_was_abandoned_is_cleared_away(made: Taught, tmp_path: Path) -> None:
    now = time.time()
    for name, age_s in (("old", 300), ("before", 200), (".under-way-dead", 2 * 24 * 3600), (".under-way-now", 60)):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (now - age_s, now - age_s))
    taught = copied(made, tmp_path)
    keep._clear_away(tmp_path, taught)
    assert left_in(tmp_path) == [".under-way-now", *sorted([made.hash, "before"])]
