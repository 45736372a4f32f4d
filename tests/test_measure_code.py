"""The measurements of the code, on small packages whose numbers are known."""

import subprocess
import sys
from pathlib import Path

import measure_code
import naming
import pytest
from codebase import Module, load_codebase

import jupyter_claude_vision

SCRIPT = Path(measure_code.__file__)


@pytest.fixture
def house(tmp_path):
    """Write a package from names and texts of modules, and read it."""

    def write(**modules):
        for name, text in modules.items():
            path = tmp_path / "house" / f"{name.replace('__', '/')}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        for folder in {path.parent for path in (tmp_path / "house").rglob("*.py")}:
            (folder / "__init__.py").touch()
        return load_codebase(tmp_path / "house")

    return write


def module(tmp_path, text):
    path = tmp_path / "module.py"
    path.write_text(text)
    return Module("module", path)


@pytest.mark.parametrize(
    "line",
    [
        "from ..cellar import pipes",
        "from ..cellar.pipes import bend",
        "from house.cellar import pipes",
        "from house.cellar.pipes import bend",
        "import house.cellar.pipes",
        "import house.cellar.pipes as water",
        "def late():\n    from ..cellar import pipes",
        "if TYPE_CHECKING:\n    from ..cellar.pipes import Pipe",
        "import importlib\nimportlib.import_module('house.cellar.pipes')",
        "from importlib import import_module\nimport_module('..cellar.pipes', __package__)",
    ],
)
def test_every_way_of_importing_is_read(house, line):
    package = house(cellar__pipes="", attic__roof=line)
    assert package.imports["attic.roof"] == {"cellar.pipes"}


def test_a_table_of_lazy_imports_counts_where_it_stands(house, tmp_path):
    package = house(cellar__pipes="")
    (tmp_path / "house/__init__.py").write_text("_PUBLIC = {'cellar.pipes': ('bend',)}")
    package = load_codebase(tmp_path / "house")
    assert package.imports["__init__"] == {"cellar.pipes"}


def test_a_name_of_a_package_is_an_import_of_the_package(house):
    package = house(cellar__pipes="", attic="from .cellar import bend")
    assert package.imports["attic"] == {"cellar"}


def test_a_small_module_with_one_user_is_a_crumb(house):
    package = house(user="from . import crumb, shared", other="from . import shared", crumb="",
                    shared="")  # fmt: skip
    assert [o.module for o in measure_code.crumbs(package)] == ["crumb"]


@pytest.mark.parametrize(
    "text",
    [
        "found = search()",
        "_found = search()",
        "FOUND = 1",
        "def function(found): ...",
        "def function(*, found: str): ...",
        "for found in names: ...",
        "[found for found in names]",
        "with search() as found: ...",
        "self.found = 1",
        "first, *found = names",
        "(found := search())",
        "lambda found: 1",
        "match x:\n    case [found]: ...",
    ],
)
def test_a_participle_is_no_name_for_a_value(tmp_path, text):
    assert [o.name.strip("_").lower() for o in naming.vague_names(module(tmp_path, text))] == [
        "found"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "done = False",
        "cached: bool",
        "def function(shown: bool): ...",
        "known = name in names",
        "def __eq__(self, other): ...",
        "found_names = search()",
        "class AnswerRecord:\n    asked: str",  # a file's key
        "left = 1",
    ],
)
def test_flags_and_terms_of_the_field_are_names(tmp_path, text):
    assert not list(naming.vague_names(module(tmp_path, text)))


def test_a_first_docstring_line_is_no_question(tmp_path):
    text = '"""What it is."""\ndef private(): ...\nclass Public:\n    """How it works."""\n'
    lines = [o.name for o in naming.question_docstrings(module(tmp_path, text))]
    assert lines == ["What it is.", "How it works."]


def test_attributes_are_fields_and_what_methods_assign(house):
    fields = "\n".join(f"    f{n}: int" for n in range(6))
    assigned = "\n".join(f"        self.a{n} = {n}" for n in range(5))
    text = f"class Wide:\n{fields}\n    def __init__(self):\n{assigned}\n"
    assert [o.name for o in measure_code.large_classes(house(wide=text))] == [
        "Wide (11 attributes)"
    ]
    frozen = f"@dataclass(frozen=True)\nclass Value:\n{fields}\n" + fields.replace("f", "g")
    package = house(wide=frozen)
    assert not list(measure_code.large_classes(package))
    assert [o.name for o in measure_code.large_plain_values(package)] == ["Value (12 fields)"]


def test_a_list_of_words_stands_once(house):
    package = house(
        a='Name = Literal["ash", "elm", "oak"]',
        b='NAMES = ("oak", "elm", "ash")\nOTHERS = ("oak", "elm")',
        c='TABLE = {"ash": 1, "elm": 2, "oak": 3}',
    )
    assert [o.module for o in measure_code.repeated_lists(package)] == ["a", "b"]


def test_a_file_is_measured_from_the_command_line(house, tmp_path):
    house(rooms__a="found = 1\n", rooms__b="found = 1\n")
    path = tmp_path / "house/rooms/a.py"
    out = subprocess.run(
        [sys.executable, SCRIPT, "--list", "names", path],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert out.stdout == "house/rooms/a.py:1: names: found\n"


def test_a_second_question_is_a_short_walk():
    """A reader of the main way meets few calls of ours, one within another."""
    walk = measure_code.trace_question(Path(jupyter_claude_vision.__file__).parent)
    # Half of the frames are those of 47 pieces of text, each of which passes through five.
    assert walk["frames"] <= 1200
    assert walk["depth"] <= 17
