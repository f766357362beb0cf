"""Conditions are read, evaluated and tabulated as the AWS tool has them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules import (
    MAX_DEPTH,
    All,
    Any,
    Condition,
    ConditionError,
    Id,
    Node,
    Not,
    Rule,
    Ticks,
    all_not_applicable,
    contradictory,
    first_true,
    holds,
    is_answered,
    outcome,
    parse,
    table,
)
from assessments.scale import Risk
from tests.effort import growth

NAMES = ("a", "b", "c", "choice_4")


def nodes() -> st.SearchStrategy[Node]:
    def deeper(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
        return st.builds(Not, inner) | st.builds(All, parts) | st.builds(Any, parts)

    return st.recursive(st.sampled_from(NAMES).map(Id), deeper, max_leaves=12)


def naive(node: Node, ticked: frozenset[str]) -> bool:
    match node:
        case Id(name):
            return name in ticked
        case Not(part):
            return not naive(part, ticked)
        case All(parts):
            return all(naive(part, ticked) for part in parts)
        case Any(parts):
            return any(naive(part, ticked) for part in parts)


def ticks(ticked: str = "", not_applicable: str = "") -> Ticks:
    return Ticks(frozenset(ticked.split()), frozenset(not_applicable.split()))


def said() -> st.SearchStrategy[Ticks]:
    some = st.frozensets(st.sampled_from(NAMES))
    return st.builds(lambda ticked, marked: Ticks(ticked, marked - ticked), some, some)


TRUE, FALSE = Any((Id("a"), Not(Id("a")))), All((Id("a"), Not(Id("a"))))
"""What always holds, and what never does."""


def instead(node: Node, said: Ticks, *, fits_in: type[All] | type[Any] | None) -> Node:
    """The condition with what does not apply replaced by what decides nothing where it stands."""
    bare, contrary = node, False
    while isinstance(bare, Not):
        bare, contrary = bare.part, not contrary
    match bare:
        case All(parts) | Any(parts):
            inner = type(bare)(tuple(instead(one, said, fits_in=type(bare)) for one in parts))
            return Not(inner) if contrary else inner
        case Id(name) if name in said.not_applicable:
            if fits_in is None:
                return FALSE if contrary else TRUE
            return TRUE if fits_in is All else FALSE
    return node


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a", "a"),
        (" a ", "a"),
        ("a&&b||c", "(a && b) || c"),
        ("a || b && c", "a || (b && c)"),
        ("!a && !(b || c)", "!a && !(b || c)"),
        ("((a))", "a"),
        ("default", "default"),
        ("\tdefault\n", "default"),
    ],
)
def test_not_binds_closer_than_and_and_that_closer_than_or(text: str, written: str) -> None:
    assert str(parse(text)) == written


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("", 1, "but the condition ends"),
        ("a &&", 5, "but the condition ends"),
        ("a b", 3, "“&&” or “||” is expected before “b”"),
        ("a & b", 3, "Write it twice"),
        ("a || (b", 6, "not closed"),
        ("a)", 2, "not opened"),
        ("a && default", 6, "stands alone"),
        ("a ? b", 3, "has no meaning"),
        ("()", 2, "not “)”"),
    ],
)
def test_an_error_says_where_and_what(text: str, column: int, message: str) -> None:
    with pytest.raises(ConditionError, match="character") as error:
        parse(text)
    assert error.value.column == column
    assert message in str(error.value)


def test_a_hostile_condition_is_refused_without_harm() -> None:
    for text in ("(" * 10_000, "!" * 10_000 + "a", "(" * (MAX_DEPTH + 1) + "a", "a" * 30_000):
        with pytest.raises(ConditionError):
            parse(text)


def test_mixing_without_brackets_is_noticed() -> None:
    assert parse("a && b || c").mixed
    assert parse("!(a || b && c) && a").mixed
    assert not parse("(a && b) || c").mixed
    assert not parse("a && b && !c").mixed


def test_a_condition_knows_the_choices_it_speaks_of() -> None:
    assert parse("c || !a && c").ids == ("c", "a")
    assert parse("default").ids == ()


@given(nodes())
def test_what_is_written_reads_back(node: Node) -> None:
    written = str(Condition(node))
    assert str(parse(written)) == written


@given(st.text(alphabet="ab&|!() \tdefaultéé?", max_size=30) | st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    found = read(text)
    if isinstance(found, ConditionError):
        assert 1 <= found.column <= len(text) + 1
    else:
        assert str(parse(str(found))) == str(found)


def read(text: str) -> Condition | ConditionError:
    try:
        return parse(text)
    except ConditionError as error:
        return error


@given(nodes(), st.frozensets(st.sampled_from(NAMES)))
def test_a_condition_holds_as_the_plain_reading_has_it(node: Node, ticked: frozenset[str]) -> None:
    assert holds(Condition(node), Ticks(ticked)) is naive(node, ticked)


@given(nodes())
def test_a_table_holds_every_way_to_tick(node: Node) -> None:
    found = table(Condition(node), NAMES)
    for way in range(1 << len(NAMES)):
        ticked = frozenset(name for place, name in enumerate(NAMES) if way >> place & 1)
        assert bool(found >> way & 1) is naive(node, ticked)
    assert found < 1 << (1 << len(NAMES))


def test_a_choice_that_is_not_there_is_never_ticked() -> None:
    assert table(parse("a || gone"), ["a"]) == 0b10
    assert table(parse("default"), ["a"]) == 0b11


def test_more_choices_are_tabulated_without_a_step_for_each_answer() -> None:
    """Fourteen have 16,384 answers, seven have 128."""

    def tabulate(many: int) -> None:
        ids = [f"choice{number}" for number in range(many)]
        table(parse(" && ".join(ids)), ids)

    assert growth(tabulate, 7) < 2.5


def test_too_many_choices_are_refused_before_memory_runs_out() -> None:
    with pytest.raises(ValueError, match="too many"):
        table(parse("a"), [f"choice{number}" for number in range(64)])


@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        ("a && b", ticks("a", "b"), True),
        ("a && b", ticks("", "b"), False),
        ("a && b", ticks("", "a b"), True),
        ("a || b", ticks("a", "b"), True),
        ("a || b", ticks("", "b"), False),
        ("a || b", ticks("", "a b"), False),
        ("(a || b) && c", ticks("c", "a b"), False),
        ("(a && b) || c", ticks("", "a b"), True),
        ("!a && b", ticks("b", "a"), True),
        ("!a || b", ticks("", "a"), False),
        ("!a || !b", ticks("c", "a b"), False),
        ("!(a && b)", ticks("c", "a b"), False),
        ("a", ticks("", "a"), True),
        ("!a", ticks("b", "a"), False),
        ("!!a", ticks("", "a"), True),
        ("default", ticks("", "a"), True),
    ],
)
def test_a_choice_that_does_not_apply_decides_nothing(
    text: str, said: Ticks, expected: bool
) -> None:
    assert holds(parse(text), said) is expected


@given(nodes(), said())
def test_what_does_not_apply_is_true_beside_and_and_false_beside_or(
    node: Node, said: Ticks
) -> None:
    assert holds(Condition(node), said) is naive(instead(node, said, fits_in=None), said.ticked)


@given(st.lists(nodes(), min_size=2, max_size=3).map(tuple), said())
def test_not_may_move_into_brackets(parts: tuple[Node, ...], said: Ticks) -> None:
    each = tuple(Not(part) for part in parts)
    assert holds(Condition(Not(All(parts))), said) is holds(Condition(Any(each)), said)
    assert holds(Condition(Not(Any(parts))), said) is holds(Condition(All(each)), said)


RULES = (
    Rule(parse("a && b"), Risk.NONE),
    Rule(parse("a"), Risk.MEDIUM),
    Rule(parse("default"), Risk.HIGH),
)


def test_the_first_true_rule_counts() -> None:
    assert outcome(RULES, ticks("a b")) is Risk.NONE
    assert outcome(RULES, ticks("a")) is Risk.MEDIUM
    assert outcome(RULES, ticks("b")) is Risk.HIGH
    assert first_true(RULES, ticks("a")) == RULES[1]
    assert outcome(RULES[:2], ticks("b")) is None


def test_everything_not_applicable_means_no_risk() -> None:
    said = ticks("", "a b")
    assert all_not_applicable(["a", "b", "c_no"], ["c_no"], said)
    assert outcome(RULES, said) is Risk.NONE
    assert outcome(RULES, ticks("", "a")) is Risk.MEDIUM
    assert not all_not_applicable(["a", "b"], [], ticks("a", "b"))
    assert not all_not_applicable(["c_no"], ["c_no"], ticks())


@given(st.integers(1, 15))
def test_a_rule_that_joins_all_choices_is_a_way_out_for_those_that_mark_all(number: int) -> None:
    ids = [f"choice{place}" for place in range(number)]
    rules = (Rule(parse(" && ".join(ids)), Risk.NONE), Rule(parse("default"), Risk.HIGH))
    assert outcome(rules, Ticks(not_applicable=frozenset(ids))) is Risk.NONE
    assert outcome(rules, Ticks(not_applicable=frozenset(ids[1:]))) is Risk.HIGH


def test_nothing_said_is_no_answer() -> None:
    assert not is_answered(ticks())
    assert is_answered(ticks("", "a"))


def test_none_of_these_contradicts_what_is_ticked_beside_it() -> None:
    assert contradictory(["c_no"], ticks("b a c_no"))
    assert contradictory(["c_no", "d_no"], ticks("c_no d_no"))
    assert not contradictory(["c_no"], ticks("a b"))
    assert not contradictory(["c_no"], ticks("c_no"))
