"""Statements about figures of many kinds, half of them with one planted error.

Each figure: its name, the code that draws `fig`, and statements as a quote, a query, the stated
value, and whether it is true.
"""

# ruff: noqa: E501 - a table is read line by line
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


def of(series, what="max(value)", kind=None, more=""):
    kinds = f" AND kind = '{kind}'" if kind else ""
    return f"SELECT {what} FROM data WHERE series = '{series}'{kinds} {more}"


def at(series, x):
    x = f"'{x}'" if isinstance(x, str) else x
    return f"(SELECT value FROM data WHERE series = '{series}' AND x = {x})"


FIRST_ABOVE = (
    "SELECT min(n.x) FROM data AS n JOIN data AS s ON n.x = s.x "
    "WHERE n.series = 'North' AND s.series = 'South' AND n.value > s.value"
)
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
}  # fmt: skip
