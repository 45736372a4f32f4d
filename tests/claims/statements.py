"""Statements about figures of many kinds, half of them with one planted error.

Each figure: its name, the code that draws `fig`, and statements as a quote, a query, the stated
value, and whether it is true.
"""

# ruff: noqa: E501 - a table is read line by line
from further_statements import FURTHER_FIGURES, at, of

LINES = """
years = np.arange(2010.0, 2021.0)
fig, ax = plt.subplots()
ax.plot(years, [12, 14, 18, 17, 21, 26, 31, 30, 38, 44, 40], label="North")
ax.plot(years, [30, 29, 27, 28, 25, 24, 22, 23, 20, 18, 15], label="South")
ax.set(title="Sales", xlabel="Year", ylabel="Sales (k€)")
ax.legend()
"""
BARS = """
fig, ax = plt.subplots()
ax.bar(["Mon", "Tue", "Wed", "Thu", "Fri"], [40, 55, 38, 72, 66])
ax.set_ylabel("Visitors")
"""
STACK = """
fig, ax = plt.subplots()
quarters = ["Q1", "Q2", "Q3", "Q4"]
ax.bar(quarters, [10, 12, 15, 20], label="Web")
ax.bar(quarters, [30, 28, 20, 10], bottom=[10, 12, 15, 20], label="Shop")
ax.legend()
"""
PIE = """
fig, ax = plt.subplots()
ax.pie([50, 30, 15, 5], labels=["Coal", "Gas", "Wind", "Solar"])
"""
HISTOGRAM = """
fig, ax = plt.subplots()
ax.hist([1, 1, 2, 2, 2, 3, 3, 4, 5, 5, 5, 5, 9], bins=[0, 2, 4, 6, 8, 10])
"""
DATES = """
fig, ax = plt.subplots()
days = np.arange("2021-01-01", "2021-12-31", dtype="datetime64[D]")
ax.plot(days, 20 - 15 * np.cos(2 * np.pi * (np.arange(len(days)) - 20) / 365), label="Berlin")
ax.set_ylabel("Temperature (°C)")
"""
LOG = """
fig, ax = plt.subplots()
x = np.arange(1.0, 9.0)
ax.semilogy(x, 10.0**x, label="fast")
ax.semilogy(x, 3.0**x, label="slow")
ax.legend()
"""
SCATTER = """
fig, ax = plt.subplots()
x = np.linspace(0.05, 9.95, 34)
ax.scatter(x, 3 * x + np.sin(9 * x), label="trees")
ax.set(xlabel="Age", ylabel="Height (m)")
"""
BOX = """
fig, ax = plt.subplots()
ax.boxplot([[1, 2, 3, 4, 5, 20], [4, 5, 6, 7, 8]])
ax.set_xticks([1, 2], ["A", "B"])
"""
HEAT = """
fig, ax = plt.subplots()
ax.imshow([[1, 2, 3], [4, 9, 6]])
ax.set_xticks(range(3), ["a", "b", "c"])
ax.set_yticks(range(2), ["up", "down"])
"""
HBARS = """
fig, ax = plt.subplots()
ax.barh(["cat", "dog", "owl"], [4.5, 9.0, 2.5])
ax.set_xlabel("Weight (kg)")
"""
ERRORS = """
fig, ax = plt.subplots()
ax.errorbar([1, 2, 3], [10, 14, 12], yerr=[1, 2, 0.5], label="dose")
ax.legend()
"""
AREA = """
fig, ax = plt.subplots()
ax.stackplot([0, 1, 2, 3], [1, 2, 3, 4], [4, 3, 2, 2], labels=["in", "out"])
ax.legend()
"""
PANELS = """
fig, (left, right) = plt.subplots(1, 2)
left.plot([1, 2, 3], [5, 6, 7])
left.set_title("Rain")
right.bar(["x", "y"], [3, 8])
right.set_title("Sun")
"""


GROUPED = """
fig, ax = plt.subplots()
x = np.arange(3)
ax.bar(x - 0.2, [20, 35, 30], 0.4, label="men")
ax.bar(x + 0.2, [25, 32, 34], 0.4, label="women")
ax.set_xticks(x, ["G1", "G2", "G3"])
ax.legend()
"""
TWIN = """
fig, ax = plt.subplots()
ax.plot([1, 2, 3, 4], [100, 120, 90, 150], label="rain")
ax.set_ylabel("Rain (mm)")
other = ax.twinx()
other.plot([1, 2, 3, 4], [8, 12, 18, 15], color="red", label="heat")
other.set_ylabel("Temperature (°C)")
fig.legend()
"""
PERCENT = """
from matplotlib.ticker import PercentFormatter
fig, ax = plt.subplots()
ax.bar(["yes", "no", "unsure"], [0.58, 0.31, 0.11])
ax.yaxis.set_major_formatter(PercentFormatter(1))
"""
STEP = """
fig, ax = plt.subplots()
ax.step([0, 10, 20, 30], [5, 7, 4, 9], where="post", label="rate")
ax.legend()
"""
STEM = """
fig, ax = plt.subplots()
ax.stem([1, 2, 3, 4, 5], [2.0, 3.5, 1.0, 4.5, 2.5], label="signal")
ax.legend()
"""
GANTT = """
fig, ax = plt.subplots()
ax.broken_barh([(0, 4), (6, 3)], (0, 1), label="build")
ax.broken_barh([(4, 2)], (1, 1), label="test")
ax.legend()
"""
NEGATIVE = """
fig, ax = plt.subplots()
ax.bar(["a", "b", "c", "d"], [5, -3, 8, -6])
"""
SYMLOG = """
fig, ax = plt.subplots()
ax.plot([1, 2, 3, 4], [-1000, -10, 10, 1000], label="balance")
ax.set_yscale("symlog")
ax.legend()
"""
VIOLIN = """
fig, ax = plt.subplots()
ax.violinplot([np.arange(11.0), np.arange(20.0, 31.0)], showmedians=True)
"""
TREND = """
fig, ax = plt.subplots()
months = np.arange("2020-01", "2023-01", dtype="datetime64[M]")
ax.plot(months, 50 + 2.0 * np.arange(36), label="users")
ax.set_ylabel("Users (k)")
ax.legend()
"""
MANY = """
fig, axes = plt.subplots(2, 2)
for number, ax in enumerate(axes.flat, 1):
    ax.plot([0, 1, 2], [number, 2 * number, 4 * number])
    ax.set_title(f"Site {number}")
"""
PLOTLY = """
import plotly.graph_objects as go
fig = go.Figure([go.Bar(x=["a", "b", "c"], y=[3, 5, 4], name="u"), go.Scatter(x=["a", "b", "c"], y=[1, 2, 6], name="v")])
"""
ALTAIR = """
import altair as alt
import pandas as pd
fig = alt.Chart(pd.DataFrame({"x": ["a", "b", "c"], "y": [30, 52, 41]})).mark_bar().encode(x="x", y="y")
"""
SEABORN = """
import pandas as pd
import seaborn as sns
fig, ax = plt.subplots()
table = pd.DataFrame({"day": ["Sat", "Sat", "Sun", "Sun"], "tip": [2.0, 4.0, 5.0, 6.0]})
sns.barplot(table, x="day", y="tip", errorbar=None, ax=ax)
"""


FIRST_ABOVE = (
    "SELECT min(n.x) FROM data AS n JOIN data AS s ON n.x = s.x "
    "WHERE n.series = 'North' AND s.series = 'South' AND n.value > s.value"
)
BOTH = "FROM data AS n JOIN data AS s ON n.x = s.x WHERE n.series = 'North' AND s.series = 'South'"
LOWER = f"SELECT count(*) {BOTH} AND n.value < s.value"
CORRELATION = f"SELECT corr(n.value, s.value) {BOTH}"
LEADER = "SELECT x FROM data WHERE kind = 'bar' ORDER BY value DESC LIMIT 1"

FIGURES = {
    "lines": (
        LINES,
        [
            ("North peaked at 44", of("North"), 44, True),
            ("North peaked at 47", of("North"), 47, False),
            ("its best year was 2019", of("North", "x", None, "ORDER BY value DESC LIMIT 1"), 2019, True),
            ("its best year was 2020", of("North", "x", None, "ORDER BY value DESC LIMIT 1"), 2020, False),
            ("North overtook South in 2015", FIRST_ABOVE, 2015, True),
            ("North overtook South in 2014", FIRST_ABOVE, 2014, False),
            ("South fell by 50 %", f"SELECT 100 * (1 - {at('South', 2020)} / {at('South', 2010)})", 50, True),
            ("South fell by 35 %", f"SELECT 100 * (1 - {at('South', 2020)} / {at('South', 2010)})", 35, False),
            ("North ends higher than South", f"SELECT {at('North', 2020)} > {at('South', 2020)}", True, True),
            ("South ends higher than North", f"SELECT {at('South', 2020)} > {at('North', 2020)}", True, False),
            ("North averages about 26", of("North", "avg(value)"), 26, True),
            ("North averages about 31", of("North", "avg(value)"), 31, False),
            ("South almost halved", f"SELECT {at('South', 2020)} / {at('South', 2010)}", 0.5, True),
            ("South almost tripled", f"SELECT {at('South', 2020)} / {at('South', 2010)}", 3, False),
            ("North more than tripled", f"SELECT {at('North', 2020)} / {at('North', 2010)}", 3, True),
            ("North more than quadrupled", f"SELECT {at('North', 2020)} / {at('North', 2010)}", 4, False),
            ("North was the lower one in five of the years", LOWER, 5, True),
            ("North was the lower one in seven of the years", LOWER, 7, False),
            ("both correlate at −0.97", CORRELATION, -0.97, True),
            ("both correlate at −0.60", CORRELATION, -0.6, False),
            ("North grew by 12.8 % a year", f"SELECT 100 * (pow({at('North', 2020)} / {at('North', 2010)}, 0.1) - 1)", 12.8, True),
            ("North grew by 18.0 % a year", f"SELECT 100 * (pow({at('North', 2020)} / {at('North', 2010)}, 0.1) - 1)", 18, False),
            ("North gained 28 thousand €", f"SELECT {at('North', 2020)} - {at('North', 2010)}", 28, True),
            ("North gained 35 thousand €", f"SELECT {at('North', 2020)} - {at('North', 2010)}", 35, False),
            ("there are two series", "SELECT count(DISTINCT series) FROM data", 2, True),
            ("there are three series", "SELECT count(DISTINCT series) FROM data", 3, False),
        ],
    ),
    "bars": (
        BARS,
        [
            ("Thursday is the busiest", LEADER, "Thu", True),
            ("Friday is the busiest", LEADER, "Fri", False),
            ("271 visitors in total", "SELECT sum(value) FROM data", 271, True),
            ("330 visitors in total", "SELECT sum(value) FROM data", 330, False),
            ("three days above 50", "SELECT count(*) FROM data WHERE value > 50", 3, True),
            ("four days above 50", "SELECT count(*) FROM data WHERE value > 50", 4, False),
            ("the median is 55", "SELECT median(value) FROM data", 55, True),
            ("the median is 60", "SELECT median(value) FROM data", 60, False),
        ],
    ),
    "stack": (
        STACK,
        [
            ("Web doubled", f"SELECT {at('Web', 'Q4')} / {at('Web', 'Q1')}", 2, True),
            ("Web tripled", f"SELECT {at('Web', 'Q4')} / {at('Web', 'Q1')}", 3, False),
            ("Shop is 75 % of Q1", of("Shop", "share", None, "AND x = 'Q1'"), 0.75, True),
            ("Shop is 60 % of Q1", of("Shop", "share", None, "AND x = 'Q1'"), 0.6, False),
            ("Web stood at 15 in Q3", "SELECT " + at("Web", "Q3"), 15, True),
            ("Shop stood at 35 in Q3", "SELECT " + at("Shop", "Q3"), 35, False),
        ],
    ),
    "pie": (
        PIE,
        [
            ("coal is half", "SELECT share FROM data WHERE x = 'Coal'", 0.5, True),
            ("coal is two thirds", "SELECT share FROM data WHERE x = 'Coal'", 0.667, False),
            ("wind has 15 %", "SELECT share FROM data WHERE x = 'Wind'", 0.15, True),
            ("wind has 22 %", "SELECT share FROM data WHERE x = 'Wind'", 0.22, False),
            ("Solar is the smallest", "SELECT x FROM data ORDER BY value LIMIT 1", "Solar", True),
            ("Wind is the smallest", "SELECT x FROM data ORDER BY value LIMIT 1", "Wind", False),
        ],
    ),
    "histogram": (
        HISTOGRAM,
        [
            ("13 values", "SELECT sum(value) FROM data WHERE kind = 'histogram'", 13, True),
            ("19 values", "SELECT sum(value) FROM data WHERE kind = 'histogram'", 19, False),
            ("the fullest bin starts at 2", "SELECT x_low FROM data ORDER BY value DESC, n LIMIT 1", 2, True),
            ("the fullest bin starts at 8", "SELECT x_low FROM data ORDER BY value DESC, n LIMIT 1", 8, False),
        ],
    ),
    "dates": (
        DATES,
        [
            ("warmest in July 2021", of("Berlin", "x", None, "ORDER BY value DESC LIMIT 1"), "2021-07", True),
            ("warmest in May 2021", of("Berlin", "x", None, "ORDER BY value DESC LIMIT 1"), "2021-05", False),
            ("a high of 35 °C", of("Berlin"), 35, True),
            ("a high of 38 °C", of("Berlin"), 38, False),
        ],
    ),
    "log": (
        LOG,
        [
            ("fast ends at 100 million", of("fast"), 1e8, True),
            ("fast ends at 300 million", of("fast"), 3e8, False),
            ("tenfold a step", f"SELECT {at('fast', 4)} / {at('fast', 3)}", 10, True),
            ("slow ends at about 6,600", of("slow"), 6600, True),
            ("slow ends at about 9,900", of("slow"), 9900, False),
        ],
    ),
    "scatter": (
        SCATTER,
        [
            ("a correlation of 0.997", of("trees", "corr(x, value)"), 0.997, True),
            ("a correlation of 0.61", of("trees", "corr(x, value)"), 0.61, False),
            ("34 trees", of("trees", "count(*)"), 34, True),
            ("31 trees", of("trees", "count(*)"), 31, False),
            ("3 m a year", of("trees", "slope(x, value)"), 3, True),
            ("5 m a year", of("trees", "slope(x, value)"), 5, False),
        ],
    ),
    "box": (
        BOX,
        [
            ("B has a median of 6", "SELECT value FROM data WHERE kind = 'box' AND x = 'B'", 6, True),
            ("B has a median of 8", "SELECT value FROM data WHERE kind = 'box' AND x = 'B'", 8, False),
            ("one outlier", "SELECT count(*) FROM data WHERE kind = 'outlier'", 1, True),
            ("two outliers", "SELECT count(*) FROM data WHERE kind = 'outlier'", 2, False),
        ],
    ),
    "heat map": (
        HEAT,
        [
            ("9 at b", "SELECT value FROM data WHERE x = 'b' AND y = 'down'", 9, True),
            ("7 at b", "SELECT value FROM data WHERE x = 'b' AND y = 'down'", 7, False),
            ("the peak is in b", "SELECT x FROM data ORDER BY value DESC LIMIT 1", "b", True),
            ("the peak is in c", "SELECT x FROM data ORDER BY value DESC LIMIT 1", "c", False),
        ],
    ),
    "horizontal bars": (
        HBARS,
        [
            ("the dog weighs 9 kg", "SELECT value FROM data WHERE y = 'dog'", 9, True),
            ("the dog weighs 7 kg", "SELECT value FROM data WHERE y = 'dog'", 7, False),
            ("the owl is the lightest", "SELECT y FROM data ORDER BY value LIMIT 1", "owl", True),
            ("the cat is the lightest", "SELECT y FROM data ORDER BY value LIMIT 1", "cat", False),
        ],
    ),
    "error bars": (
        ERRORS,
        [
            ("it reaches 16", of("dose", "max(high)", "errorbar"), 16, True),
            ("it reaches 18", of("dose", "max(high)", "errorbar"), 18, False),
            ("a peak of 14 at 2", of("dose", "max(value)", "errorbar"), 14, True),
        ],
    ),
    "areas": (
        AREA,
        [
            ("out starts at 4", "SELECT " + at("out", 0), 4, True),
            ("out starts at 5", "SELECT " + at("out", 0), 5, False),
            ("in makes up 20 % at first", of("in", "share", None, "AND x = 0"), 0.2, True),
            ("in makes up 35 % at first", of("in", "share", None, "AND x = 0"), 0.35, False),
        ],
    ),
    "panels": (
        PANELS,
        [
            ("rain rises to 7", "SELECT max(value) FROM data WHERE panel = 'Rain'", 7, True),
            ("rain rises to 8", "SELECT max(value) FROM data WHERE panel = 'Rain'", 8, False),
            ("two panels", "SELECT count(DISTINCT panel) FROM data", 2, True),
            ("four panels", "SELECT count(DISTINCT panel) FROM data", 4, False),
        ],
    ),
    "grouped bars": (
        GROUPED,
        [
            ("women lead in 2 groups", "SELECT count(*) FROM data AS w JOIN data AS m ON round(w.x) = round(m.x) OR w.x = m.x WHERE w.series = 'women' AND m.series = 'men' AND w.n = m.n AND w.value > m.value", 2, True),
            ("women lead in 3 groups", "SELECT count(*) FROM data AS w JOIN data AS m ON round(w.x) = round(m.x) OR w.x = m.x WHERE w.series = 'women' AND m.series = 'men' AND w.n = m.n AND w.value > m.value", 3, False),
            ("men peak at 35", of("men"), 35, True),
            ("men peak at 32", of("men"), 32, False),
        ],
    ),
    "two scales": (
        TWIN,
        [
            ("up to 18 °C", of("heat"), 18, True),
            ("up to 21 °C", of("heat"), 21, False),
            ("the wettest month is 4", of("rain", "x", None, "ORDER BY value DESC LIMIT 1"), 4, True),
            ("115 mm on average", of("rain", "avg(value)"), 115, True),
            ("131 mm on average", of("rain", "avg(value)"), 131, False),
        ],
    ),
    "per cent": (
        PERCENT,
        [
            ("58 % said yes", "SELECT value FROM data WHERE x = 'yes'", 58, True),
            ("68 % said yes", "SELECT value FROM data WHERE x = 'yes'", 68, False),
            ("a majority said yes", "SELECT value > 50 FROM data WHERE x = 'yes'", True, True),
            ("a majority said no", "SELECT value > 50 FROM data WHERE x = 'no'", True, False),
        ],
    ),
    "steps": (
        STEP,
        [
            ("7 at x = 15", "SELECT value_at(panel, 'rate', 15) FROM data LIMIT 1", 7, True),
            ("5.5 at x = 15", "SELECT value_at(panel, 'rate', 15) FROM data LIMIT 1", 5.5, False),
            ("9 at the end", of("rate", "value", None, "ORDER BY x DESC LIMIT 1"), 9, True),
        ],
    ),
    "stems": (
        STEM,
        [
            ("4.5 at 4", "SELECT " + at("signal", 4), 4.5, True),
            ("3.9 at 4", "SELECT " + at("signal", 4), 3.9, False),
            ("the lowest is at 3", of("signal", "x", None, "ORDER BY value LIMIT 1"), 3, True),
            ("the lowest is at 5", of("signal", "x", None, "ORDER BY value LIMIT 1"), 5, False),
        ],
    ),
    "intervals": (
        GANTT,
        [
            ("build takes 7 in all", of("build", "sum(value)"), 7, True),
            ("build takes 9 in all", of("build", "sum(value)"), 9, False),
            ("three intervals", "SELECT count(*) FROM data WHERE kind = 'interval'", 3, True),
            ("two intervals", "SELECT count(*) FROM data WHERE kind = 'interval'", 2, False),
        ],
    ),
    "negative bars": (
        NEGATIVE,
        [
            ("d is lowest, at −6", "SELECT value FROM data WHERE x = 'd'", -6, True),
            ("d is lowest, at −8", "SELECT value FROM data WHERE x = 'd'", -8, False),
            ("half of them are below zero", "SELECT avg(value < 0) FROM data", 0.5, True),
            ("the sum is 4", "SELECT sum(value) FROM data", 4, True),
            ("the sum is 22", "SELECT sum(value) FROM data", 22, False),
        ],
    ),
    "symlog": (
        SYMLOG,
        [
            ("it ends at 1,000", of("balance", "value", None, "ORDER BY x DESC LIMIT 1"), 1000, True),
            ("it ends at 2,000", of("balance", "value", None, "ORDER BY x DESC LIMIT 1"), 2000, False),
            ("positive from 3 on", of("balance", "min(x)", None, "AND value > 0"), 3, True),
            ("positive from 2 on", of("balance", "min(x)", None, "AND value > 0"), 2, False),
        ],
    ),
    "violins": (
        VIOLIN,
        [
            ("medians of 5 and 25 differ by 20", "SELECT max(value) - min(value) FROM data WHERE kind = 'violin'", 20, True),
            ("medians differ by 15", "SELECT max(value) - min(value) FROM data WHERE kind = 'violin'", 15, False),
            ("up to 30", "SELECT max(high) FROM data WHERE kind = 'violin'", 30, True),
        ],
    ),
    "months": (
        TREND,
        [
            ("24 k more users a year", of("users", "365.25 * slope(x, value)"), 24, True),
            ("36 k more users a year", of("users", "365.25 * slope(x, value)"), 36, False),
            ("over 100 k from May 2022", of("users", "min(x)", None, "AND value >= 100.5"), "2022-05", False),
            ("over 100 k from March 2022", of("users", "min(x)", None, "AND value >= 100.5"), "2022-03", True),
            ("users more than doubled", of("users", "max(value) > 2 * min(value)"), True, True),
            ("users more than tripled", of("users", "max(value) > 3 * min(value)"), True, False),
        ],
    ),
    "four panels": (
        MANY,
        [
            ("Site 4 reaches 16", "SELECT max(value) FROM data WHERE panel = 'Site 4'", 16, True),
            ("Site 4 reaches 19", "SELECT max(value) FROM data WHERE panel = 'Site 4'", 19, False),
            ("each site quadruples", "SELECT min(r) FROM (SELECT max(value) / min(value) AS r FROM data GROUP BY panel)", 4, True),
            ("each site triples", "SELECT min(r) FROM (SELECT max(value) / min(value) AS r FROM data GROUP BY panel)", 3, False),
        ],
    ),
    "plotly": (
        PLOTLY,
        [
            ("b leads among u", of("u", "x", None, "ORDER BY value DESC LIMIT 1"), "b", True),
            ("a leads among u", of("u", "x", None, "ORDER BY value DESC LIMIT 1"), "a", False),
            ("v reaches 6", of("v"), 6, True),
            ("v reaches 7", of("v"), 7, False),
        ],
    ),
    "altair": (
        ALTAIR,
        [
            ("b is at 52", "SELECT value FROM data WHERE x = 'b'", 52, True),
            ("b is at 58", "SELECT value FROM data WHERE x = 'b'", 58, False),
            ("123 in total", "SELECT sum(value) FROM data", 123, True),
            ("150 in total", "SELECT sum(value) FROM data", 150, False),
        ],
    ),
    "seaborn": (
        SEABORN,
        [
            ("5.5 on Sunday", "SELECT value FROM data WHERE x = 'Sun' AND kind = 'bar'", 5.5, True),
            ("4.5 on Sunday", "SELECT value FROM data WHERE x = 'Sun' AND kind = 'bar'", 4.5, False),
            ("higher on Sunday than on Saturday", "SELECT (SELECT value FROM data WHERE x = 'Sun') > (SELECT value FROM data WHERE x = 'Sat')", True, True),
            ("lower on Sunday than on Saturday", "SELECT (SELECT value FROM data WHERE x = 'Sun') < (SELECT value FROM data WHERE x = 'Sat')", True, False),
        ],
    ),
    **FURTHER_FIGURES,
}  # fmt: skip
