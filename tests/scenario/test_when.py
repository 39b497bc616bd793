import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.scenario.when import Found, WhenError, holds, names, parse


@pytest.mark.parametrize(
    ("condition", "made", "expected"),
    [
        ("a", {"a"}, True),
        ("a and b", {"a"}, False),
        ("a or b", {"b"}, True),
        ("not a", set(), True),
        ("not a and b", {"b"}, True),
        ("not (a and b)", {"b"}, True),
        ("a or b and c", {"a"}, True),
        ("(a or b) and c", {"a"}, False),
        ("price.a and b", {"b", "price.a"}, True),
        ("price.a and b", {"b", "a"}, False),
    ],
)
def test_a_condition_holds_or_not(condition: str, made: set[str], expected: bool) -> None:
    assert holds(parse(condition), lambda step, name: (f"{step}.{name}" if step else name) in made) is expected


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        ("", "it ends where a name was expected"),
        ("a and", "it ends where a name was expected"),
        ("a b", "'b' was not expected"),
        ("(a", "'(' is not closed"),
        ("a & b", "'&' was not expected"),
        ("and a", "'and' stands where a name was expected"),
        ("not " * 30 + "a", "nested more than"),
        ("__import__('os')", "'(' was not expected"),
        ("a == 1", "'=' was not expected"),
    ],
)
def test_a_condition_that_cannot_be_read_says_why(condition: str, says: str) -> None:
    with pytest.raises(WhenError) as error:
        parse(condition)
    assert says in str(error.value)


def test_the_names_of_a_condition_are_known_with_their_steps() -> None:
    assert list(names(parse("a and not (price.b or c)"))) == [Found("a", None), Found("b", "price"), Found("c", None)]


@given(st.text(alphabet="ab ().ndort", max_size=40))
def test_any_text_is_a_condition_or_a_clear_error(text: str) -> None:
    try:
        condition = parse(text)
    except WhenError as error:
        assert str(error)
        return
    assert holds(condition, lambda *_: True) in (True, False)
