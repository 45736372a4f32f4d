"""Statements checked against figures with known data: every error found, no truth called wrong."""

from __future__ import annotations

import json

import charted
import matplotlib.pyplot as plt
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jupyter_claude_vision import figures
from jupyter_claude_vision.answers.findings import read_findings
from jupyter_claude_vision.answers.structured.response_format import Form
from jupyter_claude_vision.answers.structured.wire_models import WireClaim
from jupyter_claude_vision.charts import read
from jupyter_claude_vision.claims import Claim, check, read_claims
from jupyter_claude_vision.claims.tolerance import rounding, tolerance

VALUE, MAX, MIN, ORDER = "value", "maximum", "minimum", "order"
COMPARE, TREND, COUNT, MEAN, TOTAL = "comparison", "trend", "count", "mean", "total"

# The figure, then the claim's kind, then its facts. Each is true of the figure's data.
TRUE = {
    "line value": ("line", VALUE, {"series": "A", "x": "2020", "value": 6}),
    "line value rounded": ("line", VALUE, {"series": "A", "x": "2021", "value": 20.2}),
    "line value in words": (
        "line",
        VALUE,
        {"series": "A", "x": "2022", "value": 26, "unit": "million USD"},
    ),
    "line between points": ("line", VALUE, {"series": "B", "x": "2018.5", "value": 6}),
    "line maximum": ("line", MAX, {"series": "A", "x": "2022", "value": 26}),
    "line minimum place": ("line", MIN, {"series": "A", "x": "2020"}),
    "line overall maximum": ("line", MAX, {"x": "2022", "value": 26}),
    "line order": (
        "line",
        ORDER,
        {"series": "A", "other_series": "B", "x": "2022", "relation": "greater"},
    ),
    "line order less": (
        "line",
        ORDER,
        {"series": "A", "other_series": "B", "x": "2020", "relation": "less"},
    ),
    "line rising": ("line", TREND, {"series": "B", "relation": "rising"}),
    "line falling part": (
        "line",
        TREND,
        {"series": "A", "x": "2019", "x_to": "2020", "relation": "falling"},
    ),
    "line percent": (
        "line",
        TREND,
        {
            "series": "A",
            "x": "2018",
            "x_to": "2019",
            "relation": "percent",
            "value": 40,
            "unit": "%",
        },
    ),
    "line ratio": (
        "line",
        COMPARE,
        {"series": "A", "other_series": "B", "x": "2022", "relation": "ratio", "value": 2},
    ),
    "line mean": ("line", MEAN, {"series": "B", "value": 9}),
    "line count": ("line", COUNT, {"relation": "series", "value": 2}),
    "line series in other letters": ("line", VALUE, {"series": "a", "x": "2018", "value": 10}),
    "bar value": ("bars", VALUE, {"x": "Apr", "value": 30}),
    "bar maximum": ("bars", MAX, {"x": "Apr", "value": 30}),
    "bar minimum": ("bars", MIN, {"x": "Mar", "value": 9}),
    "bar order": ("bars", ORDER, {"x": "Apr", "other_x": "May", "relation": "greater"}),
    "bar twice": ("bars", COMPARE, {"x": "Feb", "other_x": "Mar", "relation": "ratio", "value": 2}),
    "bar difference": (
        "bars",
        COMPARE,
        {"x": "Apr", "other_x": "May", "relation": "difference", "value": 6},
    ),
    "bar total": ("bars", TOTAL, {"value": 108}),
    "bar categories": ("bars", COUNT, {"relation": "categories", "value": 6}),
    "bar over": ("bars", VALUE, {"x": "Apr", "relation": "greater", "value": 25}),
    "horizontal bar": ("horizontal_bars", VALUE, {"x": "May", "value": 24}),
    "horizontal maximum": ("horizontal_bars", MAX, {"x": "Apr"}),
    "stacked segment": ("stacked_bars", VALUE, {"series": "costs", "x": "Apr", "value": 14}),
    "stacked maximum of one": ("stacked_bars", MAX, {"series": "costs", "x": "Apr"}),
    "stacked total at": ("stacked_bars", TOTAL, {"x": "Apr", "value": 44}),
    "grouped value": ("grouped_bars", VALUE, {"series": "costs", "x": "May", "value": 13}),
    "grouped order": (
        "grouped_bars",
        ORDER,
        {"series": "sales", "other_series": "costs", "x": "Mar", "relation": "less"},
    ),
    "scatter value": ("scatter", VALUE, {"x": "4", "value": 9}),
    "scatter count": ("scatter", COUNT, {"relation": "points", "value": 5}),
    "histogram bin": ("histogram", VALUE, {"x": "2 to 3", "value": 12}),
    "histogram maximum": ("histogram", MAX, {"x": "2.5", "value": 12}),
    "histogram total": ("histogram", TOTAL, {"value": 24}),
    "step histogram": ("step_histogram", VALUE, {"x": "1–2", "value": 7}),
    "heat map value": ("heat_map", VALUE, {"x": "v", "row": "q", "value": 9}),
    "heat map maximum": ("heat_map", MAX, {"x": "v", "row": "q", "value": 9}),
    "image minimum": ("image", MIN, {"x": "2", "row": "1", "value": 0}),
    "log colours": ("log_colours", MAX, {"value": 1000}),
    "error bars": ("error_bars", VALUE, {"x": "2", "value": 20}),
    "band": ("band", MAX, {"series": "load", "x": "3", "value": 10}),
    "pie share": ("pie", VALUE, {"x": "rent", "value": 50, "unit": "%"}),
    "pie fraction": ("pie", VALUE, {"x": "food", "value": 0.3}),
    "pie maximum": ("pie", MAX, {"x": "rent"}),
    "box median": ("boxes", VALUE, {"x": "p", "value": 4}),
    "box order": ("boxes", ORDER, {"x": "q", "other_x": "p", "relation": "greater"}),
    "log value": ("log_axis", VALUE, {"x": "2", "value": 300}),
    "log between points": ("decades", VALUE, {"x": "3.5", "value": 1000}),
    "box upper quartile": ("boxes", VALUE, {"x": "p", "part": "upper quartile", "value": 5.5}),
    "box median by name": ("boxes", MAX, {"x": "q", "part": "median", "value": 14}),
    "error bar's end": ("error_bars", VALUE, {"x": "2", "part": "upper end", "value": 22}),
    "unit by its sign": ("bars", VALUE, {"x": "Apr", "value": 30, "unit": "$"}),
    "log rising": ("log_axis", TREND, {"relation": "rising"}),
    "log ratio": (
        "log_axis",
        COMPARE,
        {"x": "3", "other_x": "2", "relation": "ratio", "value": 30},
    ),
    "date value": ("dates", VALUE, {"x": "2020-03", "value": 4}),
    "date in words": ("dates", VALUE, {"x": "March 2020", "value": 4}),
    "date maximum in a year": ("dates", MAX, {"x": "2021"}),
    "date rising": ("dates", TREND, {"relation": "rising", "x": "2020", "x_to": "2021"}),
    "twin left": ("twins", VALUE, {"series": "rain", "x": "3", "value": 30, "unit": "mm"}),
    "twin right": ("twins", VALUE, {"series": "sun", "x": "3", "value": 0.1}),
    "subplot by title": ("subplots", VALUE, {"panel": "Right", "x": "1", "value": 30}),
    "subplot by number": ("subplots", TREND, {"panel": "2", "relation": "falling"}),
    "subplot by series": ("subplots", MAX, {"series": "up", "x": "3", "value": 3}),
    "subplots counted": ("subplots", COUNT, {"relation": "panels", "value": 2}),
    "inverted maximum": ("inverted", MAX, {"x": "2", "value": 300}),
    "pandas": ("pandas_bars", MAX, {"series": "sales", "x": "Apr", "value": 30}),
    "seaborn bars": ("seaborn_bars", VALUE, {"series": "costs", "x": "Jan", "value": 8}),
    "seaborn lines": ("seaborn_lines", MIN, {"series": "sales", "x": "Mar", "value": 9}),
    "plotly bars": ("plotly_bars", VALUE, {"series": "costs", "x": "Apr", "value": 14}),
    "plotly dates": ("plotly_lines", VALUE, {"x": "June 2020", "value": 5}),
    "plotly pie": ("plotly_pie", MIN, {"x": "other"}),
    "altair bars": ("altair_bars", VALUE, {"series": "sales", "x": "Apr", "value": 30}),
    "altair lines": (
        "altair_lines",
        TREND,
        {"series": "costs", "x": "Jan", "x_to": "Feb", "relation": "rising"},
    ),
    "within what can be read": ("scores", VALUE, {"x": "a", "value": 51}),
    "rounded to tens": ("scores", VALUE, {"x": "b", "value": 50}),
    "bar under": ("bars", VALUE, {"x": "Mar", "relation": "less", "value": 25}),
    "comparison greater": ("bars", COMPARE, {"x": "Apr", "other_x": "May", "relation": "greater"}),
    "comparison less": ("bars", COMPARE, {"x": "Mar", "other_x": "May", "relation": "less"}),
    "comparison equal": ("scores", COMPARE, {"x": "a", "other_x": "b", "relation": "about"}),
    "comparison percent": (
        "bars",
        COMPARE,
        {"x": "Apr", "other_x": "May", "relation": "percent", "value": 25},
    ),
    "difference of what fell": (
        "bars",
        COMPARE,
        {"x": "Jun", "x_to": "May", "relation": "difference", "value": 9},
    ),
    "change in its own unit": (
        "line",
        TREND,
        {"series": "A", "x": "2018", "x_to": "2022", "relation": "difference", "value": 16},
    ),
    "grown by a factor": (
        "line",
        TREND,
        {"series": "A", "x": "2018", "x_to": "2022", "relation": "ratio", "value": 2.6},
    ),
    "flat": ("steady", TREND, {"series": "level", "relation": "flat"}),
    "about the same all along": (
        "steady",
        ORDER,
        {"series": "level", "other_series": "level again", "relation": "about"},
    ),
    "greater all along": (
        "grouped_bars",
        ORDER,
        {"series": "sales", "other_series": "costs", "x": "Apr", "relation": "greater"},
    ),
    "about so many points": ("many_points", COUNT, {"relation": "points", "value": 40}),
    "total as far as each can be read": ("scores", TOTAL, {"value": 184}),
}

# As above, and each is false.
FALSE = {
    "line value": ("line", VALUE, {"series": "A", "x": "2020", "value": 9}),
    "line wrong series": ("line", VALUE, {"series": "B", "x": "2021", "value": 20}),
    "line maximum place": ("line", MAX, {"series": "A", "x": "2021"}),
    "line maximum value": ("line", MAX, {"series": "A", "x": "2022", "value": 30}),
    "line minimum": ("line", MIN, {"series": "A", "x": "2018"}),
    "line order": (
        "line",
        ORDER,
        {"series": "A", "other_series": "B", "x": "2020", "relation": "greater"},
    ),
    "line falling": ("line", TREND, {"series": "B", "relation": "falling"}),
    "line flat": ("line", TREND, {"series": "B", "relation": "flat"}),
    "line percent": (
        "line",
        TREND,
        {"series": "A", "x": "2018", "x_to": "2019", "relation": "percent", "value": 80},
    ),
    "line ratio": (
        "line",
        COMPARE,
        {"series": "A", "other_series": "B", "x": "2022", "relation": "ratio", "value": 4},
    ),
    "line thousand": (
        "line",
        VALUE,
        {"series": "A", "x": "2022", "value": 26, "unit": "thousand USD"},
    ),
    "line mean": ("line", MEAN, {"series": "B", "value": 12}),
    "line count": ("line", COUNT, {"relation": "series", "value": 3}),
    "bar value": ("bars", VALUE, {"x": "Apr", "value": 24}),
    "bar maximum": ("bars", MAX, {"x": "May"}),
    "bar order": ("bars", ORDER, {"x": "Jan", "other_x": "Feb", "relation": "greater"}),
    "bar total": ("bars", TOTAL, {"value": 150}),
    "bar categories": ("bars", COUNT, {"relation": "categories", "value": 12}),
    "bar over": ("bars", VALUE, {"x": "Mar", "relation": "greater", "value": 25}),
    "horizontal": ("horizontal_bars", MIN, {"x": "Jan"}),
    "stacked segment": ("stacked_bars", VALUE, {"series": "costs", "x": "Apr", "value": 22}),
    "grouped swapped": ("grouped_bars", VALUE, {"series": "costs", "x": "Apr", "value": 30}),
    "scatter value": ("scatter", VALUE, {"x": "4", "value": 1}),
    "histogram bin": ("histogram", VALUE, {"x": "1 to 2", "value": 12}),
    "step histogram": ("step_histogram", MAX, {"x": "1.5"}),
    "heat map value": ("heat_map", VALUE, {"x": "u", "row": "q", "value": 9}),
    "heat map maximum": ("heat_map", MAX, {"x": "u", "row": "p"}),
    "image": ("image", MAX, {"value": 5}),
    "error bars": ("error_bars", VALUE, {"x": "2", "value": 15}),
    "band": ("band", MIN, {"series": "load", "x": "1"}),
    "stack": ("stack", VALUE, {"series": "b", "x": "2", "value": 9}),
    "pie share": ("pie", VALUE, {"x": "rent", "value": 60, "unit": "%"}),
    "pie maximum": ("pie", MAX, {"x": "food"}),
    "box median": ("boxes", VALUE, {"x": "q", "value": 20}),
    "log value": ("log_axis", VALUE, {"x": "2", "value": 500}),
    "log between points": ("decades", VALUE, {"x": "3.5", "value": 5000}),
    "box upper quartile": ("boxes", VALUE, {"x": "p", "part": "upper quartile", "value": 4}),
    "error bar's end": ("error_bars", VALUE, {"x": "2", "part": "lower end", "value": 13}),
    "log off by a power": ("log_axis", VALUE, {"x": "3", "value": 900}),
    "date value": ("dates", VALUE, {"x": "2020-03", "value": 40}),
    "date maximum": ("dates", MAX, {"x": "2020"}),
    "twin": ("twins", TREND, {"series": "sun", "relation": "rising"}),
    "subplot": ("subplots", VALUE, {"panel": "Left", "x": "1", "value": 30}),
    "inverted": ("inverted", MIN, {"x": "2"}),
    "pandas": ("pandas_bars", VALUE, {"series": "costs", "x": "Jan", "value": 12}),
    "seaborn": ("seaborn_bars", MAX, {"series": "sales", "x": "Jun"}),
    "plotly": ("plotly_bars", MAX, {"series": "costs", "x": "Jan"}),
    "plotly dates": ("plotly_lines", TREND, {"relation": "falling"}),
    "plotly pie": ("plotly_pie", VALUE, {"x": "food", "value": 50, "unit": "%"}),
    "altair": ("altair_bars", VALUE, {"series": "costs", "x": "Apr", "value": 30}),
    "altair lines": ("altair_lines", MAX, {"series": "sales", "x": "Jan"}),
    "twice as far off as allowed": ("scores", VALUE, {"x": "a", "value": 53}),
    "twice as far off below": ("scores", VALUE, {"x": "a", "value": 47}),
    "bar under": ("bars", VALUE, {"x": "Apr", "relation": "less", "value": 25}),
    "comparison greater": ("bars", COMPARE, {"x": "Mar", "other_x": "May", "relation": "greater"}),
    "comparison less": ("bars", COMPARE, {"x": "Apr", "other_x": "May", "relation": "less"}),
    "comparison equal": ("scores", COMPARE, {"x": "a", "other_x": "c", "relation": "equal"}),
    "comparison percent": (
        "bars",
        COMPARE,
        {"x": "Apr", "other_x": "May", "relation": "percent", "value": 50},
    ),
    "a fall called a rise of so much": (
        "bars",
        COMPARE,
        {"x": "May", "other_x": "Apr", "relation": "difference", "value": 6},
    ),
    "change in its own unit": (
        "line",
        TREND,
        {"series": "A", "x": "2018", "x_to": "2022", "relation": "difference", "value": 26},
    ),
    "rising where it is flat": ("steady", TREND, {"series": "level", "relation": "rising"}),
    "above all along": (
        "line",
        ORDER,
        {"series": "B", "other_series": "A", "relation": "greater", "x": "2022"},
    ),
    "one point too many": ("scatter", COUNT, {"relation": "points", "value": 6}),
    "far from so many points": ("many_points", COUNT, {"relation": "points", "value": 50}),
    "total too large for how each can be read": ("scores", TOTAL, {"value": 192}),
}

# As above; the figure's data cannot tell, or it is not clear what is meant.
UNCLEAR = {
    "which series": ("line", VALUE, {"x": "2020", "value": 6}),
    "no such series": ("line", VALUE, {"series": "C", "x": "2020", "value": 6}),
    "no such place": ("bars", VALUE, {"x": "Dec", "value": 6}),
    "beyond the data": ("line", VALUE, {"series": "A", "x": "2030", "value": 30}),
    "between scattered points": ("scatter", VALUE, {"x": "3.5", "value": 6}),
    "a year of months": ("dates", VALUE, {"x": "2020", "value": 50}),
    "an opinion": ("line", "other", {"series": "A", "x": "2020"}),
    "too close to tell": ("line", VALUE, {"series": "A", "x": "2021", "value": 20.35}),
    "edge or thickness": ("stack", VALUE, {"series": "b", "x": "2", "value": 12}),
    "top of a stacked bar": ("stacked_bars", VALUE, {"series": "costs", "x": "Apr", "value": 44}),
    "lower edge of an area": ("stack", VALUE, {"series": "b", "x": "2", "value": 3}),
    "which part of a box": ("boxes", VALUE, {"x": "q", "value": 12.5}),
    "which part of the boxes": ("boxes", MAX, {"x": "q"}),
    "an end without its name": ("error_bars", VALUE, {"x": "2", "value": 22}),
    "no such part": ("bars", VALUE, {"x": "Apr", "part": "upper end", "value": 30}),
    "another currency": ("bars", VALUE, {"x": "Apr", "value": 30, "unit": "EUR"}),
    "mean of a histogram": ("histogram", MEAN, {"value": 6}),
    "segments or bars": ("stacked_bars", MAX, {"x": "Apr", "value": 44}),
    "up and down": ("line", TREND, {"series": "A", "relation": "rising"}),
    "crossing": ("line", ORDER, {"series": "A", "other_series": "B", "relation": "greater"}),
    "different axes": (
        "twins",
        ORDER,
        {"series": "rain", "other_series": "sun", "x": "1", "relation": "greater"},
    ),
    "which panel": ("subplots", VALUE, {"x": "1", "value": 1}),
    "which row": ("heat_map", VALUE, {"x": "u", "value": 1}),
    "between once and twice what is allowed": ("scores", VALUE, {"x": "a", "value": 52}),
    "between them, below": ("scores", VALUE, {"x": "a", "value": 48}),
    "over, by less than can be read": (
        "scores",
        VALUE,
        {"x": "a", "relation": "greater", "value": 51},
    ),
    "total on a log axis": ("log_axis", TOTAL, {"value": 9321}),
    "total of a stack on a log axis": ("log_bars", TOTAL, {"x": "b", "value": 1000}),
    "total of nothing": (
        "line",
        TOTAL,
        {"series": "A", "x": "2018.2", "x_to": "2018.4", "value": 1},
    ),
    "comparison without a place": ("bars", COMPARE, {"relation": "ratio", "value": 2}),
    "comparison with itself": (
        "bars",
        COMPARE,
        {"x": "Apr", "other_x": "Apr", "relation": "greater"},
    ),
    "comparison of no relation": ("bars", COMPARE, {"x": "Apr", "other_x": "May"}),
    "change from nowhere": (
        "line",
        TREND,
        {"series": "A", "x": "2018", "relation": "percent", "value": 40},
    ),
    "trend of one value": (
        "line",
        TREND,
        {"series": "A", "x": "2018", "x_to": "2018", "relation": "rising"},
    ),
    "trend of a pie": ("pie", TREND, {"relation": "rising"}),
    "trend of no direction": ("line", TREND, {"series": "B", "relation": "greater"}),
    "maximum of neither place nor value": ("bars", MAX, {}),
    "maximum against another series": (
        "grouped_bars",
        MAX,
        {"series": "sales", "other_series": "costs", "x": "Apr"},
    ),
    "maximum on two axes": ("twins", MAX, {"value": 30}),
    "mean of boxes": ("boxes", MEAN, {"value": 4}),
    "mean without a number": ("line", MEAN, {"series": "B"}),
    "count of what is not counted": ("line", COUNT, {"relation": "greater", "value": 2}),
    "count without a number": ("line", COUNT, {"relation": "series"}),
}


ITEM = WireClaim.model_json_schema()["properties"]
EMPTY = {name: "" for name, sort in ITEM.items() if sort.get("type") == "string"}
EMPTY |= {"image": 1, "value": None}


@pytest.fixture(autouse=True)
def closed_figures():
    yield
    plt.close("all")


def verdict(figure, kind, facts):
    """What becomes of a claim that comes back in an answer's form."""
    data = read(getattr(charted, figure)())
    stated = {**EMPTY, "statement": "It is so.", "kind": kind, **facts}
    form = Form(claims=True)
    answer = form.read_object(json.dumps({"answer": "It is so.", "claims": [stated]}))
    found = read_findings(form, answer, [], {1: data})
    assert not found.problems
    return found.claims[0]


@pytest.mark.parametrize("name", TRUE)
def test_what_is_true_is_right(name):
    checked = verdict(*TRUE[name])
    assert checked.verdict == "right", checked.result


@pytest.mark.parametrize("name", FALSE)
def test_every_planted_error_is_found(name):
    checked = verdict(*FALSE[name])
    assert checked.verdict == "wrong", checked.result


@pytest.mark.parametrize("name", UNCLEAR)
def test_what_cannot_be_told_is_not_checkable_and_says_why(name):
    checked = verdict(*UNCLEAR[name])
    assert checked.verdict == "not checkable", checked.result
    assert checked.reason


def test_a_wrong_number_says_by_how_much_it_is_off():
    checked = verdict("bars", VALUE, {"x": "Apr", "value": 24})
    assert (checked.found, checked.off_by) == ("30", "6")


def test_a_wrong_place_says_the_right_one():
    assert verdict("bars", MAX, {"x": "May"}).found == "30 at Apr"


def test_a_picture_has_nothing_to_check_against():
    (checked,) = check([Claim("It is 5.", VALUE, value=5)], {1: None})
    assert checked.verdict == "not checkable"
    assert "data of the picture are not here" in checked.reason


def test_claims_are_a_table():
    stated = [
        {"statement": "Sales peak in April.", "kind": "maximum", "x": "Apr"},
        {"statement": "May had 30.", "kind": "value", "x": "May", "value": 30},
        {"statement": "It is pretty."},
    ]
    found = figures.check(charted.bars(), stated)
    frame = found.to_frame()
    assert list(frame["verdict"]) == ["right", "wrong", "not checkable"]
    assert list(frame["statement"]) == [item["statement"] for item in stated]
    assert found.summary.endswith("1 right, 1 wrong, 1 not checkable.")


def test_malformed_claims_are_reported_and_the_others_kept():
    found, problems = read_claims([{"statement": "It is so.", "kind": "nonsense"}, 5, {}])
    assert [claim.kind for claim in found] == ["other"]
    assert problems == ("2 claims are not in the form that was asked for.",)


numbers = st.lists(
    st.floats(-1e4, 1e4).map(lambda n: round(n, 3)), min_size=3, max_size=12, unique=True
)


def drawn(ys, kind):
    fig, ax = plt.subplots()
    if kind == "bar":
        ax.bar([f"c{n}" for n in range(len(ys))], ys)
    else:
        ax.plot(range(len(ys)), ys)
    data = read(fig)
    plt.close(fig)
    return data


def place(row, kind):
    return f"c{row}" if kind == "bar" else str(row)


@settings(max_examples=60, deadline=None)
@given(numbers, st.sampled_from(["bar", "line"]), st.data())
def test_what_is_read_off_a_chart_to_three_digits_is_never_called_wrong(ys, kind, data):
    chart = drawn(ys, kind)
    row = data.draw(st.integers(0, len(ys) - 1))
    low, high = ys.index(min(ys)), ys.index(max(ys))
    claims = [
        Claim("", VALUE, x=place(row, kind), value=float(f"{ys[row]:.3g}")),
        Claim("", MAX, x=place(high, kind), value=float(f"{ys[high]:.3g}")),
        Claim("", MIN, x=place(low, kind)),
        Claim("", ORDER, x=place(high, kind), other_x=place(low, kind), relation="greater"),
    ]
    verdicts = [checked.verdict for checked in check(claims, {1: chart})]
    assert "wrong" not in verdicts
    assert verdicts[2:] == ["right", "right"]


@settings(max_examples=60, deadline=None)
@given(numbers, st.sampled_from(["bar", "line"]), st.data())
def test_what_is_off_by_three_tolerances_is_always_called_wrong(ys, kind, data):
    chart = drawn(ys, kind)
    row = data.draw(st.integers(0, len(ys) - 1))
    sign = data.draw(st.sampled_from([-1, 1]))
    allowed = tolerance(chart.series[0].value)
    stated = ys[row] + sign * 3 * allowed
    assume(abs(stated - ys[row]) > 2 * (allowed + rounding(stated)))
    (checked,) = check([Claim("", VALUE, x=place(row, kind), value=stated)], {1: chart})
    assert checked.verdict == "wrong"


@settings(max_examples=60, deadline=None)
@given(numbers, st.sampled_from(["bar", "line"]), st.data())
def test_another_place_than_that_of_the_maximum_is_never_called_right(ys, kind, data):
    chart = drawn(ys, kind)
    high = ys.index(max(ys))
    row = data.draw(st.integers(0, len(ys) - 1).filter(lambda n: n != high))
    (checked,) = check([Claim("", MAX, x=place(row, kind))], {1: chart})
    assert checked.verdict != "right"
