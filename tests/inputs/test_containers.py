"""Lists, tuples, dicts, arrays and columns of things to look at: no member is lost."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
import seaborn as sns
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from jupyter_claude_vision.errors import InputError, NotVisibleError
from jupyter_claude_vision.inputs.matplotlib.figures import figure_of, is_artists
from jupyter_claude_vision.inputs.named_inputs import attachments_of
from jupyter_claude_vision.inputs.registry import InputOptions, is_visible, recognize_input
from jupyter_claude_vision.ipython.line.name_resolution import NameResolver
from jupyter_claude_vision.ipython.line.parser import parse_line

frame = pd.DataFrame({"a": [1.0, 2.0, 3.0, 4.0], "b": [2, 1, 4, 3], "kind": ["x", "x", "y", "y"]})


@pytest.fixture(autouse=True)
def no_figures_left():
    yield
    plt.close("all")


def drawn_on(count=1):
    figure, axes = plt.subplots(1, count)
    for one in figure.axes:
        one.plot([1, 2, 3])
    plt.close(figure)
    return figure, axes


FIGURE, AXES = drawn_on(2)
OTHER, _ = drawn_on()
PICTURE = Image.new("RGB", (30, 20), "red")
PIXELS = np.zeros((20, 30, 3), np.uint8)
PLOTLY = go.Figure(go.Bar(y=[1, 2]))

SEEN = [FIGURE, OTHER, AXES[0], PICTURE, PIXELS, PLOTLY, Path(__file__).with_name("a.png")]
"""What can be looked at by itself. Nothing is drawn here, so that it takes no time."""

NOT_SEEN = [None, 5, frame.a, object(), np.arange(3.0), [], dt.date(2024, 1, 1)]


@pytest.fixture(autouse=True, scope="module")
def a_file():
    PICTURE.save(SEEN[-1])
    yield
    SEEN[-1].unlink()


def shown(thing, **variables):
    return attachments_of(thing, variables, InputOptions())


def pointed_at(found):
    """What each attachment is made of: an object's identity, or a path."""
    return [one.target if isinstance(one.target, Path) else id(one.target) for one in found]


def expected(leaves):
    return [leaf if isinstance(leaf, Path) else id(whole(leaf)) for leaf in leaves]


def whole(leaf):
    return figure_of(leaf) if is_artists(leaf) and not hasattr(leaf, "figure") else leaf


def as_objects(values):
    array = np.empty(len(values), object)
    array[:] = values
    return array


def nested(members):
    several = st.lists(members, min_size=2, max_size=4)
    return st.one_of(
        several,
        several.map(tuple),
        several.map(lambda values: {f"name {n}": value for n, value in enumerate(values)}),
        several.map(lambda values: pd.Series(as_objects(values))),
        st.lists(st.sampled_from([AXES[0], OTHER.axes[0], OTHER]), min_size=2, max_size=4).map(
            as_objects
        ),
    )


def belongs_to_one_figure(value):
    return isinstance(value, (list, tuple, np.ndarray, pd.Series)) and is_visible(value)


@settings(max_examples=150, deadline=None)
@given(st.recursive(st.sampled_from(SEEN), nested, max_leaves=8))
def test_every_member_arrives_once_and_in_its_order(thing):
    def wanted(value):
        if belongs_to_one_figure(value):  # the artists of one figure are one picture of it
            return [value]
        if isinstance(value, (list, tuple, dict, pd.Series)) or (
            isinstance(value, np.ndarray) and value.dtype == object
        ):
            values = value.values() if isinstance(value, dict) else value
            return [leaf for member in values for leaf in wanted(member)]
        return [value]

    assert pointed_at(shown(thing)) == expected(wanted(thing))


@settings(max_examples=60, deadline=None)
@given(
    st.permutations([*SEEN[:6]]),
    st.sampled_from(NOT_SEEN),
    st.integers(0, 6),
    st.sampled_from([list, tuple, as_objects]),
)
def test_what_cannot_be_looked_at_is_named_and_nothing_is_dropped(seen, other, place, kind):
    members = [*seen[:place], other, *seen[place:]]
    with pytest.raises(InputError, match=rf"^things\[{place}\] "):
        shown(things := kind(members), things=things)


@pytest.mark.parametrize("other", [PICTURE, PIXELS, PLOTLY, "photo.png", Path("photo.png")])
@pytest.mark.parametrize("kind", [list, tuple, as_objects])
def test_a_figure_does_not_stand_for_what_is_beside_it(other, kind):
    assert not is_visible(kind([FIGURE, other]))
    assert not is_visible(kind([other, FIGURE, AXES[0]]))


RETURNED = {
    "plt.hist": lambda: plt.hist([1, 2, 2]),
    "plt.hist of several": lambda: plt.hist([[1, 2, 2], [2, 3, 3]]),
    "plt.hist2d": lambda: plt.hist2d([1, 2, 2], [1, 2, 3]),
    "plt.specgram": lambda: plt.specgram(np.sin(np.arange(600.0))),
    "plt.acorr": lambda: plt.acorr([1.0, 2.0, 1.0], maxlags=2),
    "plt.pie": lambda: plt.pie([1, 2]),
    "plt.boxplot": lambda: plt.boxplot([1, 2, 5]),
    "plt.violinplot": lambda: plt.violinplot([1, 2, 5]),
    "plt.errorbar": lambda: plt.errorbar([1, 2], [3, 4], [1, 1]),
    "plt.subplots": lambda: drawn_on(4),
    "a column of Axes": frame.groupby("kind")["a"].plot,
}


@pytest.mark.parametrize("make", RETURNED.values(), ids=RETURNED)
def test_what_a_plotting_function_returns_is_one_picture_of_its_figure(make):
    thing = make()
    assert is_visible(thing)
    assert [one.kind for one in shown(thing)] == ["figure"]


def test_a_column_of_axes_of_several_figures_is_several_pictures_named_by_its_index():
    column = frame.groupby("kind").plot()
    assert isinstance(column, pd.Series)
    found = shown(column, column=column)
    assert [one.name for one in found] == ["x", "y"]
    assert pointed_at(found) == expected(column)


class Display:
    """As scikit-learn's displays are."""

    def __init__(self):
        self.figure_, self.ax_ = drawn_on()

    def plot(self):
        return self


class XarrayGrid:
    """As xarray's FacetGrid is."""

    def __init__(self):
        self.figure, self.axs = drawn_on(2)


class Bare:
    """A user's own, that keeps the figure under the name that everybody gives it."""

    __slots__ = ("__dict__",)

    def __init__(self):
        self.fig, _ = drawn_on()


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize(
    ("make", "attribute"),
    [
        (lambda: sns.clustermap(frame[["a", "b"]]), "figure"),
        (lambda: sns.pairplot(frame), "figure"),
        (lambda: sns.JointGrid(frame, x="a", y="b").plot_joint(sns.scatterplot), "figure"),
        (Display, "figure_"),
        (XarrayGrid, "figure"),
        (Bare, "fig"),
    ],
)
def test_an_object_that_has_a_figure_is_its_figure(make, attribute):
    holder = make()
    assert is_visible(holder)
    attachment = recognize_input(holder, "holder", options=InputOptions())
    assert attachment.kind == "figure"
    assert attachment.target is getattr(holder, attribute)


def test_an_object_is_not_asked_for_its_figure():
    class Proxy:
        @property
        def figure(self):
            raise AssertionError

        def __getattr__(self, name):
            raise AssertionError(name)

    assert not is_visible(Proxy())
    assert not is_visible(SimpleNamespace(figure="a name"))
    assert not is_visible(Display)


NAMED = [
    ("a list's members by their place", lambda f: f["figs"], ["figs[0]", "figs[1]", "figs[2]"]),
    ("variables by their names", lambda f: [f["left"], f["right"]], ["left", "right"]),
    ("a dict's members by their keys", lambda f: {"old": f["left"], 7: f["right"]}, ["old", "7"]),
    ("one figure in a dict", lambda f: {"old": f["left"]}, ["old"]),
    ("one figure in a list", lambda f: [f["left"]], ["left"]),
    ("lists in a dict", lambda f: {"old": f["figs"]}, ["old[0]", "old[1]", "old[2]"]),
    (
        "a list in a list",
        lambda f: [f["figs"], f["left"]],
        ["figs[0]", "figs[1]", "figs[2]", "left"],
    ),
    ("what has no name", lambda _: [drawn_on()[0], PICTURE.copy()], ["figure 1", "image 2"]),
    ("one that has no name", lambda _: PIXELS, ["array"]),
    ("a path", lambda _: Path(__file__).with_name("a.png"), ["a.png"]),
    ("paths in a list", lambda _: [SEEN[-1], SEEN[-1]], ["a.png", "a.png"]),
    ("an address", lambda _: "https://example.org/a.png", ["https://example.org/a.png"]),
    ("a long address", lambda _: f"https://example.org/b.png?{'x' * 300}", ["b.png"]),
    ("a figure and its Axes", lambda f: [f["left"], f["left"].axes[0]], ["left"]),
    ("a picture twice", lambda _: [PIXELS, PIXELS], ["array 1", "array 2"]),
    ("keys that read alike", lambda f: {1: f["left"], "1": f["right"]}, ["1", "1"]),
]


@pytest.mark.parametrize(("make", "names"), [row[1:] for row in NAMED], ids=[r[0] for r in NAMED])
def test_names_are_the_users_own(make, names):
    variables = {"left": drawn_on()[0], "right": drawn_on()[0]}
    variables["figs"] = [drawn_on()[0] for _ in range(3)]
    thing = make(variables)
    assert [one.name for one in shown(thing, **variables)] == names


def test_the_magic_gives_the_same_names():
    variables = {"figs": [[FIGURE, PICTURE], [OTHER]], "both": {"before": FIGURE, "after": PIXELS}}
    names = NameResolver(variables, InputOptions())
    for word, value in variables.items():
        found = parse_line(f"{word} Which?", None, names.resolve_word).attachments
        told = [one.name for one in found]
        assert told == [one.name for one in shown(value, **variables)]
    assert told == ["before", "after"]


def test_a_list_that_holds_itself_is_an_error():
    endless = [FIGURE, PICTURE]
    endless.append(endless)
    with pytest.raises(NotVisibleError, match="holds lists in lists"):
        shown(endless, endless=endless)


@pytest.mark.parametrize("empty", [[], (), {}, as_objects([])])
def test_an_empty_list_is_an_error_and_not_nothing(empty):
    with pytest.raises(NotVisibleError, match=r"^empty .*"):
        shown(empty, empty=empty)
