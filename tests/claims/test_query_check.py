"""Verdicts of queries on the chart tables and on their moved copies."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest
from statements import FIGURES

from jupyter_claude_vision import figures
from jupyter_claude_vision.charts.builder import TablesBuilder
from jupyter_claude_vision.charts.row_blocks import CategoryColumn, Curve, DateColumn
from jupyter_claude_vision.claims import Claim, FigureTables, check_claims
from jupyter_claude_vision.claims.query_check import check_queries
from jupyter_claude_vision.errors import NotVisibleError, OptionError

A = "SELECT max(value) FROM data WHERE series = 'A'"


def make_tables(scale="linear", low=0.0, high=100.0, values=(10.0, 20.0, 50.0), pixels=400.0):
    builder = TablesBuilder("plotly")
    panel = builder.add_panel("Sales")
    panel.add_axis("x", label="Year", low=2018, high=2022, span_pixels=400.0)
    panel.add_axis("y", label="Price", scale=scale, low=low, high=high, span_pixels=pixels)
    xs, ys = np.arange(2018.0, 2018.0 + len(values)), np.array(values)
    line = panel.add_series("A")
    line.add_rows("line", x=xs, y=ys, value=ys, axis="y", curve=Curve(xs, ys))
    return builder, panel


def verdict_of(builder, statement, query, value):
    tables = builder.build()
    return check_queries([Claim(statement, query, value)], tables)[0]


@pytest.mark.parametrize(
    ("statement", "value", "verdict"),
    [
        ("It peaks at 50", 50, "right"),
        ("It peaks at 51", 51, "right"),  # a hundredth of the axis
        ("It peaks at 49", 49, "right"),
        ("It peaks at 51.5", 51.5, "cannot tell"),
        ("It peaks at 52", 52, "wrong"),
        ("It peaks at 48", 48, "wrong"),
        ("It peaks at 60", 60, "wrong"),
        ("It peaks at about 60", 60, "wrong"),  # twice its rounding of 5
        ("It peaks at about 50", 50, "right"),
    ],
)
def test_a_value_is_right_to_a_hundredth_of_its_axis_and_wrong_from_twice_that(
    statement, value, verdict
):
    builder, _ = make_tables()
    checked = verdict_of(builder, statement, A, value)
    assert checked.verdict == verdict
    assert (checked.result, checked.low, checked.high) == (50.0, 49.0, 51.0)


@pytest.mark.parametrize(
    ("statement", "value", "verdict"),
    [
        ("It nearly reaches 53", 53, "cannot tell"),  # loosely said
        ("It is nearly 88", 88, "wrong"),
        ("It is just over 33", 33, "wrong"),
        ("It is over 33", 33, "cannot tell"),  # it is, by more
        ("It is over 77", 77, "wrong"),
    ],
)
def test_nearly_a_number_is_wrong_where_it_is_far_from_it(statement, value, verdict):
    builder, _ = make_tables()
    assert verdict_of(builder, statement, A, value).verdict == verdict


def test_a_value_stated_as_text_is_read_in_the_unit_of_the_result():
    builder, _ = make_tables(high=20_000.0, values=(2_000.0, 16_000.0))
    assert verdict_of(builder, "It peaks at 16 kHz", A, "16 kHz").verdict == "right"
    assert verdict_of(builder, "It peaks at 18 kHz", A, "18 kHz").verdict == "wrong"


def test_a_short_axis_is_read_to_one_and_a_half_pixels():
    builder, _ = make_tables(pixels=30.0)
    checked = verdict_of(builder, "It peaks at 55", A, 55)
    assert checked.verdict == "right"
    assert checked.high == pytest.approx(55.0)


def test_a_log_axis_is_read_in_decades_at_most_a_fortieth():
    builder, _ = make_tables("log", 1.0, 100.0, (1.0, 10.0))
    two_decades = verdict_of(builder, "", A, 10)
    assert two_decades.high == pytest.approx(10 * 10**0.02)
    builder, _ = make_tables("log", 1e-3, 1e6, (1.0, 10.0))
    nine_decades = verdict_of(builder, "", A, 10)
    assert nine_decades.high == pytest.approx(10 * 10 ** (1 / 40))
    assert nine_decades.low == pytest.approx(10 / 10 ** (1 / 40))


@pytest.mark.parametrize(
    ("statement", "value", "verdict"),
    [("three points", 3, "right"), ("four points", 4, "wrong"), ("2 points", 2, "wrong")],
)
def test_counts_must_match_exactly(statement, value, verdict):
    builder, _ = make_tables()
    assert verdict_of(builder, statement, "SELECT count(*) FROM data", value).verdict == verdict


@pytest.mark.parametrize(
    ("statement", "value", "verdict"),
    [("in 2020", 2020, "right"), ("in 2019", 2019, "wrong"), ("about 2021", 2021, "wrong")],
)
def test_years_must_match_exactly(statement, value, verdict):
    query = "SELECT x FROM data ORDER BY value DESC LIMIT 1"
    builder, _ = make_tables()
    assert verdict_of(builder, statement, query, value).verdict == verdict


def test_a_count_that_depends_on_what_cannot_be_read_is_not_told():
    builder, _ = make_tables(values=(10.0, 20.0, 50.2))
    query = "SELECT count(*) FROM data WHERE value > 50"
    assert verdict_of(builder, "1 above 50", query, 1).verdict == "right"
    assert verdict_of(builder, "0 above 50", query, 0).verdict == "cannot tell"
    assert verdict_of(builder, "3 above 50", query, 3).verdict == "wrong"


def test_a_fractional_place_is_read_off_its_axis_and_a_whole_one_is_not():
    builder = TablesBuilder("plotly")
    panel = builder.add_panel("")
    panel.add_axis("x", low=0, high=10, span_pixels=400.0)
    panel.add_axis("y", low=0, high=10, span_pixels=400.0)
    panel.add_series("A").add_rows("point", x=[2.5, 3.0], y=[1.0, 9.0], value=[1.0, 9.0], axis="y")
    lowest = "SELECT x FROM data ORDER BY value LIMIT 1"
    checked = verdict_of(builder, "at 2.58", lowest, 2.58)
    assert (checked.verdict, round(checked.low, 3), round(checked.high, 3)) == ("right", 2.4, 2.6)
    assert verdict_of(builder, "at 2.9", lowest, 2.9).verdict == "wrong"
    highest = "SELECT x FROM data ORDER BY value DESC LIMIT 1"
    assert verdict_of(builder, "at 4", highest, 4).verdict == "wrong"


def test_moving_places_loses_no_row_that_a_query_looks_up():
    builder = TablesBuilder("plotly")
    panel = builder.add_panel("")
    panel.add_axis("x", low=0, high=10, span_pixels=400.0)
    panel.add_axis("y", low=0, high=10, span_pixels=400.0)
    panel.add_series("A").add_rows("point", x=[2.5, 3.1], y=[1.5, 9.5], value=[1.5, 9.5], axis="y")
    checked = verdict_of(builder, "1.5", "SELECT value FROM data WHERE x = 2.5", 1.5)
    assert (checked.verdict, checked.low, checked.high) == ("right", 1.4, 1.6)


def test_two_values_that_cannot_be_told_apart_have_no_order():
    builder, _ = make_tables(values=(50.0, 20.0, 50.5))
    query = "SELECT x FROM data ORDER BY value DESC LIMIT 1"
    assert verdict_of(builder, "", query, 2020).verdict == "right"
    greater = "SELECT max(CASE x WHEN 2018 THEN value END) > max(CASE x WHEN 2020 THEN value END) "
    query = f"{greater} FROM data"
    assert verdict_of(builder, "", query, True).verdict == "cannot tell"
    assert verdict_of(builder, "", query, False).verdict == "right"


def test_of_two_peaks_as_high_a_place_between_them_is_not_right():
    builder = TablesBuilder("plotly")
    panel = builder.add_panel("")
    panel.add_axis("x", low=0, high=10, span_pixels=400.0)
    panel.add_axis("y", low=0, high=100, span_pixels=400.0)
    ys = [1.0, 50.0, 3.0, 49.9, 2.0]
    panel.add_series("A").add_rows("line", x=[0.5, 2.5, 4.5, 6.5, 8.5], y=ys, value=ys, axis="y")
    query = "SELECT x FROM data ORDER BY value DESC LIMIT 1"
    assert verdict_of(builder, "at 2.56", query, 2.56).verdict == "right"
    assert verdict_of(builder, "at 6.5", query, 6.5).verdict == "right"
    assert verdict_of(builder, "at 4.1", query, 4.1).verdict == "cannot tell"


def test_shares_are_computed_anew_on_moved_copies():
    builder = TablesBuilder("plotly")
    panel = builder.add_panel("")
    panel.add_axis("y", low=0, high=100, span_pixels=400.0)
    for name, value in (("A", 25.0), ("B", 75.0)):
        panel.add_series(name).add_rows(
            "bar", x=["q"], value=[value], share=[value / 100], axis="y"
        )
    total = verdict_of(builder, "", "SELECT sum(share) FROM data", 1.0)
    assert (total.low, total.high) == (pytest.approx(1.0), pytest.approx(1.0))
    part = verdict_of(builder, "26 %", "SELECT share FROM data WHERE series = 'A'", 0.26)
    assert part.low < 0.25 < part.high
    assert part.verdict == "right"


@pytest.mark.parametrize(
    ("statement", "value", "verdict"),
    [
        ("in March 2021", "2021-03", "right"),
        ("in March 2021", "2021-03-20", "right"),  # the words state a month
        ("in April 2021", "2021-04", "wrong"),
        ("between 2019 and 2021 it was highest in April 2021", "2021-04", "wrong"),
        ("in mid-March", "2021-03-16", "right"),
        ("in 2021", 2021, "right"),
        ("in 2020", "2020", "wrong"),
        ("on 14 March 2021", "2021-03-14", "right"),
        ("on 15 March 2021", "2021-03-15", "wrong"),
        ("on 15 March 2021", "2021-03", "wrong"),  # and here a day
        ("on a Sunday", "Sunday", "right"),
        ("in the first quarter of 2021", "2021-Q1", "right"),
        ("in Q2 2021", "Q2 2021", "wrong"),
    ],
)
def test_a_date_is_compared_to_the_precision_that_is_stated(statement, value, verdict):
    builder = TablesBuilder("plotly")
    panel = builder.add_panel("")
    panel.add_axis("x", scale="date", low="2021-01-01", high="2021-12-31", span_pixels=400.0)
    panel.add_axis("y", low=0, high=10, span_pixels=400.0)
    days = DateColumn([18628.0, 18700.0, 18800.0])  # the second is 2021-03-14
    panel.add_series("A").add_rows("line", x=days, y=[1, 9, 2], value=[1, 9, 2], axis="y")
    query = "SELECT x FROM data ORDER BY value DESC LIMIT 1"
    assert verdict_of(builder, statement, query, value).verdict == verdict


def test_a_category_must_match_whatever_its_case():
    builder = TablesBuilder("plotly")
    panel = builder.add_panel("")
    panel.add_axis("y", low=0, high=10, span_pixels=400.0)
    names = CategoryColumn([0, 1], ["North", "South"])
    panel.add_series("A").add_rows("bar", x=names, value=[9.0, 3.0], axis="y")
    query = "SELECT x FROM data ORDER BY value DESC LIMIT 1"
    assert verdict_of(builder, "", query, "north").verdict == "right"
    assert verdict_of(builder, "", query, "South").verdict == "wrong"
    number = verdict_of(builder, "", query, 9)
    assert (number.verdict, "gives a text" in number.reason) == ("cannot tell", True)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT amount FROM data", "There is no column amount"),
        ("DELETE FROM data", "Only a SELECT"),
        ("SELECT value FROM data WHERE x = 1900", "gives nothing"),
        ("SELECT NULL", "gives nothing"),
        ("SELECT value FROM data", "3 rows of 1 columns"),
        ("SELECT 1, 2", "1 rows of 2 columns"),
        ("", "Only a SELECT"),
    ],
)
def test_a_query_that_gives_no_single_cell_tells_nothing(query, reason):
    builder, _ = make_tables()
    checked = verdict_of(builder, "50", query, 50)
    assert checked.verdict == "cannot tell"
    assert reason in checked.reason


def test_what_reads_a_series_that_is_not_all_here_cannot_be_told():
    builder, panel = make_tables()
    other = panel.add_series("B")
    other.add_rows("line", x=[2018.0], y=[5.0], value=[5.0], axis="y")
    other.omit(2, "points", "their dates cannot be read")
    tables = builder.build()
    claims = [
        Claim("", A, 50),
        Claim("", "SELECT max(value) FROM data", 50),
        Claim("", "SELECT value FROM data WHERE series = 'B'", 5),
        Claim("", "SELECT sum(CASE series WHEN 'A' THEN value END) FROM data", 80),
        Claim("", "SELECT value_at('Sales', 'A', 2019)", 20),
    ]
    verdicts = [checked.verdict for checked in check_queries(claims, tables)]
    assert verdicts == ["right", "cannot tell", "cannot tell", "right", "right"]
    assert "2 points of B" in check_queries(claims[1:2], tables)[0].reason


def test_what_lies_outside_the_limits_makes_no_claim_uncertain():
    builder, panel = make_tables()
    other = panel.add_series("B")
    other.add_rows("line", x=[2018.0], y=[5.0], value=[5.0], axis="y")
    other.omit(2, "points")
    assert (
        verdict_of(builder, "5", "SELECT value FROM data WHERE series = 'B'", 5).verdict == "right"
    )


def test_a_line_between_its_points_is_moved_too():
    builder, _ = make_tables()
    checked = verdict_of(builder, "35", "SELECT value_at('Sales', 'A', 2019.5)", 35)
    assert (checked.result, checked.low, checked.high) == (35.0, 34.0, 36.0)


def test_the_range_is_the_same_every_time():
    builder, _ = make_tables(values=tuple(np.linspace(3, 90, 40)))
    query = "SELECT stdev(value) FROM data"
    first, second = (verdict_of(builder, "25", query, 25) for _ in range(2))
    assert (first.low, first.high) == (second.low, second.high)
    assert first.low < first.result < first.high


def test_a_copy_leaves_the_tables_as_they_are():
    builder, _ = make_tables()
    tables = builder.build()
    before = list(tables.data)
    check_queries([Claim("", "SELECT sum(share + value) FROM data", 1)], tables)
    assert list(tables.data) == before


def test_a_picture_has_no_data_to_tell_by():
    (checked,) = check_claims([Claim("5", "SELECT 5", 5)], FigureTables({1: None}))
    assert (checked.verdict, checked.reason) == (
        "cannot tell",
        "the data of the picture are not here",
    )


def test_of_several_figures_the_query_or_the_question_names_one():
    first, second = (make_tables(values=values)[0].build() for values in ((9.0, 8.0), (50.0, 3.0)))
    by_image = {1: first, 2: second}
    claim = Claim("50", "SELECT max(value) FROM data WHERE panel = 'Sales'", 50)
    assert check_claims([claim], FigureTables(by_image, newest=(2,)))[0].verdict == "right"
    assert check_claims([claim], FigureTables(by_image, newest=(1,)))[0].verdict == "wrong"
    assert check_claims([claim], FigureTables(by_image, newest=(1, 2)))[0].verdict == "cannot tell"
    with_image = Claim("50", claim.query.replace("'Sales'", "'image 2: Sales'"), 50)
    assert check_claims([with_image], FigureTables(by_image, newest=(1,)))[0].verdict == "right"


@pytest.mark.parametrize("name", FIGURES)
def test_no_true_statement_is_called_wrong_and_no_false_one_right(name):
    code, statements = FIGURES[name]
    scope = {"np": np, "plt": plt}
    exec(code, scope)
    claims = figures.check(
        scope["fig"], [{"statement": q, "query": s, "value": v} for q, s, v, _ in statements]
    )
    verdicts = {q: c.verdict for (q, _, _, _), c in zip(statements, claims, strict=True)}
    assert verdicts == {q: "right" if is_true else "wrong" for q, _, _, is_true in statements}
    plt.close("all")


def line_figure():
    fig, ax = plt.subplots()
    ax.plot([1, 2, 3], [4, 1, 5], label="A")
    plt.close(fig)
    return fig


def test_statements_of_ones_own_are_checked_and_become_a_table():
    statements = [
        {"statement": "It ends at 5", "query": A.replace("'A'", "'A'"), "value": np.float64(5)},
        {"statement": "It starts above 4.5", "query": "SELECT 4 > 4.5", "value": np.True_},
    ]
    fig = line_figure()
    fig.axes[0].legend()
    claims = figures.check(fig, statements)
    assert list(claims.to_frame().verdict) == ["right", "wrong"]
    assert list(claims.to_frame().statement) == ["It ends at 5", "It starts above 4.5"]
    assert "1 right, 1 wrong, 0 cannot tell, 0 not checked" in repr(claims)
    assert "wrong: false" in repr(claims)


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ({"statment": "x"}, "no field 'statment'. Did you mean statement"),
        ({"statement": "x", "query": "SELECT 1"}, "has no 'value'"),
        ({"statement": "x", "query": "SELECT 1", "value": None}, "value is a number, a text"),
        ({"statement": "x", "query": "SELECT 1", "value": [1]}, "value is a number, a text"),
        ({"statement": "x", "query": "SELECT 1", "value": float("nan")}, "value is a number"),
        ({"statement": " ", "query": "SELECT 1", "value": 1}, "statement is a text"),
        ({"statement": "x", "query": 3, "value": 1}, "query is a text"),
        ({"statement": "x", "kind": "maximum"}, "no field 'kind'"),
        ("It rises.", "Statement 1 is a str"),
    ],
)
def test_a_misspelt_statement_is_an_error(statement, problem):
    with pytest.raises(OptionError, match="Statement 1") as caught:
        figures.check(line_figure(), [statement])
    assert problem.casefold() in str(caught.value).casefold()


def test_a_picture_cannot_be_checked():
    with pytest.raises(NotVisibleError):
        figures.check("x.png", [])
