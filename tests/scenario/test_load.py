import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.scenario.load import LARGEST_BYTES, load, load_text, read_yaml
from coachdesk.scenario.model import Move, Persona

PERSONA = """\
id: dana-cfo
name: Dana Whitfield
role: CFO
company: Halden Logistics
temperament: Dry, quick, fair.
goals: [Keep the budget]
pet_objections: [Too expensive]
voice: {gender: female}
"""


def written(folder: Path, content: str | bytes, name: str = "dana-cfo.yaml") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def messages(path: Path) -> list[str]:
    return [str(problem).removeprefix(f"{path}:") for problem in load(Persona, path)[2]]


def test_a_good_file_becomes_a_model_that_knows_where_its_parts_stand(tmp_path: Path) -> None:
    persona, source, problems = load(Persona, written(tmp_path, PERSONA))
    assert problems == []
    assert persona is not None
    assert persona.name == "Dana Whitfield"
    assert source is not None
    assert source.at("goals", 0) == (6, 9)
    assert source.at("voice", key=True) == (8, 1)
    assert source.at("voice", "nowhere") == (8, 8)


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    path = written(tmp_path, b"\xef\xbb\xbf" + PERSONA.replace("\n", "\r\n").encode())
    assert load(Persona, path)[2] == []


def test_every_problem_of_a_file_is_reported_at_once_at_its_line(tmp_path: Path) -> None:
    broken = PERSONA.replace("name:", "nmae:").replace("female", "femal").replace("[Keep the budget]", "[]")
    assert messages(written(tmp_path, broken)) == [
        "1:1: error: 'name' is missing",
        "6:8: error: 'goals' must hold at least 1",
        "8:17: error: 'gender' is 'femal'; it must be 'female' or 'male'",
        "2:1: error: there is no field 'nmae' here; did you mean 'name'?",
    ]


def test_yes_no_on_and_clock_times_are_words_as_their_writer_meant(tmp_path: Path) -> None:
    source, _ = read_yaml(written(tmp_path, "yes: no\non: 12:30\nday: 2024-01-01\nempty:\nnumber: 3\nshare: 0.5\n"))
    assert source is not None
    assert source.value == {"yes": "no", "on": "12:30", "day": "2024-01-01", "empty": None, "number": 3, "share": 0.5}


def test_a_repeated_key_names_both_lines(tmp_path: Path) -> None:
    assert messages(written(tmp_path, PERSONA + "name: Other\nrole: CEO\n")) == [
        "9:1: error: 'name' stands here a second time; the first is in line 2",
        "10:1: error: 'role' stands here a second time; the first is in line 3",
    ]


LAUGHS = "a: &a [x,x,x]\n" + "".join(f"{b}: &{b} [*{a},*{a},*{a},*{a},*{a}]\n" for a, b in zip("abcdefgh", "bcdefghi"))  # noqa: B905


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"[" * 500_000, "nest"),
        (b"- " * 200_000, "nest"),
        (b"? " * 200_000, "expected"),
        (LAUGHS.encode(), "uses an alias"),
        (b"\0\1\2binary", "not text"),
        ("name: café".encode("latin-1"), "not UTF-8"),
        ("id: x".encode("utf-16"), "UTF-16"),
        (b"!!python/object/apply:os.system ['true']", "uses a tag"),
        (b"a: !!binary aGk=", "uses a tag"),
        (b"a: 1\n---\nb: 2\n", "a second document"),
        (b"a: [1, 2\n", "not valid YAML"),
        (b"a: \x07", "not valid YAML"),
        (b"[a]: 1\n", "a name was expected"),
        (b"x" * (LARGEST_BYTES + 1), "larger than"),
        (b"- 1\n" * 60_000, "holds too much"),
        (b"\x1b[31m" * 100 + b": 1", "not valid YAML"),
        (b"", "must be a map"),
        (b"just words", "must be a map"),
    ],
)
def test_a_hostile_file_is_refused_with_a_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    (problem, *_) = load(Persona, written(tmp_path, content))[2]
    assert says in problem.message


def test_a_200_megabyte_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    tracemalloc.start()
    assert "larger than" in read_yaml(path)[1][0].message
    assert tracemalloc.get_traced_memory()[1] < 4_000_000
    tracemalloc.stop()


def test_a_missing_file_and_a_folder_are_said_to_be_so(tmp_path: Path) -> None:
    assert "no such file" in read_yaml(tmp_path / "none.yaml")[1][0].message
    assert "a folder" in read_yaml(tmp_path)[1][0].message


def test_what_a_validator_says_is_told_with_the_name_of_the_part(tmp_path: Path) -> None:
    path = written(tmp_path, "id: a\nkind: key_point\nsays: x\nskill: demo\nfocus: proof\nwhy: x\ncues: []\n", "a.yaml")
    assert [str(p).removeprefix(f"{path}:") for p in load(Move, path)[2]] == ["7:7: error: 'cues' must hold at least 1"]


def test_text_that_was_kept_is_read_again() -> None:
    assert load_text(Persona, PERSONA, "dana-cfo").role == "CFO"
    with pytest.raises(ValueError, match="'name' is missing"):
        load_text(Persona, "id: dana-cfo", "dana-cfo")


@given(st.binary(max_size=400))
def test_any_bytes_end_in_a_value_or_in_problems(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = written(tmp_path_factory.getbasetemp(), content, "any.yaml")
    source, problems = read_yaml(path)
    assert (source is None) == bool(problems)
