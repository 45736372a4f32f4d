"""What in a text states something and is quoted by no claim."""

from __future__ import annotations

import pytest

from jupyter_claude_vision.claims.wording.scanner import KnownNames, find_statements

KNOWN = KnownNames(
    names=("North", "South", "Total sales", "Max load", "Year", "Sales (k€)", "Best Buy"),
    places=frozenset(map(float, range(2010, 2021))) | {1.0, 2.0, 3.0},
    limits=frozenset({0.0, 50.0}),
    prompt="Which of the 4 regions grew in 2015?",
)
"""The names of a figure, and a question."""

STATEMENTS = [
    *("Sales rose to 48.", "North is the highest.", "It is larger than South.", "Costs fell."),
    *("The line is steady.", "There are three bars.", "North overtook South in 2015."),
    *("It doubled.", "Half of the visits were in May.", "The average is low."),
    *("In total, 300 people came.", "It comes second.", "They are equal.", "It peaked in 2018."),
    *("Der Umsatz stieg auf 12,5 %.", "Les ventes atteignent 3 400 €.", "売上は120万です。"),
    *("It became more volatile.", "Growth slowed.", "North leads.", "The 3rd bar is red."),
    *("Wind makes up 12 percent.", "The median is near zero.", "Prices plateaued."),
    *("It crosses the threshold of 7.", "South is the most stable.", "Fewer came on Monday."),
    *("The gap widens.", "It stays flat.", "The two correlate.", "Most visitors came in May."),
    *("The worst month was June.", "No other comes close to 90.", "It is twice as large."),
    *("| North | 12 |", "- South: 7.5", "**Peak:** June", "Values range from 3 to 9."),
]
SILENT = [
    *("The chart shows sales by region.", "Blue is North, and orange is South."),
    *("Years run along the horizontal axis.", "Total sales are drawn as a line."),
    *("Data for 2010 to 2020 are shown.", "In 2015 there was a strike.", "See the table below."),
    *("I cannot read the labels.", "Figure 2 has panel 3 in the middle.", "Max load is in red."),
    *("1. Look at North.", "## 2. Colors", "On 14 March 2021 it rained."),
    "You asked about 4 regions.",
    *("Would you like to see the highest value?", "The legend is at the top left."),
    *("The y axis runs from 0 to 50.", "At least it is readable.", "At x = 2 the color changes."),
    *("The interest in the forest is honest.", "This means that nothing is known."),
    *("More details would help.", "First, look at the axes.", "Best Buy is in green."),
    *("The error bars are drawn in gray.", "```\nvalue > 40\n```", "https://example.org/12?x=3"),
    *("The same color is used for each.", "The trend line is dashed.", "Das Bild zeigt Linien."),
    *("One of them is dashed.", "No title is given.", "It uses both axes.", "Let me know."),
]  # fmt: skip


@pytest.mark.parametrize("text", STATEMENTS)
def test_a_statement_that_no_claim_quotes_is_found(text):
    assert find_statements(text, (), KNOWN)


@pytest.mark.parametrize("text", SILENT)
def test_what_only_names_something_is_no_statement(text):
    assert find_statements(text, (), KNOWN) == []


def test_the_clause_around_it_is_found_as_far_as_no_quote_covers_it():
    text = "Sales rose to 48 in 2020, while costs fell to 7."
    (found,) = find_statements(text, [(0, 16)], KNOWN)
    assert text[slice(*found)] == "while costs fell to 7"
    rest = [text[slice(*span)] for span in find_statements(text, [(14, 16)], KNOWN)]
    assert rest == ["Sales rose to", "while costs fell to 7"]


def test_what_a_claim_quotes_is_not_found_again():
    text = "Sales rose to 48, the highest of all."
    assert find_statements(text, [(0, len(text))], KNOWN) == []


def test_every_line_of_a_list_and_every_cell_of_a_table_counts_for_itself():
    text = "- May: 7\n- June: 8\n\n| a | b |\n| --- | --- |\n| 12 | 13 |"
    assert [text[slice(*span)] for span in find_statements(text)] == [
        "May: 7",
        "June: 8",
        "12",
        "13",
    ]


def test_a_place_with_a_prefixed_unit_states_nothing():
    names = KnownNames(places=frozenset({16.0}))
    assert find_statements("There is a kink at 16 kHz.", (), names) == []
