"""Chart tables: names, rows and what SQL may do with them."""

from __future__ import annotations

import random
import statistics
import weakref

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_claude_vision.charts.builder import TablesBuilder, stack_shares
from jupyter_claude_vision.charts.row_blocks import (
    DATA_COLUMNS,
    CategoryColumn,
    Curve,
    DateColumn,
    format_date,
    parse_date,
)
from jupyter_claude_vision.charts.sql.database import QueryLimits
from jupyter_claude_vision.errors import QueryError


def small_tables():
    builder = TablesBuilder("plotly")
    panel = builder.add_panel("Sales")
    panel.add_axis("x", label="Year", low=2018, high=2022)
    panel.add_axis("y", label="Price (USD)", low=30, high=0, inverted=True, span_pixels=300.0)
    xs, ys = np.arange(2018.0, 2023.0), np.array([10.0, 14, 6, 20, 26])
    line = panel.add_series("A", value_label="Price (USD)")
    line.add_rows("line", x=xs, y=ys, value=ys, axis="y", curve=Curve(xs, ys))
    line.add_rows("band", x=xs, low=ys - 1, high=ys + 1, axis="y")
    bars = panel.add_series("")
    bars.add_rows("bar", x=CategoryColumn([0, 1, -1], ["a", "b"]), value=[1, -2, None], axis="y")
    bars.omit(3, "boxes")
    panel.add_text("annotation", "a\npeak", 2022.0, 26.0)
    panel.omit("1 arrow", "it has no values")
    return builder.build()


def test_the_columns_are_those_of_the_contract():
    tables = small_tables()
    assert tables.data.columns == DATA_COLUMNS
    axes = "panel axis label unit scale low high inverted span_pixels"
    assert " ".join(tables.axes.columns) == axes
    assert tables.texts.columns == ("panel", "kind", "text", "x", "y")
    assert tables.omitted.columns == ("panel", "what", "why")
    assert list(tables) == ["data", "axes", "texts", "omitted"]


def test_rows_come_in_drawing_order_and_are_counted_within_series_and_kind():
    rows = small_tables().query("SELECT series, kind, n, x, value, low FROM data")
    assert rows[0] == ("A", "line", 1, 2018.0, 10.0, None)
    assert rows[5] == ("A", "band", 1, 2018.0, None, 9.0)
    assert [row[:5] for row in rows[10:]] == [
        ("series 2", "bar", 1, "a", 1.0),
        ("series 2", "bar", 2, "b", -2.0),
        ("series 2", "bar", 3, None, None),
    ]


def test_axes_have_units_and_their_limits_in_order():
    assert small_tables().axes[1] == (
        "Sales", "y", "Price (USD)", "USD", "linear", 0.0, 30.0, 1, 300.0,
    )  # fmt: skip


def test_what_is_left_out_names_its_series():
    assert list(small_tables().omitted) == [
        ("Sales", "1 arrow", "it has no values"),
        ("Sales", "3 boxes of series 2", "outside the axis limits"),
    ]
    outside = [omission for omission in small_tables().omissions if omission.is_outside]
    assert [omission.series for omission in outside] == ["series 2"]


def test_values_are_real_and_places_keep_their_own_type():
    kinds = "SELECT DISTINCT typeof(value), typeof(x) FROM data WHERE value IS NOT NULL"
    assert set(small_tables().query(kinds)) == {("real", "real"), ("real", "text")}
    builder = TablesBuilder("plotly")
    series = builder.add_panel().add_series()
    series.add_rows("bar", x=["2010", "2011"], value=[1, 2])
    assert builder.build().query("SELECT count(*) FROM data WHERE x = 2010").value == 0
    assert builder.build().query("SELECT value FROM data WHERE x = '2010'").value == 1.0


def names_of(*series, titles=("",)):
    builder = TablesBuilder("plotly")
    for title in titles:
        panel = builder.add_panel(title)
        for name, label, *kinds in series:
            added = panel.add_series(name, label)
            for kind in kinds:
                added.add_rows(kind, x=1.0, value=1.0)
    return list(builder.build().query("SELECT DISTINCT panel, series FROM data"))


def test_panels_are_called_by_title_else_by_place_and_each_once():
    rows = names_of(("A", "", "line"), titles=["up", "", "up", "panel 4", ""])
    assert [panel for panel, _ in rows] == ["up", "panel 2", "up 2", "panel 4", "panel 5"]


@pytest.mark.parametrize(
    ("series", "names"),
    [
        ([("", "Price", "line")], ["Price"]),
        ([("", "", "line")], ["series 1"]),
        ([("", "Price", "line"), ("", "", "rule")], ["Price", "series 2"]),
        ([("", "Price", "line"), ("", "Price", "line")], ["series 1", "series 2"]),
        ([("A", "Price", "line"), ("A", "Price", "band")], ["A"]),
        ([("A", "Price", "line"), ("A", "Price", "line")], ["A", "A 2"]),
        ([("series 2", "", "line"), ("", "", "line")], ["series 2", "series 2 2"]),
    ],
)
def test_series_are_called_as_the_contract_says(series, names):
    assert [name for _, name in names_of(*series)] == names


def test_dates_are_text_with_a_time_throughout_a_series_that_has_times():
    builder = TablesBuilder("plotly")
    panel = builder.add_panel()
    days = np.array([18322.0, 18322.5, np.nan])
    panel.add_series("noon").add_rows("line", x=DateColumn(days), value=[1, 2, 3])
    panel.add_series("day").add_rows("line", x=DateColumn([18322.0, 18323.0]), value=[1, 2])
    assert [row[0] for row in builder.build().query("SELECT x FROM data")] == [
        "2020-03-01 00:00:00", "2020-03-01 12:00:00", None, "2020-03-01", "2020-03-02",
    ]  # fmt: skip


@given(st.lists(st.integers(-719_162 * 86_400, 2_932_896 * 86_400), min_size=1, max_size=5))
def test_dates_are_the_same_from_arrays_and_from_lists(seconds):
    days = [second / 86_400 for second in seconds]
    texts = DateColumn(np.array(days)).to_texts(0, len(days), with_time=True)
    assert texts == [format_date(day, with_time=True) for day in days]
    assert [round(parse_date(text) * 86_400) for text in texts] == seconds


def curve_value(x, y, place, **options):
    builder = TablesBuilder("plotly")
    series = builder.add_panel().add_series("A")
    series.add_rows("line", x=0.0, value=0.0, curve=Curve(x, y, **options))
    return builder.build().query(f"SELECT value_at('panel 1', 'A', {place})").value


@pytest.mark.parametrize("of", [list, np.array])
@pytest.mark.parametrize(
    ("x", "y", "options", "place", "value"),
    [
        ([0.0, 2, 4], [0.0, 10, 0], {}, 1, 5.0),
        ([0.0, 2, 4], [0.0, 10, 0], {}, 2, 10.0),
        ([0.0, 2, 4], [0.0, 10, 0], {}, 5, None),
        ([4.0, 2, 0], [0.0, 10, 0], {}, 3, 5.0),
        ([0.0, 2, 4], [0.0, float("nan"), 0], {}, 1, None),
        ([0.0, 2, 4], [1.0, 5, 9], {"step": "post"}, 1.9, 1.0),
        ([0.0, 2, 4], [1.0, 5, 9], {"step": "pre"}, 0.1, 5.0),
        ([0.0, 2, 4], [1.0, 5, 9], {"step": "mid"}, 0.9, 1.0),
        ([0.0, 2], [1.0, 100], {"y_scale": "log"}, 1, 10.0),
        ([1.0, 100], [0.0, 2], {"x_scale": "log"}, 10, 1.0),
        ([0.0, 2, 0, 2], [0.0, 2, 5, 5], {}, 1, None),
        ([0.0, 2, 0.5], [0.0, 2, 3], {}, 0.25, 0.25),
        ([0.0, 2], [0.0, 2], {"y_limits": (0, 1)}, 1.5, None),
        ([0.0, 2], [0.0, 2], {"x_limits": (0, 1)}, 1.5, None),
        ([0.0, 1], [3.0, 4], {"categories": {0.0: "a", 1.0: "b"}}, "'b'", 4.0),
        ([18322.0, 18324.0], [0.0, 2], {"dated": True}, "'2020-03-02'", 1.0),
        ([18322.0, 18324.0], [0.0, 2], {"dated": True}, "'soon'", None),
    ],
)
def test_value_at_follows_the_line_as_it_is_drawn(of, x, y, options, place, value):
    assert curve_value(of(x), of(y), place, **options) == (
        value if value is None else pytest.approx(value)
    )


def test_value_at_takes_the_rows_where_there_is_no_curve():
    builder = TablesBuilder("plotly")
    panel = builder.add_panel()
    panel.add_series("A").add_rows("line", x=[1.0, 3.0], value=[1.0, 3.0])
    panel.add_series("B").add_rows("line", x=["p", "q"], value=[1.0, 3.0])
    panel.add_series("C").add_rows("line", x=DateColumn([0.0, 2.0]), value=[1.0, 3.0])
    query = builder.build().query
    assert query("SELECT value_at('panel 1', 'A', 2)").value == 2.0
    assert query("SELECT value_at('panel 1', 'B', 'q')").value == 3.0
    assert query("SELECT value_at('panel 1', 'C', '1970-01-02')").value == 2.0
    assert query("SELECT value_at('panel 1', 'no', 2)").value is None


@given(
    st.lists(
        st.tuples(st.integers(-999, 999), st.one_of(st.none(), st.integers(-999, 999))), min_size=3
    ),
    st.floats(0, 1),
)
def test_statistics_are_those_of_the_standard_library(pairs, part):
    builder = TablesBuilder("plotly")
    xs, ys = [x for x, _ in pairs], [y for _, y in pairs]
    builder.add_panel().add_series().add_rows("point", x=xs, value=ys)
    tables = builder.build()
    values = [y for y in ys if y is not None]
    both = [(x, y) for x, y in pairs if y is not None]
    median, quantile, stdev, corr, slope = tables.query(
        f"SELECT median(value), quantile(value, {part}), stdev(value), corr(x, value), "
        "slope(x, value) FROM data"
    )[0]
    assert median == (statistics.median(values) if values else None)
    if len(values) > 1:
        assert stdev == pytest.approx(statistics.stdev(values), rel=1e-9, abs=1e-6)
        assert quantile == pytest.approx(np.quantile(values, part), rel=1e-9, abs=1e-6)
        if len({x for x, _ in both}) == 1:
            assert slope is None
        elif slope is not None:
            expected = statistics.linear_regression(*zip(*both, strict=True)).slope
            assert slope == pytest.approx(expected, rel=1e-6)
    assert corr is None or -1.0001 <= corr <= 1.0001


def test_a_slope_over_dates_is_per_day():
    builder = TablesBuilder("plotly")
    series = builder.add_panel().add_series()
    series.add_rows("line", x=DateColumn([0.0, 1.0, 2.0]), value=[5.0, 7.0, 9.0])
    assert builder.build().query("SELECT slope(x, value) FROM data").value == pytest.approx(2)


def test_aggregates_work_over_windows():
    rows = small_tables().query(
        "SELECT median(value) OVER (ORDER BY n ROWS 1 PRECEDING) FROM data WHERE kind = 'line'"
    )
    assert [row[0] for row in rows] == [10.0, 12.0, 10.0, 13.0, 23.0]


def test_a_share_is_of_the_stack_above_or_below_zero():
    assert stack_shares([[1, -2, None], [3, 4, 0]]) == [[0.25, 1, None], [0.75, 1, None]]


def test_rows_are_a_sequence_and_a_table():
    rows = small_tables().query("SELECT x AS x, '<b>' AS bold, NULL AS gap FROM data LIMIT 2")
    assert rows.columns == ("x", "bold", "gap")
    assert rows[0] == (2018.0, "<b>", None)
    assert rows[:1].columns == rows.columns
    assert "&lt;b&gt;" in rows._repr_html_()
    assert "<b>" not in rows._repr_html_()
    assert "NULL" in repr(rows)
    assert list(rows.to_frame().columns) == ["x", "bold", "gap"]
    assert len(small_tables().query("SELECT * FROM data WHERE n > 99").to_frame()) == 0


def test_only_a_single_cell_has_a_value():
    assert small_tables().query("SELECT max(value) FROM data").value == 26.0
    with pytest.raises(QueryError, match="2 rows of 1 column"):
        small_tables().query("SELECT x FROM data LIMIT 2").value  # noqa: B018


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SELECT serie FROM data", "no column serie. Did you mean series?"),
        ("SELECT amount FROM axes", "no column amount. Of the tables, data has"),
        ("SELECT * FROM dat", "no table dat. Did you mean data?"),
        ("SELECT medain(value) FROM data", "no function medain. Did you mean median?"),
        ("SELECT median(panel) FROM data", "take numbers or dates"),
        ("DELETE FROM axes", "Only a SELECT on data, axes, texts, omitted"),
        ("WITH a AS (SELECT 1) DELETE FROM axes", "Only one SELECT"),
        ("PRAGMA table_info(data)", "Only a SELECT"),
        ("EXPLAIN SELECT 1", "Only a SELECT"),
        ("SELECT 1; SELECT 2", "Only one SELECT"),
        ("SELECT * FROM sqlite_master", "Only one SELECT"),
        ("SELECT count(*) FROM sqlite_master", "Only one SELECT"),
        ("SELECT * FROM pragma_database_list", "Only one SELECT"),
        ("SELECT load_extension('x')", "load_extension cannot be used"),
        ("ATTACH 'file' AS other", "Only a SELECT"),
        ("VACUUM INTO 'file'", "Only a SELECT"),
        ("SELECT value FROM data WHERE", "cannot be run"),
        ("", "Only a SELECT"),
        (None, "Only a SELECT"),
        ("SELECT '\ud800'", "cannot be run"),
    ],
)
def test_what_is_no_select_on_the_tables_is_refused_in_words(sql, message):
    with pytest.raises(QueryError) as error:
        small_tables().query(sql)
    assert message in str(error.value)


def test_a_query_is_bounded_in_time_rows_and_bytes():
    tables = small_tables()
    endless = "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c) "
    with pytest.raises(QueryError, match=r"more than 0\.05 seconds"):
        tables.query(f"{endless}SELECT count(*) FROM c", QueryLimits(seconds=0.05))
    with pytest.raises(QueryError, match="more than 100 rows"):
        tables.query(f"{endless}SELECT i FROM c", QueryLimits(rows=100))
    with pytest.raises(QueryError, match="more than 1,000 bytes"):
        tables.query(f"{endless}SELECT printf('%999d', i) FROM c", QueryLimits(bytes=1000))
    assert tables.query(f"{endless}SELECT i FROM c LIMIT 3")[2] == (3,)


WORDS_TEXT = r"""
    SELECT WITH RECURSIVE FROM WHERE AS JOIN UNION ALL GROUP BY ORDER LIMIT ( ) , * . = + - ; --
    /* */ INSERT INTO UPDATE SET DELETE DROP CREATE TABLE VIEW TRIGGER TEMP PRAGMA ATTACH DETACH
    VACUUM REINDEX ANALYZE EXPLAIN BEGIN COMMIT SAVEPOINT REPLACE VALUES RETURNING OVER CASE WHEN
    END EXISTS IN NOT NULL LIKE GLOB CAST data axes texts omitted sqlite_master sqlite_schema
    sqlite_temp_master dbstat json_each pragma_table_info x y value series kind panel 1 0.5 'a' "b"
    median( quantile( value_at( load_extension( readfile( writefile( fts3_tokenizer( zeroblob(
    randomblob( printf( group_concat( c t '%' [data] `axes` main. temp. rowid ? :a @b é
"""
WORDS = [*WORDS_TEXT.split(), "\x00", "\ud800"]
FRAGMENTS = [
    "SELECT * FROM data", "SELECT value FROM data WHERE", "WITH c AS (SELECT", "INSERT INTO axes",
    "UPDATE data SET value = 0", "DELETE FROM texts", "DROP TABLE axes", "SELECT count(*) FROM",
    "ATTACH DATABASE 'leak.db' AS leak", "CREATE TABLE leak (x)", "PRAGMA query_only = 0",
    "VACUUM INTO 'leak.db'", "SELECT load_extension('leak')", "PRAGMA writable_schema = 1",
]  # fmt: skip


def test_no_statement_but_a_select_on_the_tables_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    tables = small_tables()
    before = {name: list(rows) for name, rows in tables.items()}
    limits, draw, ran = QueryLimits(seconds=0.01, rows=50, bytes=10_000), random.Random(4), 0
    for _ in range(10_000):
        words = draw.choices(WORDS, k=draw.randint(1, 8))
        start = [draw.choice(FRAGMENTS)] if draw.random() < 0.7 else []
        sql = " ".join(start + words)
        try:
            rows = tables.query(sql, limits)
        except QueryError:
            continue
        ran += 1
        assert sql.lstrip("/*- ;").casefold().startswith(("select", "with")), sql
        assert "CREATE" not in str([cell for row in rows for cell in row]), sql
    assert ran > 50
    assert {name: list(rows) for name, rows in tables.items()} == before
    assert list(tmp_path.iterdir()) == []


def test_names_of_half_characters_do_not_stop_the_tables():
    builder = TablesBuilder("plotly")
    panel = builder.add_panel("\ud83d")
    panel.add_series("b\ud83d").add_rows("line", x=["\ud800"], value=[1.0])
    panel.add_text("annotation", "\udfff")
    assert builder.build().query("SELECT count(*) FROM data").value == 1


def test_a_reader_that_hands_over_columns_of_different_length_is_told():
    series = TablesBuilder("plotly").add_panel().add_series()
    with pytest.raises(ValueError, match="different lengths"):
        series.add_rows("line", x=[1, 2], value=[1])
    with pytest.raises(ValueError, match="no kind"):
        series.add_rows("lines", x=[1])


def test_a_million_rows_take_less_than_150_bytes_each():
    count = 200_000
    builder = TablesBuilder("plotly")
    xs = np.arange(float(count))
    series = builder.add_panel("A panel with quite a long title of its own").add_series("A" * 40)
    series.add_rows("line", x=DateColumn(xs / 100), y=xs, value=xs, axis="y")
    tables = builder.build()
    assert (tables.load_database().count_bytes() + 2 * xs.nbytes) / count < 150


def test_a_database_is_gone_with_its_tables():
    tables = small_tables()
    assert tables.query("SELECT count(*) FROM data WHERE value_at('Sales', 'A', 2020) = 6").value
    reference = weakref.ref(tables.load_database())
    del tables
    assert reference() is None
