"""Statements about further kinds of figures, each true one beside the same with a planted error."""

# ruff: noqa: E501 - a table is read line by line
from __future__ import annotations


def of(series, what="max(value)", kind=None, more=""):
    kinds = f" AND kind = '{kind}'" if kind else ""
    return f"SELECT {what} FROM data WHERE series = '{series}'{kinds} {more}"


def at(series, x):
    x = f"'{x}'" if isinstance(x, str) else x
    return f"(SELECT value FROM data WHERE series = '{series}' AND x = {x})"


def where(condition, what="value"):
    return f"SELECT {what} FROM data WHERE {condition}"


def top(what="x", condition="1", order="value DESC", place=0):
    return f"SELECT {what} FROM data WHERE {condition} ORDER BY {order} LIMIT 1 OFFSET {place}"


def pair(true_words, planted_words, query, true_value, planted_value):
    """Return a true statement and the same with an error."""
    return [
        (true_words, query, true_value, True),
        (planted_words, query, planted_value, False),
    ]


def truth(true_words, planted_words, true_query, planted_query):
    """Return a statement that is so and one that is not."""
    return [(true_words, true_query, True, True), (planted_words, planted_query, True, False)]


STACKED_HISTOGRAM = """
fig, ax = plt.subplots()
old = [1, 1, 3, 3, 3, 5, 7, 7]
new = [1, 3, 3, 5, 5, 5, 5, 7, 7, 7, 7, 7]
ax.hist([old, new], bins=[0, 2, 4, 6, 8], stacked=True, histtype="stepfilled", label=["old", "new"])
ax.legend()
"""
STEP_HISTOGRAM = """
fig, ax = plt.subplots()
ax.hist([5] * 4 + [15] * 9 + [25] * 7 + [35] * 2, bins=[0, 10, 20, 30, 40], histtype="step", label="ages")
ax.set_xlabel("Age")
"""
GROUPED_BARH = """
fig, ax = plt.subplots()
y = np.arange(4)
ax.barh(y - 0.2, [120, 85, 40, 60], 0.4, label="2019")
ax.barh(y + 0.2, [90, 95, 80, 30], 0.4, label="2023")
ax.set_yticks(y, ["Rome", "Paris", "Oslo", "Bern"])
ax.set_xlabel("Flights")
ax.legend()
"""
PYRAMID = """
fig, ax = plt.subplots()
groups = ["0-19", "20-39", "40-59", "60+"]
ax.barh(groups, [-12, -18, -15, -9], label="men")
ax.barh(groups, [11, 17, 16, 13], label="women")
ax.legend()
"""
ASYMMETRIC = """
fig, ax = plt.subplots()
ax.errorbar([1, 2, 3, 4], [20, 35, 30, 27], yerr=[[2, 5, 3, 1], [4, 10, 3, 6]], fmt="o-", label="yield")
ax.set_ylabel("Yield (t)")
ax.legend()
"""
BARE_ERRORS = """
fig, ax = plt.subplots()
ax.errorbar([0, 1, 2], [5, 8, 6], yerr=[1, 1.5, 0.5], fmt="none", label="range")
ax.legend()
"""
BAND = """
fig, ax = plt.subplots()
x = np.arange(10.0)
ax.plot(x, 2 * x + 10, label="forecast")
ax.fill_between(x, x + 10, 3 * x + 10, alpha=0.3, label="forecast")
ax.legend()
"""
LINEPLOT = """
import pandas as pd
import seaborn as sns
fig, ax = plt.subplots()
table = pd.DataFrame({"week": [1, 1, 2, 2, 3, 3], "score": [10.0, 14, 20, 30, 26, 34]})
sns.lineplot(table, x="week", y="score", errorbar=("pi", 100), ax=ax)
"""
DONUT = """
fig, ax = plt.subplots()
ax.pie([42, 28, 20, 10], labels=["Rent", "Food", "Fun", "Rest"], autopct="%1.0f%%", wedgeprops={"width": 0.4})
"""
LEGEND_PIE = """
fig, ax = plt.subplots()
wedges, _ = ax.pie([300, 150, 50])
ax.legend(wedges, ["Bus", "Train", "Bike"])
"""
HEATMAP = """
import pandas as pd
import seaborn as sns
fig, ax = plt.subplots()
table = pd.DataFrame([[3, 8, 5], [9, 1, 7], [2, 6, 4]], index=["Mon", "Tue", "Wed"], columns=["AM", "Noon", "PM"])
sns.heatmap(table, annot=True, ax=ax)
"""
CONTOUR = """
fig, ax = plt.subplots()
x, y = np.meshgrid(np.linspace(-3, 3, 40), np.linspace(-3, 3, 40))
ax.contour(x, y, 100 * np.exp(-(x**2 + y**2) / 4), levels=[20, 40, 60, 80])
"""
HEXBIN = """
fig, ax = plt.subplots()
x = np.tile(np.linspace(0, 10, 20), 20)
ax.hexbin(x, np.repeat(np.linspace(0, 10, 20), 20), gridsize=8)
"""
EVENTS = """
fig, ax = plt.subplots()
for row, (name, times) in enumerate({"ana": [1, 2, 3.5, 7], "bob": [0.5, 6], "cy": [4, 5, 9]}.items()):
    ax.eventplot(times, lineoffsets=row, color=f"C{row}", label=name)
ax.legend()
"""
DATED_GANTT = """
import matplotlib.dates as mdates
fig, ax = plt.subplots()
start = mdates.date2num(np.datetime64("2022-03-01"))
ax.broken_barh([(start, 10), (start + 20, 5)], (0, 0.8), label="design")
ax.broken_barh([(start + 10, 30)], (1, 0.8), label="build")
ax.xaxis_date()
ax.legend()
"""
TWIN_BARS = """
fig, ax = plt.subplots()
months = ["Jan", "Feb", "Mar", "Apr", "May"]
ax.bar(months, [80, 60, 75, 40, 20], label="rain")
ax.set_ylabel("Rain (mm)")
right = ax.twinx()
right.plot(months, [2, 4, 9, 13, 18], color="r", label="temperature")
right.set_ylabel("Temperature (°C)")
fig.legend()
"""
INSET = """
fig, ax = plt.subplots()
ax.plot([0, 1, 2, 3, 4], [0, 10, 40, 90, 160], label="whole")
ax.set_title("Distance")
inside = ax.inset_axes([0.1, 0.6, 0.3, 0.3])
inside.plot([0, 0.5, 1], [0, 2.5, 10], label="start")
inside.set_title("Close-up")
"""
LOGLOG = """
fig, ax = plt.subplots()
mass = np.array([0.02, 0.3, 4.0, 60.0, 500.0, 4000.0])
ax.loglog(mass, 70 * mass**0.75, "o", label="mammals")
ax.set(xlabel="Mass (kg)", ylabel="Power (kcal)")
ax.legend()
"""
LOG_BARS = """
fig, ax = plt.subplots()
ax.bar(["CPU", "GPU", "TPU"], [1e3, 5e4, 2e6])
ax.set_yscale("log")
ax.set_ylabel("Operations")
"""
PERCENT_LINES = """
from matplotlib.ticker import PercentFormatter
fig, ax = plt.subplots()
years = np.arange(2015, 2022)
ax.plot(years, [0.10, 0.13, 0.18, 0.22, 0.30, 0.37, 0.45], label="renewable")
ax.plot(years, [0.60, 0.58, 0.52, 0.47, 0.41, 0.36, 0.30], label="coal")
ax.yaxis.set_major_formatter(PercentFormatter(1.0))
ax.legend()
"""
MILLIONS = """
fig, ax = plt.subplots()
years = np.arange(2014, 2024)
ax.plot(years, 10 * 1.08 ** np.arange(10), marker="o", label="revenue")
ax.plot(years, 16 * 0.95 ** np.arange(10), marker="o", label="costs")
ax.set_ylabel("Amount (M USD)")
ax.legend()
"""
DOLLARS = """
from matplotlib.ticker import FuncFormatter
fig, ax = plt.subplots()
ax.bar(["2020", "2021", "2022"], [1.2e6, 2.4e6, 3.1e6])
ax.yaxis.set_major_formatter(FuncFormatter(lambda v, _: f"${v / 1e6:.1f}M"))
"""
HOURS = """
fig, ax = plt.subplots()
times = np.datetime64("2024-05-03T00:00") + np.arange(25) * np.timedelta64(60, "m")
ax.plot(times, 300 + 200 * np.sin((np.arange(25) - 7) * np.pi / 12), label="load")
ax.set_ylabel("Load (MW)")
"""
WEEKS = """
fig, ax = plt.subplots()
days = np.datetime64("2021-01-04") + 7 * np.arange(30)
cases = np.concatenate([np.linspace(20, 300, 11), np.linspace(280, 30, 19)])
ax.bar(days, cases, width=6, label="cases")
ax.set_ylabel("Cases")
"""
STAIRS = """
fig, ax = plt.subplots()
ax.stairs([2, 6, 9, 4], [0, 5, 10, 20, 40], label="density")
ax.legend()
"""
TARGET = """
fig, ax = plt.subplots()
ax.bar(["A", "B", "C", "D", "E", "F"], [64, 81, 47, 92, 70, 58])
ax.axhline(75, color="k", label="target")
ax.legend()
"""
POLAR = """
fig, ax = plt.subplots(subplot_kw={"projection": "polar"})
ax.plot(np.radians([0, 90, 180, 270]), [1.0, 4.0, 2.0, 3.0], "o", label="gain")
ax.legend()
"""
DUMBBELL = """
fig, ax = plt.subplots()
ax.hlines(["x", "y", "z"], [10, 30, 20], [50, 45, 80], colors="gray")
ax.plot([10, 30, 20], ["x", "y", "z"], "o", label="before")
ax.plot([50, 45, 80], ["x", "y", "z"], "o", label="after")
ax.legend()
"""
FLOATING = """
fig, ax = plt.subplots()
ax.bar(["start", "sales", "costs", "end"], [100, 60, -45, 115], bottom=[0, 100, 160, 0])
ax.set_ylabel("Cash (k€)")
"""
CROSSING = """
fig, ax = plt.subplots()
x = np.linspace(0, 10, 101)
ax.plot(x, 50 - 3 * x, label="demand")
ax.plot(x, 10 + 5 * x, label="supply")
ax.set(xlabel="Quantity", ylabel="Price")
ax.legend()
"""
ENGINEERING = """
from matplotlib.ticker import EngFormatter
fig, ax = plt.subplots()
ax.plot([1, 2, 3, 4], [2000, 4500, 9000, 16000], label="rate")
ax.yaxis.set_major_formatter(EngFormatter(unit="Hz"))
ax.legend()
"""
INVERTED = """
fig, ax = plt.subplots()
ax.plot([0, 1, 2, 3], [10, 200, 450, 800], label="dive")
ax.set_ylabel("Depth (m)")
ax.invert_yaxis()
ax.legend()
"""
HORIZONTAL_BOXES = """
fig, ax = plt.subplots()
ax.boxplot([[10, 20, 30, 40, 50], [35, 45, 55, 65, 75], [5, 6, 7, 8, 40]], orientation="horizontal")
ax.set_yticks([1, 2, 3], ["low", "high", "odd"])
"""
LONG = """
fig, ax = plt.subplots()
t = np.arange(2000)
ax.plot(t, 100 + 30 * np.sin(t / 100) + 0.02 * t, label="sensor")
ax.legend()
"""
PANDAS_AREA = """
import pandas as pd
fig, ax = plt.subplots()
table = pd.DataFrame({"coal": [50, 40, 30, 20], "wind": [10, 20, 30, 40], "sun": [5, 10, 20, 40]}, index=[2000, 2005, 2010, 2015])
table.plot.area(ax=ax)
"""
PANDAS_BARS = """
import pandas as pd
fig, ax = plt.subplots()
pd.DataFrame({"win": [9, 5, 7], "loss": [3, 8, 5]}, index=["Reds", "Blues", "Greens"]).plot.bar(stacked=True, ax=ax)
"""
HUE_BOXES = """
import warnings
import pandas as pd
import seaborn as sns
fig, ax = plt.subplots()
values = [1.0, 2, 3, 4, 5, 11, 12, 13, 14, 15, 21, 22, 23, 24, 25, 6, 7, 8, 9, 10]
table = pd.DataFrame({"site": ["N"] * 10 + ["S"] * 10, "sex": (["f"] * 5 + ["m"] * 5) * 2, "size": values})
with warnings.catch_warnings():  # seaborn uses what matplotlib deprecates
    warnings.simplefilter("ignore")
    sns.boxplot(table, x="site", y="size", hue="sex", ax=ax)
"""
COUNTS = """
import pandas as pd
import seaborn as sns
fig, ax = plt.subplots()
sns.countplot(pd.DataFrame({"class": ["1st"] * 12 + ["2nd"] * 20 + ["3rd"] * 38}), x="class", ax=ax)
"""
POINTPLOT = """
import pandas as pd
import seaborn as sns
fig, ax = plt.subplots()
table = pd.DataFrame({"dose": ["low", "low", "mid", "mid", "high", "high"], "effect": [4.0, 6, 9, 11, 17, 23]})
sns.pointplot(table, x="dose", y="effect", errorbar=("pi", 100), ax=ax)
"""
SEABORN_VIOLINS = """
import pandas as pd
import seaborn as sns
fig, ax = plt.subplots()
table = pd.DataFrame({"arm": ["old"] * 21 + ["new"] * 21, "days": [*range(10, 31), *range(5, 26)]})
sns.violinplot(table, x="arm", y="days", inner="quart", cut=0, ax=ax)
"""
PCOLORMESH = """
fig, ax = plt.subplots()
mesh = ax.pcolormesh([0, 1, 2, 3], [0, 10, 20], [[5, 15, 10], [30, 20, 0]])
fig.colorbar(mesh, label="Rain (mm)")
"""
CLUSTERS = """
fig, ax = plt.subplots()
x = np.arange(12.0)
ax.scatter(x, 90 - 4 * x, label="old cars")
ax.scatter(x, 20 + 0.5 * x + 3 * np.cos(3 * x), label="new cars")
ax.set(xlabel="Weight", ylabel="Range")
ax.legend()
"""
PLOTLY_STACK = """
import plotly.graph_objects as go
fig = go.Figure([go.Bar(x=["Q1", "Q2", "Q3"], y=[10, 20, 30], name="web"), go.Bar(x=["Q1", "Q2", "Q3"], y=[30, 20, 10], name="shop")])
fig.update_layout(barmode="stack", yaxis_title="Sales (k€)")
"""
PLOTLY_HISTOGRAM = """
import plotly.graph_objects as go
fig = go.Figure(go.Histogram(x=[1, 2, 2, 3, 3, 3, 4, 4, 5, 9], xbins={"start": 0, "end": 10, "size": 2}, name="size"))
"""
PLOTLY_BOXES = """
import plotly.graph_objects as go
fig = go.Figure([go.Box(y=[1, 2, 3, 4, 5], name="a"), go.Box(y=[11, 12, 13, 14, 30], name="b")])
"""
PLOTLY_WATERFALL = """
import plotly.graph_objects as go
fig = go.Figure(go.Waterfall(x=["open", "sales", "costs", "close"], measure=["absolute", "relative", "relative", "total"], y=[100, 60, -40, 0], name="cash"))
"""
PLOTLY_SECOND = """
import plotly.graph_objects as go
from plotly.subplots import make_subplots
fig = make_subplots(specs=[[{"secondary_y": True}]])
fig.add_trace(go.Bar(x=["2019", "2020", "2021"], y=[200, 260, 310], name="units"), secondary_y=False)
fig.add_trace(go.Scatter(x=["2019", "2020", "2021"], y=[0.12, 0.15, 0.09], name="margin"), secondary_y=True)
fig.update_yaxes(tickformat=".0%", secondary_y=True)
fig.update_xaxes(type="category")
"""
PLOTLY_DATES = """
import plotly.graph_objects as go
days = [f"2021-{month:02}-15" for month in range(1, 13)]
fig = go.Figure(go.Scatter(x=days, y=[5, 6, 9, 14, 18, 22, 25, 24, 19, 13, 8, 4], name="Lyon"))
"""
PLOTLY_PIE = """
import plotly.graph_objects as go
fig = go.Figure(go.Pie(labels=["iOS", "Android", "other"], values=[28, 70, 2]))
"""
PLOTLY_HEAT = """
import plotly.graph_objects as go
fig = go.Figure(go.Heatmap(x=["a", "b"], y=["u", "v", "w"], z=[[1, 20], [30, 4], [5, 16]]))
"""
ALTAIR_MEAN = """
import altair as alt
import pandas as pd
table = pd.DataFrame({"team": ["a", "a", "b", "b", "c", "c"], "points": [10, 20, 40, 50, 30, 24]})
fig = alt.Chart(table).mark_bar().encode(x="team:N", y="mean(points):Q")
"""
ALTAIR_STACK = """
import altair as alt
import pandas as pd
table = pd.DataFrame({"year": ["2020", "2021"] * 2, "what": ["gas", "gas", "oil", "oil"], "use": [30, 20, 10, 60]})
fig = alt.Chart(table).mark_bar().encode(x="year:N", y="use:Q", color="what:N")
"""
ALTAIR_FACETS = """
import altair as alt
import pandas as pd
table = pd.DataFrame({"city": ["Bonn", "Bonn", "Graz", "Graz"], "kind": ["bus", "tram"] * 2, "trips": [12, 30, 25, 8]})
fig = alt.Chart(table).mark_bar().encode(x="kind:N", y="trips:Q", column="city:N")
"""
ALTAIR_LINES = """
import altair as alt
import pandas as pd
table = pd.DataFrame({"x": [1, 2, 3, 4] * 2, "y": [10, 20, 15, 40, 35, 30, 25, 12], "who": ["up"] * 4 + ["down"] * 4})
fig = alt.Chart(table).mark_line().encode(x="x:Q", y="y:Q", color="who:N")
"""
ALTAIR_BINS = """
import altair as alt
import pandas as pd
fig = alt.Chart(pd.DataFrame({"v": [1, 2, 12, 13, 14, 15, 22, 33]})).mark_bar().encode(x=alt.X("v:Q", bin=alt.Bin(step=10)), y="count()")
"""
ALTAIR_NORMALIZED = """
import altair as alt
import pandas as pd
table = pd.DataFrame({"x": ["a", "a", "b", "b"], "k": ["u", "v"] * 2, "n": [1, 3, 3, 1]})
fig = alt.Chart(table).mark_bar().encode(x="x:N", y=alt.Y("n:Q").stack("normalize"), color="k:N")
"""
ALTAIR_MONTHS = """
import altair as alt
import pandas as pd
table = pd.DataFrame({"d": pd.to_datetime(["2021-01-05", "2021-01-20", "2021-02-03", "2021-03-09"]), "n": [1, 3, 5, 9]})
fig = alt.Chart(table).mark_line().encode(x="yearmonth(d):T", y="sum(n):Q")
"""
THOUSANDS = """
fig, ax = plt.subplots()
ax.plot([2000, 2001, 2002], [120, 135, 150], label="jobs")
ax.set_ylabel("Jobs (thousand)")
ax.legend()
"""

YEAR_OVER = "SELECT min(a.x) FROM data AS a JOIN data AS b ON a.x = b.x WHERE a.series = '{}' AND b.series = '{}' AND a.value > b.value"
BOXES = "kind = 'box' AND "
RANK = "SELECT 1 + count(*) FROM data WHERE kind = 'bar' AND value > (SELECT value FROM data WHERE kind = 'bar' AND x = '{}')"

FURTHER_FIGURES = {
    "stacked step histogram": (
        STACKED_HISTOGRAM,
        [
            *pair("there are 12 new ones", "there are 15 new ones", of("new", "sum(value)"), 12, 15),
            *pair("old ones are 40 % of all", "old ones are 60 % of all", "SELECT 100.0 * sum(CASE series WHEN 'old' THEN value END) / sum(value) FROM data", 40, 60),
            *pair("five new ones from 6 on", "seven new ones from 6 on", of("new", "value", None, "AND x_low = 6"), 5, 7),
        ],
    ),
    "step histogram": (
        STEP_HISTOGRAM,
        [
            *pair("22 people in all", "26 people in all", "SELECT sum(value) FROM data", 22, 26),
            *pair("most are 10 to 20 years old", "most are 20 to 30 years old", top("x_low"), 10, 20),
            *pair("nine of them below 40 and from 10 on are in the fullest bin", "seven of them are in the fullest bin", "SELECT max(value) FROM data", 9, 7),
        ],
    ),
    "grouped horizontal bars": (
        GROUPED_BARH,
        [
            *pair("Rome led in 2019 with 120", "Rome led in 2019 with 108", of("2019"), 120, 108),
            *pair("Oslo doubled", "Oslo tripled", "SELECT (SELECT value FROM data WHERE series = '2023' AND y = 'Oslo') / (SELECT value FROM data WHERE series = '2019' AND y = 'Oslo')", 2, 3),
            *pair("Bern halved", "Bern fell by 30 %", "SELECT 100 * (1 - (SELECT value FROM data WHERE series = '2023' AND y = 'Bern') / (SELECT value FROM data WHERE series = '2019' AND y = 'Bern'))", 50, 30),
            *pair("Paris came first in 2023", "Rome came first in 2023", top("y", "series = '2023'"), "Paris", "Rome"),
        ],
    ),
    "pyramid": (
        PYRAMID,
        [
            *pair("17 women are 20-39", "13 women are 20-39", where("series = 'women' AND y = '20-39'"), 17, 13),
            *truth("women outnumber men at 60+", "women outnumber men below 20", "SELECT sum(value) > 0 FROM data WHERE y = '60+'", "SELECT sum(value) > 0 FROM data WHERE y = '0-19'"),
            *pair("54 men in all", "61 men in all", of("men", "-sum(value)"), 54, 61),
        ],
    ),
    "asymmetric errors": (
        ASYMMETRIC,
        [
            *pair("the highest bar ends at 45 t", "the highest bar ends at 41 t", "SELECT max(high) FROM data WHERE kind = 'errorbar'", 45, 41),
            *pair("the lowest bar ends at 18 t", "the lowest bar ends at 22 t", "SELECT min(low) FROM data WHERE kind = 'errorbar'", 18, 22),
            *pair("the second yield is the best", "the third yield is the best", top("x", "kind = 'errorbar'"), 2, 3),
        ],
    ),
    "bare error bars": (
        BARE_ERRORS,
        [
            *pair("centered at 8 in the middle", "centered at 7 in the middle", where("kind = 'errorbar' AND x = 1"), 8, 7),
            *pair("the range spans 3 there", "the range spans 5 there", where("kind = 'errorbar' AND x = 1", "high - low"), 3, 5),
        ],
    ),
    "band": (
        BAND,
        [
            *pair("the forecast ends at 28", "the forecast ends at 33", of("forecast", "value", "line", "ORDER BY x DESC LIMIT 1"), 28, 33),
            *pair("the band reaches 37 at the end", "the band reaches 30 at the end", of("forecast", "max(high)", "band"), 37, 30),
            *pair("it rises by 2 a step", "it rises by 3 a step", of("forecast", "slope(x, value)", "line"), 2, 3),
        ],
    ),
    "seaborn line with band": (
        LINEPLOT,
        [
            *pair("a mean score of 25 in week 2", "a mean score of 21 in week 2", where("kind = 'line' AND x = 2"), 25, 21),
            *pair("scores up to 34", "scores up to 38", "SELECT max(high) FROM data WHERE kind = 'band'", 34, 38),
            *truth("the mean rises every week", "the mean is above 15 every week", "SELECT min(d > 0) FROM (SELECT value - lag(value) OVER (ORDER BY x) AS d FROM data WHERE kind = 'line') WHERE d IS NOT NULL", "SELECT min(value > 15) FROM data WHERE kind = 'line'"),
        ],
    ),
    "donut": (
        DONUT,
        [
            *pair("rent takes 42 %", "rent takes 52 %", where("x = 'Rent'", "100 * share"), 42, 52),
            *pair("Food ranks second", "Food ranks third", "SELECT 1 + count(*) FROM data WHERE value > (SELECT value FROM data WHERE x = 'Food')", 2, 3),
            *pair("fun and rest make up 30 %", "fun and rest make up 38 %", where("x IN ('Fun', 'Rest')", "100 * sum(share)"), 30, 38),
            *pair("a fifth goes to fun", "a third goes to fun", where("x = 'Fun'", "share"), 0.2, 0.333),
        ],
    ),
    "pie with a legend": (
        LEGEND_PIE,
        [
            *pair("the bus has 60 %", "the bus has 70 %", where("x = 'Bus'", "100 * share"), 60, 70),
            *pair("the train is half of the bus", "the train is a third of the bus", "SELECT (SELECT value FROM data WHERE x = 'Train') / (SELECT value FROM data WHERE x = 'Bus')", 0.5, 0.333),
            *pair("Bike is the least used", "Train is the least used", top(order="value"), "Bike", "Train"),
        ],
    ),
    "heat map of two categories": (
        HEATMAP,
        [
            *pair("Tue AM stands at 9", "Tue AM stands at 7", where("x = 'AM' AND y = 'Tue'"), 9, 7),
            *pair("the lowest cell is on Tue at Noon", "the lowest cell is on Tue in the PM", top(order="value"), "Noon", "PM"),
            *pair("Wed adds up to 12", "Wed adds up to 17", where("y = 'Wed'", "sum(value)"), 12, 17),
            *pair("four cells exceed 5", "six cells exceed 5", where("value > 5.5", "count(*)"), 4, 6),
        ],
    ),
    "contours": (
        CONTOUR,
        [
            *pair("four levels", "six levels", "SELECT count(DISTINCT value) FROM data WHERE kind = 'contour'", 4, 6),
            *pair("the innermost level is 80", "the innermost level is 90", "SELECT max(value) FROM data WHERE kind = 'contour'", 80, 90),
        ],
    ),
    "hexagons": (
        HEXBIN,
        [
            *pair("400 points in all", "450 points in all", "SELECT sum(value) FROM data", 400, 450),
            *truth("no hexagon holds over 20 points", "some hexagon holds over 20 points", "SELECT max(value) <= 20 FROM data", "SELECT max(value) > 20 FROM data"),
        ],
    ),
    "events": (
        EVENTS,
        [
            *pair("ana has 4 events", "ana has 5 events", of("ana", "count(*)"), 4, 5),
            *pair("the last one of cy is at 9", "the last one of cy is at 8", of("cy", "max(x)"), 9, 8),
            *pair("nine events altogether", "eight events altogether", "SELECT count(*) FROM data WHERE kind = 'event'", 9, 8),
        ],
    ),
    "dated intervals": (
        DATED_GANTT,
        [
            *pair("build takes 30 days", "build takes 36 days", of("build", "sum(value)"), 30, 36),
            *pair("build starts on 11 March 2022", "build starts on 21 April 2022", of("build", "min(x_low)"), "2022-03-11", "2022-04-21"),
            *pair("design comes in two parts", "design comes in three parts", of("design", "count(*)"), 2, 3),
        ],
    ),
    "bars beside a second scale": (
        TWIN_BARS,
        [
            *pair("80 mm fell in January", "70 mm fell in January", "SELECT " + at("rain", "Jan"), 80, 70),
            *pair("it is warmest in May, at 18 °C", "it is warmest in May, at 15 °C", of("temperature"), 18, 15),
            *pair("275 mm in five months", "320 mm in five months", of("rain", "sum(value)"), 275, 320),
            *truth("rain and warmth move against each other", "rain and warmth move together", "SELECT corr(a.value, b.value) < 0 FROM data AS a JOIN data AS b ON a.x = b.x WHERE a.series = 'rain' AND b.series = 'temperature'", "SELECT corr(a.value, b.value) > 0 FROM data AS a JOIN data AS b ON a.x = b.x WHERE a.series = 'rain' AND b.series = 'temperature'"),
        ],
    ),
    "inset": (
        INSET,
        [
            *pair("the whole way is 160", "the whole way is 140", where("panel = 'Distance'", "max(value)"), 160, 140),
            *pair("the close-up ends at 10", "the close-up ends at 12", where("panel = 'Close-up'", "max(value)"), 10, 12),
        ],
    ),
    "two log axes": (
        LOGLOG,
        [
            *pair("a slope of 0.75", "a slope of 1.2", of("mammals", "slope(log10(x), log10(value))"), 0.75, 1.2),
            *pair("nearly 35,300 kcal at most", "nearly 52,000 kcal at most", of("mammals"), 35300, 52000),
            *pair("two animals lie between 60 and 1,900 kcal", "five animals lie between 60 and 1,900 kcal", of("mammals", "count(*)", None, "AND value BETWEEN 60 AND 1900"), 2, 5),
        ],
    ),
    "log bars": (
        LOG_BARS,
        [
            *pair("the GPU does 50 times as much as the CPU", "the GPU does 90 times as much as the CPU", "SELECT (SELECT value FROM data WHERE x = 'GPU') / (SELECT value FROM data WHERE x = 'CPU')", 50, 90),
            *pair("about 2 million for the TPU", "about 5 million for the TPU", where("x = 'TPU'"), 2e6, 5e6),
            *pair("CPU comes last", "GPU comes last", top(order="value"), "CPU", "GPU"),
        ],
    ),
    "lines in per cent": (
        PERCENT_LINES,
        [
            *pair("renewables reach 45 % in 2021", "renewables reach 52 % in 2021", "SELECT " + at("renewable", 2021), 45, 52),
            *pair("they pass coal in 2020", "they pass coal in 2018", YEAR_OVER.format("renewable", "coal"), 2020, 2018),
            *pair("coal loses 30 percentage points", "coal loses 20 percentage points", f"SELECT {at('coal', 2015)} - {at('coal', 2021)}", 30, 20),
            *pair("coal halved", "coal fell by two thirds", f"SELECT 1 - {at('coal', 2021)} / {at('coal', 2015)}", 0.5, 0.667),
        ],
    ),
    "millions": (
        MILLIONS,
        [
            *pair("revenue grows by 8 % a year", "revenue grows by 12 % a year", f"SELECT 100 * (pow({at('revenue', 2023)} / {at('revenue', 2014)}, 1.0 / 9) - 1)", 8, 12),
            *pair("revenue nearly reaches 20 million USD", "revenue nearly reaches 30 million USD", of("revenue"), 20, 30),
            *pair("it first exceeds the costs in 2018", "it first exceeds the costs in 2016", YEAR_OVER.format("revenue", "costs"), 2018, 2016),
            *pair("revenue doubled", "revenue tripled", f"SELECT {at('revenue', 2023)} / {at('revenue', 2014)}", 2, 3),
            *pair("costs averaged about 13 M USD", "costs averaged about 15 M USD", of("costs", "avg(value)"), 13, 15),
        ],
    ),
    "dollars": (
        DOLLARS,
        [
            *pair("$2.4M in 2021", "$2.8M in 2021", where("x = '2021'"), 2.4e6, 2.8e6),
            *pair("6.7 million over three years", "7.9 million over three years", "SELECT sum(value) FROM data", 6.7e6, 7.9e6),
            *pair("it doubled from 2020 to 2021", "it tripled from 2020 to 2021", "SELECT (SELECT value FROM data WHERE x = '2021') / (SELECT value FROM data WHERE x = '2020')", 2, 3),
        ],
    ),
    "hours": (
        HOURS,
        [
            *pair("the peak comes at 13:00", "the peak comes at 18:00", top("substr(x, 12, 5)"), "13:00", "18:00"),
            *pair("a load of 500 MW at most", "a load of 540 MW at most", "SELECT max(value) FROM data", 500, 540),
            *pair("lowest at 2024-05-03 01:00", "lowest at 2024-05-03 04:00", top(order="value"), "2024-05-03 01:00", "2024-05-03 04:00"),
        ],
    ),
    "dated bars": (
        WEEKS,
        [
            *pair("cases peak in March 2021", "cases peak in May 2021", top(), "2021-03", "2021-05"),
            *pair("300 cases at the peak", "330 cases at the peak", "SELECT max(value) FROM data", 300, 330),
            *pair("30 weeks are shown", "28 weeks are shown", "SELECT count(*) FROM data WHERE kind = 'bar'", 30, 28),
            *pair("they start on 4 January", "they start on 18 January", "SELECT min(x) FROM data", "2021-01-04", "2021-01-18"),
        ],
    ),
    "stairs": (
        STAIRS,
        [
            *pair("9 between 10 and 20", "7 between 10 and 20", where("x_low = 10"), 9, 7),
            *pair("the last stair is 20 wide", "the last stair is 15 wide", top("x_high - x_low", order="x_low DESC"), 20, 15),
        ],
    ),
    "bars with a target": (
        TARGET,
        [
            *pair("two bars are above the target", "three bars are above the target", "SELECT count(*) FROM data WHERE kind = 'bar' AND value > (SELECT value FROM data WHERE kind = 'rule')", 2, 3),
            *pair("the target is 75", "the target is 80", where("kind = 'rule'"), 75, 80),
            *pair("E ranks 3rd", "E ranks 4th", RANK.format("E"), 3, 4),
            *pair("the median bar is 67", "the median bar is 75", where("kind = 'bar'", "median(value)"), 67, 75),
            *truth("all bars are above 40", "all bars are above 50", where("kind = 'bar'", "min(value) > 40"), where("kind = 'bar'", "min(value) > 50")),
        ],
    ),
    "polar": (
        POLAR,
        [
            *pair("the gain is 4 at 90°", "the gain is 3 at 90°", where("round(x) = 90"), 4, 3),
            *pair("the lowest gain is 1", "the lowest gain is 2", "SELECT min(value) FROM data", 1, 2),
        ],
    ),
    "dumbbells": (
        DUMBBELL,
        [
            *pair("z gains 60", "z gains 48", "SELECT (SELECT x FROM data WHERE series = 'after' AND y = 'z') - (SELECT x FROM data WHERE series = 'before' AND y = 'z')", 60, 48),
            *pair("three points before", "four points before", of("before", "count(*)"), 3, 4),
        ],
    ),
    "floating bars": (
        FLOATING,
        [
            *pair("sales add 60 k€", "sales add 72 k€", where("x = 'sales'"), 60, 72),
            *pair("it ends 15 above the start", "it ends 25 above the start", "SELECT (SELECT value FROM data WHERE x = 'end') - (SELECT value FROM data WHERE x = 'start')", 15, 25),
            *pair("costs take away 45", "costs take away 60", where("x = 'costs'", "abs(value)"), 45, 60),
        ],
    ),
    "crossing lines": (
        CROSSING,
        [
            *pair("they cross at 5", "they cross at 6.5", "SELECT min(s.x) FROM data AS s JOIN data AS d ON s.x = d.x WHERE s.series = 'supply' AND d.series = 'demand' AND s.value >= d.value - 0.01", 5, 6.5),
            *pair("a price of 35 where they meet", "a price of 39 where they meet", "SELECT value_at(panel, 'supply', 5) FROM data LIMIT 1", 35, 39),
            *pair("demand falls by 3 a unit", "demand falls by 5 a unit", of("demand", "-slope(x, value)"), 3, 5),
        ],
    ),
    "engineering": (
        ENGINEERING,
        [
            *pair("16 kHz at the end", "18 kHz at the end", of("rate"), 16000, 18000),
            *pair("up eightfold, by 14 kHz", "up by 11 kHz", of("rate", "max(value) - min(value)"), 14000, 11000),
            *pair("4,500 at 2", "3,500 at 2", "SELECT " + at("rate", 2), 4500, 3500),
        ],
    ),
    "inverted axis": (
        INVERTED,
        [
            *pair("it goes down to 800 m", "it goes down to 900 m", of("dive"), 800, 900),
            *truth("it gets deeper all the time", "it gets shallower all the time", "SELECT min(d > 0) FROM (SELECT value - lag(value) OVER (ORDER BY x) AS d FROM data) WHERE d IS NOT NULL", "SELECT min(d < 0) FROM (SELECT value - lag(value) OVER (ORDER BY x) AS d FROM data) WHERE d IS NOT NULL"),
        ],
    ),
    "horizontal boxes": (
        HORIZONTAL_BOXES,
        [
            *pair("high has a median of 55", "high has a median of 50", where(BOXES + "y = 'high'"), 55, 50),
            *pair("the box of low is 20 wide", "the box of low is 30 wide", where(BOXES + "y = 'low'", "q3 - q1"), 20, 30),
            *pair("the outlier is at 40", "the outlier is at 45", where("kind = 'outlier'"), 40, 45),
            *pair("low starts at 10", "low starts at 15", where(BOXES + "y = 'low'", "low"), 10, 15),
        ],
    ),
    "long line": (
        LONG,
        [
            *pair("2,000 points", "1,800 points", of("sensor", "count(*)"), 2000, 1800),
            *pair("it averages about 121", "it averages about 131", of("sensor", "avg(value)"), 121, 131),
            *pair("the standard deviation is 22", "the standard deviation is 35", of("sensor", "stdev(value)"), 22, 35),
            *pair("the median is 121.1", "the median is 128.3", of("sensor", "median(value)"), 121.1, 128.3),
        ],
    ),
    "pandas areas": (
        PANDAS_AREA,
        [
            *pair("coal falls to 20", "coal falls to 28", "SELECT " + at("coal", 2015), 20, 28),
            *pair("sun has 40 % in 2015", "sun has 30 % in 2015", of("sun", "100 * share", None, "AND x = 2015"), 40, 30),
            *pair("wind quadruples", "wind triples", f"SELECT {at('wind', 2015)} / {at('wind', 2000)}", 4, 3),
            *pair("the total comes to 100 in 2015", "the total comes to 110 in 2015", where("x = 2015", "sum(value)"), 100, 110),
        ],
    ),
    "pandas stacked bars": (
        PANDAS_BARS,
        [
            *pair("the Reds win 75 %", "the Reds win 60 %", of("win", "100 * share", None, "AND x = 'Reds'"), 75, 60),
            *pair("the Blues lose 8", "the Blues lose 7", "SELECT " + at("loss", "Blues"), 8, 7),
            *pair("37 games in total", "41 games in total", "SELECT sum(value) FROM data", 37, 41),
        ],
    ),
    "boxes by hue": (
        HUE_BOXES,
        [
            *pair("m in N has a median of 13", "m in N has a median of 11", where(BOXES + "series = 'm' AND x = 'N'"), 13, 11),
            *truth("f is larger than m in S", "m is larger than f in S", "SELECT (SELECT value FROM data WHERE kind = 'box' AND series = 'f' AND x = 'S') > (SELECT value FROM data WHERE kind = 'box' AND series = 'm' AND x = 'S')", "SELECT (SELECT value FROM data WHERE kind = 'box' AND series = 'm' AND x = 'S') > (SELECT value FROM data WHERE kind = 'box' AND series = 'f' AND x = 'S')"),
            *pair("four boxes", "six boxes", where("kind = 'box'", "count(*)"), 4, 6),
        ],
    ),
    "counts": (
        COUNTS,
        [
            *pair("38 travel in 3rd class", "42 travel in 3rd class", where("x = '3rd'"), 38, 42),
            *pair("70 people altogether", "82 people altogether", "SELECT sum(value) FROM data", 70, 82),
            *pair("over half are in 3rd class", "over two thirds are in 3rd class", "SELECT (SELECT value FROM data WHERE x = '3rd') / sum(value) FROM data", 0.5, 0.667),
        ],
    ),
    "point plot": (
        POINTPLOT,
        [
            *pair("a mean effect of 20 at high", "a mean effect of 17 at high", where("kind IN ('line', 'point') AND x = 'high' LIMIT 1"), 20, 17),
            *pair("its error bar ends at 23", "its error bar ends at 26", "SELECT max(high) FROM data WHERE kind = 'errorbar'", 23, 26),
        ],
    ),
    "seaborn violins": (
        SEABORN_VIOLINS,
        [
            *pair("old has a median of 20 days", "old has a median of 17 days", where("kind = 'violin' AND x = 'old'"), 20, 17),
            *pair("new goes down to 5 days", "new goes down to 8 days", where("kind = 'violin' AND x = 'new'", "low"), 5, 8),
        ],
    ),
    "mesh": (
        PCOLORMESH,
        [
            *pair("30 mm at most", "34 mm at most", "SELECT max(value) FROM data", 30, 34),
            *pair("six cells", "eight cells", where("kind = 'cell'", "count(*)"), 6, 8),
            *pair("the wettest cell starts at 10", "the wettest cell starts at 0", top("y_low"), 10, 0),
        ],
    ),
    "clusters": (
        CLUSTERS,
        [
            *pair("old cars lose 4 a unit", "old cars lose 6 a unit", of("old cars", "-slope(x, value)"), 4, 6),
            *pair("24 cars in all", "26 cars in all", "SELECT count(*) FROM data", 24, 26),
            *pair("old cars correlate at -1", "old cars correlate at -0.6", of("old cars", "corr(x, value)"), -1, -0.6),
            *truth("every old car goes further than every new one", "some new car goes further than some old one", "SELECT (SELECT min(value) FROM data WHERE series = 'old cars') > (SELECT max(value) FROM data WHERE series = 'new cars')", "SELECT (SELECT min(value) FROM data WHERE series = 'old cars') < (SELECT max(value) FROM data WHERE series = 'new cars')"),
        ],
    ),
    "plotly stack": (
        PLOTLY_STACK,
        [
            *pair("web tripled", "web doubled", f"SELECT {at('web', 'Q3')} / {at('web', 'Q1')}", 3, 2),
            *pair("shop has 75 % of Q1", "shop has 55 % of Q1", of("shop", "100 * share", None, "AND x = 'Q1'"), 75, 55),
            *pair("the first quarter where web leads is Q3", "the first quarter where web leads is Q1", YEAR_OVER.format("web", "shop"), "Q3", "Q1"),
        ],
    ),
    "plotly histogram": (
        PLOTLY_HISTOGRAM,
        [
            *pair("the fullest bin has 5", "the fullest bin has 7", "SELECT max(value) FROM data", 5, 7),
            *pair("ten values are counted", "twelve values are counted", "SELECT sum(value) FROM data", 10, 12),
        ],
    ),
    "plotly boxes": (
        PLOTLY_BOXES,
        [
            *pair("b has a median of 13", "b has a median of 16", where(BOXES + "(series = 'b' OR x = 'b')"), 13, 16),
            *pair("a is topped at 5", "a is topped at 8", where(BOXES + "(series = 'a' OR x = 'a')", "high"), 5, 8),
            *pair("the outlier lies at 30", "the outlier lies at 26", where("kind = 'outlier'"), 30, 26),
        ],
    ),
    "plotly waterfall": (
        PLOTLY_WATERFALL,
        [
            *pair("sales bring 60", "sales bring 72", where("x = 'sales'"), 60, 72),
            *pair("the close is at 120", "the close is at 135", where("x = 'close'"), 120, 135),
            *pair("costs are the only loss, of 40", "costs are the only loss, of 55", where("x = 'costs'", "abs(value)"), 40, 55),
        ],
    ),
    "plotly second axis": (
        PLOTLY_SECOND,
        [
            *pair("310 units in 2021", "340 units in 2021", "SELECT " + at("units", "2021"), 310, 340),
            *pair("a margin of 15 % in 2020", "a margin of 12 % in 2020", "SELECT " + at("margin", "2020"), 15, 12),
            *pair("the margin is lowest in 2021", "the margin is lowest in 2019", top("x", "series = 'margin'", "value"), "2021", "2019"),
        ],
    ),
    "plotly dates": (
        PLOTLY_DATES,
        [
            *pair("it is hottest in July 2021", "it is hottest in June 2021", top(), "2021-07", "2021-06"),
            *pair("six months above 13.5", "eight months above 13.5", where("value > 13.5", "count(*)"), 6, 8),
            *pair("the mean is about 14", "the mean is about 17", "SELECT avg(value) FROM data", 14, 17),
        ],
    ),
    "plotly pie": (
        PLOTLY_PIE,
        [
            *pair("Android has 70 %", "Android has 80 %", where("x = 'Android'", "100 * share"), 70, 80),
            *pair("Android is 2.5 times iOS", "Android is 3.5 times iOS", "SELECT (SELECT value FROM data WHERE x = 'Android') / (SELECT value FROM data WHERE x = 'iOS')", 2.5, 3.5),
        ],
    ),
    "plotly heat map": (
        PLOTLY_HEAT,
        [
            *pair("30 at a and v", "24 at a and v", where("x = 'a' AND y = 'v'"), 30, 24),
            *pair("column b sums to 40", "column b sums to 47", where("x = 'b'", "sum(value)"), 40, 47),
        ],
    ),
    "altair means": (
        ALTAIR_MEAN,
        [
            *pair("b averages 45", "b averages 38", where("x = 'b'"), 45, 38),
            *pair("c is second", "c is third", "SELECT 1 + count(*) FROM data WHERE value > (SELECT value FROM data WHERE x = 'c')", 2, 3),
            *pair("b is three times a", "b is twice a", "SELECT (SELECT value FROM data WHERE x = 'b') / (SELECT value FROM data WHERE x = 'a')", 3, 2),
        ],
    ),
    "altair stack": (
        ALTAIR_STACK,
        [
            *pair("oil has 75 % of 2021", "oil has 60 % of 2021", of("oil", "100 * share", None, "AND x = '2021'"), 75, 60),
            *pair("80 are used in 2021", "90 are used in 2021", where("x = '2021'", "sum(value)"), 80, 90),
        ],
    ),
    "altair facets": (
        ALTAIR_FACETS,
        [
            *pair("Bonn has 30 trips by tram", "Bonn has 26 trips by tram", where("panel LIKE '%Bonn%' AND x = 'tram'"), 30, 26),
            *pair("Graz makes 33 trips", "Graz makes 40 trips", where("panel LIKE '%Graz%'", "sum(value)"), 33, 40),
        ],
    ),
    "altair lines": (
        ALTAIR_LINES,
        [
            *pair("up ends at 40", "up ends at 36", "SELECT " + at("up", 4), 40, 36),
            *pair("up is ahead from 4 on", "up is ahead from 3 on", YEAR_OVER.format("up", "down"), 4, 3),
            *truth("down never rises", "up never falls", "SELECT max(d <= 0) = 1 AND min(d <= 0) = 1 FROM (SELECT value - lag(value) OVER (ORDER BY x) AS d FROM data WHERE series = 'down') WHERE d IS NOT NULL", "SELECT min(d >= 0) FROM (SELECT value - lag(value) OVER (ORDER BY x) AS d FROM data WHERE series = 'up') WHERE d IS NOT NULL"),
        ],
    ),
    "altair bins": (
        ALTAIR_BINS,
        [
            *pair("four values from 10 to 20", "five values from 10 to 20", where("x_low = 10"), 4, 5),
            *pair("8 values in all", "9 values in all", "SELECT sum(value) FROM data", 8, 9),
        ],
    ),
    "altair shares": (
        ALTAIR_NORMALIZED,
        [
            *pair("u makes up 75 % of b", "u makes up 60 % of b", of("u", "100 * share", None, "AND x = 'b'"), 75, 60),
        ],
    ),
    "altair months": (
        ALTAIR_MONTHS,
        [
            *pair("9 in March 2021", "7 in March 2021", top("value", order="x DESC"), 9, 7),
            *pair("both January days make 4", "both January days make 5", top("value", order="x"), 4, 5),
        ],
    ),
    "thousands": (
        THOUSANDS,
        [
            *pair("150,000 jobs in 2002", "170,000 jobs in 2002", "SELECT " + at("jobs", 2002), 150, 170),
            *pair("jobs grew by a quarter", "jobs grew by a half", f"SELECT {at('jobs', 2002)} / {at('jobs', 2000)} - 1", 0.25, 0.5),
        ],
    ),
}  # fmt: skip
