"""Default plots of ordinary data with labels: the lint finds nothing in any of them."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
import seaborn as sns

from jupyter_claude_vision import figures

rng = np.random.default_rng(7)
LENGTHS = rng.normal(40, 5, 300)
PEOPLE = pd.DataFrame(
    {
        "height_cm": rng.normal(170, 8, 300),
        "weight_kg": rng.normal(70, 10, 300),
        "country": np.tile(["Chile", "Peru", "Spain"], 100),
        "sex": np.tile(["female", "male"], 150),
        "year": np.tile(np.arange(2015, 2025), 30),
    }
)
DAYS = pd.date_range("2024-01-01", periods=90)
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
GALLERY = {}


def gallery(draw):
    GALLERY[draw.__name__] = draw
    return draw


def new_axes(xlabel="Length (mm)", ylabel="Mass (g)", **options):
    ax = plt.subplots(**options)[1]
    ax.set(xlabel=xlabel, ylabel=ylabel)
    return ax


@gallery
def line():
    new_axes("Time (s)", "Distance (m)").plot([1, 2, 3, 4], [1, 4, 2, 5])


@gallery
def ten_lines_with_a_legend():
    ax = new_axes("Time (s)", "Distance (m)")
    for place in range(10):
        ax.plot(np.arange(5), np.arange(5) * place, label=f"run {place}")
    ax.legend()


@gallery
def lines_of_which_one_has_no_label():
    ax = new_axes("Time (s)", "Distance (m)")
    ax.plot([1, 2, 3])
    for name in ("first", "second", "third"):
        ax.plot(rng.normal(size=3), label=name)
    ax.legend()


@gallery
def dates():
    new_axes("", "Price (USD)").plot(DAYS, rng.normal(100, 2, 90).cumsum())


@gallery
def years():
    new_axes("", "Price (USD)").plot(range(2000, 2020), rng.normal(100, 2, 20))


@gallery
def bars():
    new_axes("Fruit", "Price (USD)").bar(["fig", "kiwi", "apple", "pear"], [3, 5, 2, 4])


@gallery
def bars_of_months():
    new_axes("", "Rain (mm)").bar(MONTHS, rng.integers(10, 90, 12))


@gallery
def bars_below_zero():
    new_axes("Quarter", "Profit (M USD)").bar(["Q1", "Q2", "Q3", "Q4"], [3, -2, -5, 4])


@gallery
def bars_along():
    new_axes("Price (USD)", "").barh(["fig", "kiwi", "apple"], [3, 5, 2])


@gallery
def bars_along_from_the_top():
    ax = new_axes("Price (USD)", "")
    ax.barh(["fig", "kiwi", "apple"], [3, 5, 2])
    ax.invert_yaxis()


@gallery
def sorted_bars():
    names = ["Peru", "Chile", "Spain", "Brazil", "Kenya", "Japan", "Other"]
    new_axes("", "Sales (USD)").bar(names, [90, 70, 40, 33, 20, 9, 12])


@gallery
def grouped_bars():
    ax = new_axes("", "Sales (USD)")
    for place, name in enumerate(("hydro", "solar", "wind")):
        ax.bar(np.arange(3) + 0.25 * place, [3, 5, 2 + place], 0.25, label=name)
    ax.set_xticks(np.arange(3) + 0.25, ["2020", "2021", "2022"])
    ax.legend()


@gallery
def stacked_bars():
    ax = new_axes("", "Sales (USD)")
    ax.bar(["2020", "2021", "2022"], [3, 5, 2], label="hydro")
    ax.bar(["2020", "2021", "2022"], [1, 2, 3], bottom=[3, 5, 2], label="solar")
    ax.legend()


@gallery
def bars_with_errors():
    new_axes("Group", "Mean (s)").bar(["a", "b", "c"], [3, 5, 2], yerr=[0.3, 0.2, 0.4], capsize=4)


@gallery
def histogram():
    new_axes("Length (mm)", "Count").hist(LENGTHS)


@gallery
def histogram_of_two():
    ax = new_axes("Length (mm)", "Count")
    ax.hist([LENGTHS, LENGTHS + 5], label=["a", "b"], stacked=True)
    ax.legend()


@gallery
def densities_in_unequal_bins():
    new_axes("Length (mm)", "Density").hist(LENGTHS, [20, 30, 35, 40, 45, 60], density=True)


@gallery
def histogram_on_a_log_axis():
    ax = new_axes("Size (B)", "Count")
    ax.hist(10 ** rng.normal(3, 1, 300), np.logspace(0, 6, 20))
    ax.set_xscale("log")


@gallery
def scatter():
    new_axes().scatter(LENGTHS, LENGTHS * 2 + rng.normal(size=300))


@gallery
def scatter_of_a_thousand():
    new_axes().scatter(rng.normal(size=1000), rng.normal(size=1000))


@gallery
def scatter_with_colors():
    ax = new_axes()
    points = ax.scatter(LENGTHS, LENGTHS, c=LENGTHS)
    ax.figure.colorbar(points, label="Length (mm)")


@gallery
def areas():
    ax = new_axes("Year", "Output (GW)")
    ax.stackplot([2020, 2021, 2022], [1, 2, 4], [3, 2, 2], [1, 1, 1], labels=["a", "b", "c"])
    ax.legend()


@gallery
def boxes():
    new_axes("", "Length (mm)").boxplot([LENGTHS[:100], LENGTHS[100:]])


@gallery
def violins():
    new_axes("", "Length (mm)").violinplot([LENGTHS[:100], LENGTHS[100:]])


@gallery
def heat_map():
    ax = new_axes("Column", "Row")
    ax.figure.colorbar(ax.imshow(rng.random((6, 8))))


@gallery
def photograph():
    plt.subplots()[1].imshow(rng.random((40, 60, 3)))


@gallery
def points_on_a_photograph():
    ax = plt.subplots()[1]
    ax.imshow(rng.random((40, 60, 3)))
    ax.plot([10, 20], [30, 5], "o")


@gallery
def mesh():
    ax = new_axes("Longitude (°)", "Latitude (°)")
    ax.figure.colorbar(ax.pcolormesh(rng.random((6, 8))), label="Height (m)")


@gallery
def contours():
    new_axes("Longitude (°)", "Latitude (°)").contourf(rng.random((6, 8)))


@gallery
def hexagons():
    new_axes().hexbin(rng.normal(size=5000), rng.normal(size=5000), gridsize=20)


@gallery
def pie():
    plt.subplots()[1].pie([4, 3, 2, 1], labels=["fig", "kiwi", "pear", "apple"], autopct="%.0f%%")


@gallery
def pie_in_thirds():
    plt.subplots()[1].pie([1, 1, 1], labels=["fig", "kiwi", "pear"], autopct="%1.1f%%")


@gallery
def error_bars():
    new_axes("Time (s)", "Distance (m)").errorbar([1, 2, 3], [2, 4, 3], yerr=0.5)


@gallery
def steps():
    new_axes("Time (s)", "Count").step([1, 2, 3], [2, 4, 3])


@gallery
def stems():
    new_axes("Time (s)", "Count").stem([1, 2, 3], [2, 4, 3])


@gallery
def a_grid_with_shared_axes():
    _fig, axes = plt.subplots(2, 2, sharex=True, sharey=True)
    for ax in axes.flat:
        ax.plot([1, 2, 3], rng.normal(size=3))
    for ax in axes[1]:
        ax.set_xlabel("Time (s)")
    for ax in axes[:, 0]:
        ax.set_ylabel("Distance (m)")


@gallery
def surface():
    ax = plt.figure().add_subplot(projection="3d")
    x, y = np.meshgrid(np.arange(7), np.arange(7))
    ax.plot_surface(x, y, np.sin(x) + np.cos(y))
    ax.set(xlabel="x (m)", ylabel="y (m)", zlabel="z (m)")


@gallery
def polar():
    plt.subplots(subplot_kw={"projection": "polar"})[1].plot([0, 1, 2, 3], [1, 2, 1, 2])


@gallery
def a_second_axis_in_another_unit():
    ax = new_axes("Time (s)", "Temperature (°C)")
    ax.plot([1, 2, 3], [20, 22, 21])
    second = ax.secondary_yaxis("right", functions=(lambda c: c * 1.8 + 32, lambda f: f / 1.8))
    second.set_ylabel("Temperature (°F)")


@gallery
def pandas_lines():
    frame = pd.DataFrame({"a": [1, 2, 3], "b": [3, 1, 2], "c": [2, 2, 1]}, index=[1, 2, 3])
    frame.plot(xlabel="Time (s)", ylabel="Distance (m)")


@gallery
def pandas_bars():
    frame = pd.DataFrame({"a": [1, 2, 3], "b": [3, 1, 2], "c": [2, 2, 1]}, index=list("xyz"))
    frame.plot.bar(ylabel="Price (USD)")


@gallery
def seaborn_scatter():
    sns.scatterplot(PEOPLE, x="height_cm", y="weight_kg", hue="country", style="sex")


@gallery
def seaborn_scatter_by_hue():
    sns.scatterplot(PEOPLE, x="height_cm", y="weight_kg", hue="country")


@gallery
def seaborn_lines():
    sns.lineplot(PEOPLE, x="year", y="weight_kg", hue="country")


@gallery
def seaborn_bars():
    sns.barplot(PEOPLE, x="country", y="weight_kg", hue="sex")


@gallery
def seaborn_bars_of_three_hues():
    sns.barplot(PEOPLE, x="sex", y="weight_kg", hue="country")


@gallery
def seaborn_bars_of_years():
    sns.barplot(PEOPLE, x="year", y="weight_kg")


@gallery
def seaborn_counts():
    sns.countplot(PEOPLE, y="country")


@gallery
def seaborn_histogram():
    sns.histplot(PEOPLE, x="height_cm", hue="country", kde=True)


@gallery
def seaborn_densities():
    sns.kdeplot(PEOPLE, x="height_cm", hue="country", fill=True)


@gallery
def seaborn_cumulative():
    sns.ecdfplot(PEOPLE, x="height_cm", hue="country")


@gallery
def seaborn_boxes():
    sns.boxplot(PEOPLE, x="height_cm", y="country", hue="sex")


@gallery
def seaborn_violins():
    sns.violinplot(PEOPLE, x="country", y="height_cm", hue="sex", split=True)


@gallery
def seaborn_strips():
    sns.stripplot(PEOPLE, x="country", y="height_cm")


@gallery
def seaborn_swarm():
    sns.swarmplot(PEOPLE, x="country", y="height_cm")


@gallery
def seaborn_points():
    sns.pointplot(PEOPLE, x="year", y="height_cm", hue="sex")


@gallery
def seaborn_regression():
    sns.regplot(PEOPLE, x="height_cm", y="weight_kg")


@gallery
def seaborn_heat_map():
    sns.heatmap(PEOPLE.pivot_table("weight_kg", "country", "year"), annot=True)


@gallery
def seaborn_clusters():
    sns.clustermap(PEOPLE.pivot_table("weight_kg", "country", "year"))


@gallery
def seaborn_pairs():
    sns.pairplot(PEOPLE[["height_cm", "weight_kg", "country"]], hue="country")


@gallery
def seaborn_joint():
    sns.jointplot(PEOPLE, x="height_cm", y="weight_kg")


@gallery
def seaborn_facets():
    sns.relplot(PEOPLE, x="height_cm", y="weight_kg", col="country", hue="sex")


@gallery
def seaborn_categories():
    sns.catplot(PEOPLE, x="sex", y="weight_kg", col="country", kind="bar")


@gallery
def seaborn_distributions():
    sns.displot(PEOPLE, x="height_cm", col="sex")


@gallery
def a_seaborn_theme():
    with sns.axes_style("darkgrid"), sns.color_palette("deep"):
        sns.lineplot(PEOPLE, x="year", y="weight_kg", hue="country")


@pytest.mark.filterwarnings("ignore")  # of the plotting libraries, about one another
@pytest.mark.parametrize("name", GALLERY)
def test_nothing_is_found_in_a_default_plot(name):
    GALLERY[name]()
    try:
        assert list(figures.lint(plt.gcf())) == []
    finally:
        plt.close("all")
