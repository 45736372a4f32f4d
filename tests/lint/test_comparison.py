"""`figures.compare`: what a change made of a figure."""

from __future__ import annotations

import pytest
from matplotlib.figure import Figure

from jupyter_claude_vision import figures
from jupyter_claude_vision.errors import NotVisibleError


def draw(method="bar", values=(3, 1, 2), **settings):
    figure = Figure()
    axes = figure.subplots()
    getattr(axes, method)(["a", "b", "c"], values, label="sales")
    axes.set(ylabel="Sales (M USD)", **settings)
    return figure


@pytest.mark.parametrize(
    "after",
    [
        draw(title="Sales"),
        draw("barh"),
        draw("scatter"),
        draw("plot"),
    ],
)
def test_another_form_title_or_direction_is_the_same_data(after):
    assert figures.compare(after, before=draw()).has_same_data


def test_another_order_is_the_same_data():
    figure = Figure()
    figure.subplots().bar(["b", "c", "a"], [1, 2, 3], label="sales")
    assert figures.compare(figure, before=draw()).has_same_data


@pytest.mark.parametrize("values", [(3, 1, 2.0001), (3, 1, 5)])
def test_another_value_is_named_with_its_series(values):
    comparison = figures.compare(draw(values=values), before=draw())
    assert not comparison.has_same_data
    assert comparison.missing_counts == comparison.new_counts == {"sales": 1}
    assert "sales (1 value gone, 1 value new)" in repr(comparison)


def test_findings_that_are_gone_and_new_are_told_apart():
    cut = draw(values=(51, 52, 53), ylim=(50, 54))
    comparison = figures.compare(draw(values=(51, 52, 53)), before=cut)
    assert [finding.rule for finding in comparison.mended] == ["truncated bars"]
    assert comparison.summary == "Same data, 1 finding fewer (1 before, 0 now)."
    back = figures.compare(cut, before=draw(values=(51, 52, 53)))
    assert [finding.rule for finding in back.new] == ["truncated bars"]


def test_a_rule_or_a_text_that_is_added_is_no_change_of_the_data():
    figure = draw()
    figure.axes[0].axhline(2)
    figure.axes[0].annotate("peak", (0, 3))
    assert figures.compare(figure, before=draw()).has_same_data


def test_what_is_no_live_figure_is_refused():
    with pytest.raises(NotVisibleError):
        figures.compare("chart.png", before=draw())
