"""The house's rules: directions, sizes, public names, and what loading may cost."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import anthropic
import measure_code
import naming
import pytest
from codebase import load_codebase

import jupyter_claude_vision

PACKAGE = Path(jupyter_claude_vision.__file__).parent
ROOT = Path(__file__).parent.parent


def read_drawn_house() -> tuple[dict[str, int], dict[str, int]]:
    """Return the places of packages and of subpackages as ARCHITECTURE.md draws them.

    Top down and, on a line of several, from left to right, the upper first; 0 is the lowest.
    """
    section = (ROOT / "ARCHITECTURE.md").read_text("utf-8").partition("## The house")[2]
    drawing = section.split("```")[1].strip("\n")
    packages, subpackages = ["__init__"], []
    for line in drawing.splitlines():
        if line.startswith("   "):
            inner = [word.strip("/") for word in line.split() if word.endswith("/")]
            subpackages += [f"{packages[-1]}.{name}" for name in inner]
        else:
            packages += [name.strip("/") for name in line.strip().split("  ")[0].split()]
    return (
        {name: place for place, name in enumerate(reversed(packages))},
        {name: place for place, name in enumerate(reversed(subpackages))},
    )


ORDER, SUBORDER = read_drawn_house()
MODULES = sorted(PACKAGE.rglob("*.py"))


HOUSE = load_codebase(PACKAGE)


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts)


@pytest.mark.parametrize("name", HOUSE.modules)
def test_a_package_imports_only_packages_below_it(name):
    own = ORDER[name.split(".")[0]]
    above = {module for module in HOUSE.imports[name] if ORDER[module.split(".")[0]] > own}
    assert not above, f"{name} imports {above}"


@pytest.mark.parametrize("name", HOUSE.modules)
def test_a_subpackage_imports_only_its_siblings_below_it(name):
    package = HOUSE.modules[name].package
    for target in HOUSE.imports[name]:
        other = HOUSE.modules[target].package
        if package.split(".")[0] == other.split(".")[0] and {package, other} <= set(SUBORDER):
            assert SUBORDER[other] <= SUBORDER[package], f"{name} imports {target}"


def test_every_package_has_its_place():
    packages = {name for name in HOUSE.modules_by_package if name}
    assert packages <= {*ORDER, *SUBORDER}
    assert {name.split(".")[0] for name in HOUSE.modules} == set(ORDER)
    assert set(SUBORDER) <= packages


def test_no_module_imports_itself_in_a_circle():
    graph = {name: HOUSE.imports[name] for name in HOUSE.modules if name != "__init__"}
    TopologicalSorter(graph).prepare()  # raises CycleError, with the circle


RULES = [rule for rule in measure_code.LISTS if rule not in {"values", "functions", "undocumented"}]


@pytest.mark.parametrize("rule", RULES)
def test_the_rules_of_the_house_hold(rule):
    """Sizes, imports, names and docstrings: see ``scripts/measure_code.py --list``."""
    offences = [f"{o.place}: {o.name}" for o in measure_code.LISTS[rule](HOUSE)]
    assert not offences, "\n".join(offences)


def test_functions_say_what_they_do_to_what():
    functions = list(naming.function_names(HOUSE))
    share = len(list(naming.one_word_functions(HOUSE))) / len(functions)
    assert share <= 0.25


def imports_the_sdk(path: Path) -> bool:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if any(name.split(".")[0] == "anthropic" for name in names):
            return True
    return False


def test_only_the_package_for_it_imports_the_sdk():
    users = {name_of(path) for path in MODULES if imports_the_sdk(path)}
    assert {name for name in users if not name.startswith("provider.")} == set()


def names_of_the_sdk(path: Path) -> set[str]:
    """Return what a module takes from the SDK, as ``anthropic.types.Message`` is written."""
    tree = ast.parse(path.read_text("utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "anthropic":
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {a.name for a in node.names if a.name.startswith("anthropic.")}
        elif isinstance(node, ast.Attribute) and ast.unparse(node).startswith("anthropic."):
            names.add(ast.unparse(node))
    return names


SDK_NAMES = sorted({name for path in MODULES for name in names_of_the_sdk(path)})
DOCUMENTED = ("anthropic", "anthropic.types", "anthropic.types.messages")
"""The SDK's modules that its README and its ``api.md`` take names from."""


@pytest.mark.parametrize("name", SDK_NAMES)
def test_what_is_taken_from_the_sdk_is_public(name):
    module, _, attribute = name.rpartition(".")
    assert module in DOCUMENTED
    assert not attribute.startswith("_")
    # That it is exported, and not merely imported there, is what mypy's strict mode asks for.
    assert hasattr(importlib.import_module(module), attribute), f"gone: {anthropic.__version__}"


def test_the_names_of_the_sdk_are_seen_at_all():
    assert {"anthropic.Anthropic", "anthropic.types.Message"} <= set(SDK_NAMES)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_pictures_are_opened_as_named_formats_only(path):
    """Pillow would hand EPS to Ghostscript, under whatever name it comes."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Image.open":
            assert "formats" in [keyword.arg for keyword in node.keywords]


def test_the_public_names_are_these():
    names = """
        Answer Answers BlankFigureError BudgetError CheckpointError ClaudeSee ClaudeVision
        ClaudeVisionError Client Conversation CredentialsError DocumentError EmptyAnswerError
        FetchError FileNotAvailableError ImageTooLargeError
        InputError MethodError MissingPackageError NetworkError NoFilesError NotVisibleError
        OptionError Outcome OverloadedError PromptError ProviderError RateLimitedError
        RequestRejectedError RequestTooLargeError SentImage Stopped UnknownModelError
        UnreadableImageError Usage current_conversation load_ipython_extension resume see see_async
        see_many unload_ipython_extension with_alt
    """
    assert jupyter_claude_vision.__all__ == names.split()


@pytest.mark.parametrize("name", jupyter_claude_vision.__all__)
def test_every_public_name_is_there_and_documented(name):
    assert getattr(jupyter_claude_vision, name).__doc__


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'saw'"):
        jupyter_claude_vision.saw  # noqa: B018


HEAVY = [
    "anthropic",
    "anywidget",
    "ipywidgets",
    "httpx2",
    "matplotlib",
    "numpy",
    "pandas",
    "PIL",
    "plotly",
    "genai_prices",
    "jiter",
    "pydantic",
]


def test_loading_imports_nothing_heavy():
    code = f"""
import sys
from unittest.mock import patch
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
before = set(sys.modules)
with patch("threading.Thread.start"):  # the SDK's import in the background
    shell.extension_manager.load_extension("jupyter_claude_vision")
new = set(sys.modules) - before
print([name for name in {HEAVY} if name in new])
"""
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]", out.stdout + out.stderr
