"""Numbers, dates and quotes in a text."""

from __future__ import annotations

import pytest

from jupyter_claude_vision.claims.wording.quotes import QuotedText
from jupyter_claude_vision.claims.wording.written_dates import find_dates, parse_date_parts
from jupyter_claude_vision.claims.wording.written_numbers import find_numbers, match_number


@pytest.mark.parametrize(
    ("quote", "value", "rounding"),
    [
        ("48", 48, 0.5),
        ("48.30", 48.3, 0.005),
        ("1,200 points", 1200, 0.5),
        ("about 1,200 points", 1200, 50),
        ("around 1200", 1200, 50),
        ("nearly 1,200", 1200, 0.5),  # and 50 downwards
        ("over 1,200", 1200, 50),
        ("roughly 1,250", 1250, 5),
        ("20 million", 20e6, 5e6),
        ("2.4 million", 2.4e6, 5e4),
        ("2.4 million", 2.4, 0.05),
        ("$2.4M", 2_400_000, 5e4),
        ("$2,400,000", 2.4, 5e-7),
        ("12 %", 12, 0.5),
        ("12 %", 0.12, 0.005),
        ("12 percent", 12, 0.5),
        ("12,5 %", 12.5, 0.05),
        ("1.234,5", 1234.5, 0.05),
        ("1 234", 1234, 0.5),
        ("3,5 Mio. Euro", 3.5e6, 5e4),
        ("1.2e5", 1.2e5, 5e3),
        ("1.2×10⁵", 1.2e5, 5e3),
        ("−12", -12, 0.5),
        ("fell by 12", -12, 0.5),
        ("2010-2020", 2020, 0.5),
        ("twenty-three", 23, 0.5),
        ("two hundred and five", 205, 0.5),
        ("six", 6, 0.5),
        ("a dozen", 12, 0.5),
        ("3rd", 3, 0.5),
        ("second", 2, 0.5),
        ("doubled", 2, 0.1),
        ("doubled", 100, 5),
        ("twice as many", 2, 0.1),
        ("halved", 0.5, 0.025),
        ("half", 50, 2.5),
        ("a third", 0.333, 1 / 60),
        ("two thirds", 66.7, 100 / 30),
        ("3 in 4", 0.75, 0.0375),
        ("one in five", 0.2, 0.01),
        ("two out of three", 66.7, 100 / 30),
        ("27-fold", 27, 0.5),
        ("3x", 3, 0.5),
        ("a second-highest bar", 2, 0.5),
        ("¾", 0.75, 0.0375),
        ("threefold", 3, 0.15),
        ("١٢", 12, 0.5),
        ("12万", 120_000, 5_000),
        ("none of them", 0, 0.5),
        ("both", 2, 0.5),
    ],
)
def test_a_number_is_read_with_its_rounding(quote, value, rounding):
    number = match_number(quote, value)
    assert number is not None
    assert number.value == pytest.approx(value, rel=2e-3)
    assert number.rounding(upward=True) == pytest.approx(rounding, rel=2e-3)


def test_nearly_leaves_open_what_lies_below_and_over_what_lies_above():
    nearly, over = match_number("nearly 1,200", 1200), match_number("over 1,200", 1200)
    assert [nearly.rounding(upward=up) for up in (True, False)] == [0.5, 50]
    assert [over.rounding(upward=up) for up in (True, False)] == [50, 0.5]


def test_over_a_fraction_leaves_open_what_lies_above_and_little_below():
    over = match_number("over two thirds", 0.667)
    assert over.rounding(upward=True) > 2 * over.rounding(upward=False)


@pytest.mark.parametrize(
    ("quote", "value", "rounding"),
    [
        ("16 kHz", 16_000, 500),
        ("16 kHz", 16, 0.5),
        ("2.5 GW", 2.5e9, 5e7),
        ("3 ms", 0.003, 0.0005),
        ("5 kg", 5_000, 500),
    ],
)
def test_a_unit_with_a_prefix_is_read_in_the_plain_unit_as_well(quote, value, rounding):
    number = match_number(quote, value)
    assert number.value == pytest.approx(value)
    assert number.rounding(upward=True) == pytest.approx(rounding)


@pytest.mark.parametrize(
    ("quote", "value"),
    [
        ("48", 84),
        ("16 kids", 16_000),
        ("48", 48.7),
        ("A is the largest", 1),
        ("1,200", 120),
        ("six", 7),
        ("Q3", 3),
    ],
)
def test_a_number_that_is_not_there_is_not_found(quote, value):
    assert match_number(quote, value) is None


def test_a_number_is_found_where_it_stands():
    text = "From 12 to 1,500 (3 %)."
    assert [text[n.start : n.end] for n in find_numbers(text) if n.value in {12, 1500, 3}] == [
        *("12", "1,500", "3 %"),
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2021-03-14", {"year": 2021, "month": 3, "day": 14}),
        ("2021-03", {"year": 2021, "month": 3}),
        ("2021", {"year": 2021}),
        ("March 2021", {"year": 2021, "month": 3}),
        ("14 March 2021", {"year": 2021, "month": 3, "day": 14}),
        ("Mar. 14, 2021", {"year": 2021, "month": 3, "day": 14}),
        ("the 3rd of May", {"month": 5, "day": 3}),
        ("Q2 2020", {"year": 2020, "quarter": 2}),
        ("2020-Q2", {"year": 2020, "quarter": 2}),
        ("the first quarter of 2020", {"year": 2020, "quarter": 1}),
        ("Tuesday", {"weekday": 1}),
        ("2021-03-14 10:30", {"year": 2021, "month": 3, "day": 14, "hour": 10, "minute": 30}),
    ],
)
def test_a_date_is_read_to_the_precision_that_is_written(text, parts):
    assert parse_date_parts(text) == parts


@pytest.mark.parametrize("text", ["North", "12.5", "Group 2021 A", "", "may", "march on"])
def test_what_is_no_date_is_none(text):
    assert parse_date_parts(text) is None


def test_dates_are_found_among_other_words():
    text = "It rose from May 2019 until 3 June 2020."
    assert [text[start:end] for start, end, _ in find_dates(text)] == ["May 2019", "3 June 2020"]


@pytest.mark.parametrize(
    ("text", "quote", "place"),
    [
        ("Sales rose to 48.", "rose to 48", "rose to 48"),
        ("Sales rose to **48** in all.", "rose to 48 in all", "rose to **48** in all"),
        ("Sales rose\nto 48.", "rose to 48", "rose\nto 48"),
        ("It’s 5–6 here", "it's 5-6", "It’s 5–6"),
        ("Sales rose to 48.", "Sales rose to 48!", "Sales rose to 48"),
        ("Straße 5", "strasse 5", "Straße 5"),
    ],
)
def test_a_quote_is_found_whatever_its_spacing_and_emphasis(text, quote, place):
    start, end = QuotedText(text).find(quote)
    assert text[start:end] == place


@pytest.mark.parametrize(
    ("text", "quote"), [("It is 148.", "48"), ("It is 48.5", "48"), ("A B", "B A"), ("x", "")]
)
def test_a_quote_is_no_part_of_another_word_or_number(text, quote):
    assert QuotedText(text).find(quote) is None


def test_a_quote_that_occurs_twice_is_found_at_both_places():
    quoted = QuotedText("up 5, then up 5")
    assert [quoted.find("up 5"), quoted.find("up 5")] == [(0, 4), (11, 15)]
