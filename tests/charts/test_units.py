"""Units as axis labels and tick labels tell them."""

from __future__ import annotations

import pytest

from jupyter_claude_vision.charts.units import read_tick_labels, unit_of_label


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("Price (USD)", "USD"),
        ("Revenue (M USD)", "M USD"),
        ("Sales (k€)", "k€"),
        ("Speed [km/h]", "km/h"),
        ("People (thousand)", "thousand"),
        ("Sales in millions", "millions"),
        ("Revenue in million USD", "million USD"),
        ("Share, %", "%"),
        ("Growth %", "%"),
        ("Time / s", "s"),
        ("Temperature (°C)", "°C"),
        ("Loss (log scale)", ""),
        ("log(x)", ""),
        ("Year (2020)", ""),
        ("Scores (n=12)", ""),
        ("count", ""),
        ("", ""),
    ],
)
def test_the_unit_is_that_which_the_label_names(label, unit):
    assert unit_of_label(label) == unit


@pytest.mark.parametrize(
    ("positions", "texts", "factor", "unit"),
    [
        ([0, 0.1, 0.2], ["0%", "10%", "20%"], 100, "%"),
        ([0, 10, 20], ["0%", "10%", "20%"], 1, "%"),
        ([0, 1.2e6, 2.4e6], ["$0M", "$1.2M", "$2.4M"], 1, "$"),
        ([0, 1.2, 2.4], ["$0M", "$1.2M", "$2.4M"], 1e6, "$"),
        ([0, 500, 1000, 1500], ["0", "500", "1k", "1.5k"], 1, ""),
        ([0, 5e8, 1e9], ["0 Hz", "500 MHz", "1 GHz"], 1, "Hz"),
        ([0, 0.001, 0.002], ["0 s", "1 ms", "2 ms"], 1, "s"),
        ([0, 20, 40], ["0 m", "20 m", "40 m"], 1, "m"),
        ([0, 20, 40], ["€0", "€20", "€40"], 1, "€"),
        ([1000, 2000], ["1", "2"], 0.001, ""),
        ([0, 50_000], ["0", "50,000"], 1, ""),
        ([0, 1e6], ["0 million", "1 million"], 1, ""),
        ([-2e6, 2e6], ["−2M", "2M"], 1, ""),
        ([1, 2], ["a", "b"], 1, ""),
        ([1, 2, 3], ["5", "5", "9"], 1, ""),
        ([], [], 1, ""),
    ],
)
def test_tick_labels_tell_the_scale_and_the_unit(positions, texts, factor, unit):
    label = read_tick_labels(positions, texts)
    assert label.factor == pytest.approx(factor)
    assert label.unit == unit


def test_a_population_pyramid_shows_no_signs():
    assert read_tick_labels([-10, -5, 0, 5, 10], ["10", "5", "0", "5", "10"]).is_absolute
