"""Measure how a package is made: sizes, imports, names, docstrings, and the walk of a question.

    python scripts/measure_code.py                     the working tree
    python scripts/measure_code.py v0.3.0              a git revision
    python scripts/measure_code.py ../httpx/httpx      another package
    python scripts/measure_code.py --json              as JSON
    python scripts/measure_code.py --list names,crumbs jupyter_claude_vision/inputs
                                                       what breaks a rule there, one a line

What each row counts stands in the docstring of the function that counts it.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import statistics
import subprocess
import sys
import tarfile
import tempfile
from collections import defaultdict
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import codebase
import naming
from codebase import Codebase, Definition, Module, load_codebase
from naming import Offence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT: Final = Path(__file__).resolve().parent.parent
OURS: Final = "jupyter_claude_vision"

MODULES_PER_PACKAGE: Final = 15
MODULE_LINES: Final = 400
CLASS_ATTRIBUTES: Final = 10
OWN_IMPORTS: Final = 13
CRUMB_LINES: Final = 80
LISTING_OPTIONS: Final = 6
"""A module that names this many options by strings, keywords or parameters is a list of them."""
ROLE_NAMES: Final = frozenset(
    [
        "__main__",
        "area_rows",
        "bar_rows",
        "box_rows",
        "grid_rows",
        "figures",
        "bars",
        "lines",
        "areas",
        "violins",
        "charts",
        "traces",
        "model",
        "table_reader",
    ]
)
"""Module names that stand for the same role in several packages (``charts/matplotlib/figures``)."""


@contextmanager
def find_package(target: str) -> Iterator[tuple[Path, Path]]:
    """Yield a package's directory, and the part of it that is meant.

    Parameters
    ----------
    target : str
        A directory or file in a package, a directory with the package in it, or a git revision.
    """
    path = Path(target)
    if path.exists():
        path = path.resolve()
        if (path / OURS).is_dir():
            path = path / OURS
        yield outermost_package(path), path
        return
    archive = subprocess.run(
        ["git", "-C", ROOT, "archive", target], check=False, capture_output=True
    )
    if archive.returncode:
        raise SystemExit(f"{target} is neither a path nor a git revision.")
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=BytesIO(archive.stdout)) as tar:
            tar.extractall(folder, filter="data")
        package = Path(folder) / OURS
        yield package, package


def outermost_package(path: Path) -> Path:
    """Return the outermost directory with an ``__init__.py`` around a path, or the path itself."""
    package = path if path.is_dir() else path.parent
    while (package.parent / "__init__.py").exists():
        package = package.parent
    return package


def all_definitions(house: Codebase) -> list[Definition]:
    """Return every function and class of a package."""
    return [d for module in house.modules.values() for d in codebase.definitions(module)]


def all_classes(house: Codebase) -> list[tuple[Definition, ast.ClassDef]]:
    """Return every class of a package, and its node."""
    pairs = ((d, d.node) for d in all_definitions(house))
    return [(d, node) for d, node in pairs if isinstance(node, ast.ClassDef)]


def split_classes(house: Codebase) -> tuple[list[Definition], list[Definition]]:
    """Return the plain values, and all other classes; what is derived from a plain value is one."""
    others = all_classes(house)
    plain: list[Definition] = []
    names: set[str] = set()
    while derived := [
        (d, node)
        for d, node in others
        if codebase.is_plain_value(node) or names & set(codebase.base_names(node))
    ]:
        plain += [d for d, _ in derived]
        names |= {d.name for d, _ in derived}
        others = [pair for pair in others if pair not in derived]
    return plain, [d for d, _ in others]


def too_wide(classes: list[Definition], what: str) -> Iterator[Offence]:
    """Yield classes with over 10 attributes."""
    for d in classes:
        count = len(codebase.attributes(d.node)) if isinstance(d.node, ast.ClassDef) else 0
        if count > CLASS_ATTRIBUTES:
            yield Offence(d.module.name, d.place, f"{d.name} ({count} {what})")


# What breaks a rule, one function a rule. -------------------------------------------------------


def large_classes(house: Codebase) -> Iterator[Offence]:
    """Yield classes with over 10 attributes, plain values excepted.

    Attributes are annotated fields and what a method assigns to the instance. Plain values are
    frozen dataclasses, NamedTuples, TypedDicts, enums, protocols, and pydantic models.
    """
    yield from too_wide(split_classes(house)[1], "attributes")


def large_plain_values(house: Codebase) -> Iterator[Offence]:
    """Yield plain values with over 10 fields."""
    yield from too_wide(split_classes(house)[0], "fields")


def large_modules(house: Codebase) -> Iterator[Offence]:
    """Yield modules of over 400 lines."""
    for module in house.modules.values():
        if module.line_count > MODULE_LINES:
            yield Offence(module.name, f"{module.path}:1", f"{module.line_count} lines")


def large_packages(house: Codebase) -> Iterator[Offence]:
    """Yield packages with over 15 modules that lie flat in them, ``__init__`` not counted."""
    for name, modules in house.modules_by_package.items():
        if len(modules) > MODULES_PER_PACKAGE:
            yield Offence(name, f"{modules[0].path.parent}:1", f"{len(modules)} modules")


def wide_imports(house: Codebase) -> Iterator[Offence]:
    """Yield modules that import over 13 modules of the package, late and type imports included."""
    for name, targets in house.imports.items():
        if len(targets) > OWN_IMPORTS:
            place = f"{house.modules[name].path}:1"
            yield Offence(name, place, f"{len(targets)} own imports: {' '.join(sorted(targets))}")


def crumbs(house: Codebase) -> Iterator[Offence]:
    """Yield modules of under 80 lines that a single other module imports.

    A module that only a package's ``__init__`` imports is a part of the package's face, which
    others use through it, and no crumb.
    """
    for name, module in house.modules.items():
        users = house.importers[name]
        if len(users) != 1 or module.line_count >= CRUMB_LINES or module.is_package:
            continue
        user = next(iter(users))
        if not house.modules[user].is_package:
            text = f"{module.line_count} lines, imported by {user} alone"
            yield Offence(name, f"{module.path}:1", text)


def repeated_classes(house: Codebase) -> Iterator[Offence]:
    """Yield classes whose name another module defines, too; leading underscores do not count.

    In modules of the same role (``charts/plotly/bar_rows``, ``charts/matplotlib/bar_rows``) a name
    has one meaning.
    """
    places = defaultdict(list)
    for d, _ in all_classes(house):
        places[d.name.strip("_")].append(d)
    for name, classes in places.items():
        modules = {d.module.name for d in classes}
        roles = {module.rpartition(".")[2] for module in modules}
        if len(modules) > 1 and not (len(roles) == 1 and roles <= ROLE_NAMES):
            for d in classes:
                yield Offence(d.module.name, d.place, name)


def repeated_modules(house: Codebase) -> Iterator[Offence]:
    """Yield modules whose name stands twice in the package, role names excepted."""
    places = defaultdict(list)
    for name, module in house.modules.items():
        if not module.is_package:
            places[name.rpartition(".")[2]].append(module)
    for name, modules in places.items():
        if len(modules) > 1 and name not in ROLE_NAMES:
            for module in modules:
                yield Offence(module.name, f"{module.path}:1", name)


def repeated_lists(house: Codebase) -> Iterator[Offence]:
    """Yield lists of three or more words (also types: ``Literal``) that stand twice.

    The offline reader is left out: as the other side of the wire it has the API's words itself.
    """
    places = defaultdict(list)
    for module in house.modules.values():
        if module.name.split(".")[0] != "offline":
            for line, words in codebase.lists_of_words(module):
                places[words].append((module, line))
    for words, uses in places.items():
        if len(uses) > 1:
            for module, line in uses:
                yield Offence(module.name, f"{module.path}:{line}", " ".join(sorted(words)))


def vague_names(house: Codebase) -> Iterator[Offence]:
    """Yield variables that are named by a participle or pronoun: see ``naming.vague_names``."""
    for module in house.modules.values():
        yield from naming.vague_names(module)


def question_docstrings(house: Codebase) -> Iterator[Offence]:
    """Yield public first docstring lines that begin with What, How, Whether and the like."""
    for module in house.modules.values():
        yield from naming.question_docstrings(module)


def undocumented(house: Codebase) -> Iterator[Offence]:
    """Yield public modules, classes, functions and methods without a docstring."""
    for module in house.modules.values():
        for place, name, line in naming.documented(module):
            if not line:
                yield Offence(module.name, place, name)


LISTS: Final[dict[str, Callable[[Codebase], Iterator[Offence]]]] = {
    "names": vague_names,
    "functions": naming.one_word_functions,
    "docstrings": question_docstrings,
    "undocumented": undocumented,
    "classes": large_classes,
    "values": large_plain_values,
    "modules": large_modules,
    "packages": large_packages,
    "imports": wide_imports,
    "crumbs": crumbs,
    "class-twice": repeated_classes,
    "module-twice": repeated_modules,
    "list-twice": repeated_lists,
}


# The options. -----------------------------------------------------------------------------------


def declares_options(module: Module) -> bool:
    """Return True for a module that is named ``options`` or stands in a package of that name."""
    return "options" in module.name.split(".")


def option_names(house: Codebase) -> set[str]:
    """Return the names of the options, as identifiers.

    They are read where they are declared, in modules named ``options`` or in a package of that
    name: from flags (``"--dry-run"``), and from fields of classes that are named ``…Options``.
    """
    names = set()
    for module in filter(declares_options, house.modules.values()):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                flag = node.value.removeprefix("--")
                if flag != node.value and flag.replace("-", "").isalpha():
                    names.add(flag.replace("-", "_"))
            elif isinstance(node, ast.ClassDef) and node.name.endswith("Options"):
                names |= codebase.attributes(node)
    return names


def listed_options(module: Module, options: set[str]) -> set[str]:
    """Return the options that a module names by a string, keyword, parameter, or typed field."""
    words = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            words.add(node.value)
        elif isinstance(node, (ast.keyword, ast.arg)):
            words.add(node.arg)
        elif isinstance(node, ast.ClassDef) and node.name.endswith(("Options", "Keywords")):
            words |= codebase.attributes(node)
    return options & words


def option_files(house: Codebase) -> list[str]:
    """Return the modules that are lists of options, which a new one may have to be written into.

    Those that name six options or more by a string, a keyword, a parameter or a typed field; an
    attribute (``options.crop``) is a use and no list. The offline reader, which knows the fields of
    requests by the same words, is left out.
    """
    options = option_names(house)
    return sorted(
        name
        for name, module in house.modules.items()
        if not name.startswith("offline")
        and len(listed_options(module, options)) >= LISTING_OPTIONS
    )


def files_of_an_option(house: Codebase) -> dict[str, int]:
    """Return, for each option, how many of the modules that list options name it."""
    options = option_names(house)
    lists = [listed_options(house.modules[name], options) for name in option_files(house)]
    return {option: sum(option in names for names in lists) for option in sorted(options)}


# The table. -------------------------------------------------------------------------------------


def count_lines_of_code(paths: Iterator[Path]) -> int:
    """Return the lines of code of files: no blank lines, comments or docstrings."""
    return sum(codebase.code_and_comments(Module("", path))[0] for path in paths)


def trace_question(house: Path) -> dict[str, int]:
    """Return what a second question walks through: see ``question_walk.py``."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(house.parent),
        "CLAUDE_VISION_PROVIDER": "offline",
        "CLAUDE_VISION_STREAM": "0",
    }
    script = Path(__file__).with_name("question_walk.py")
    # `-P`: the script's own directory stays off the path, where a module could be taken for ours.
    process = subprocess.run(
        [sys.executable, "-P", script],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
        cwd=house.parent,
    )
    if process.returncode:
        raise SystemExit(f"The question failed:\n{process.stderr}")
    result: dict[str, int] = json.loads(process.stdout.splitlines()[-1])
    return result


def measure(house: Codebase, package: Path, *, with_walk: bool) -> dict[str, Any]:
    """Return the measurements, by name.

    Parameters
    ----------
    house : Codebase
    package : Path
        Its directory; tests are looked for beside it, in ``tests/``.
    with_walk : bool
        Also run and trace a question, which takes some seconds.
    """
    flat = {name or ".": len(modules) for name, modules in house.modules_by_package.items()}
    imports = {name: len(targets) for name, targets in house.imports.items()}
    importer = max(imports, key=lambda name: imports[name])
    lengths = [
        codebase.function_length(d.node)
        for d in all_definitions(house)
        if not isinstance(d.node, ast.ClassDef)
    ]
    lines = [module.line_count for module in house.modules.values()]
    counts = [codebase.code_and_comments(module) for module in house.modules.values()]
    code, comments = (sum(column) for column in zip(*counts, strict=True))
    documents = [d for module in house.modules.values() for d in naming.documented(module)]
    names = [b for module in house.modules.values() for b in naming.bindings(module)]
    functions = list(naming.function_names(house))
    single = len(list(naming.one_word_functions(house)))
    tests = package.parent / "tests"

    results: dict[str, Any] = {
        "modules": len(house.modules),
        "modules_in_largest_package": max(flat.values()),
        "largest_packages": dict(sorted(flat.items(), key=lambda item: -item[1])[:3]),
        "module_lines_median": round(statistics.median(lines)),
        "module_lines_most": max(lines),
        "own_imports_mean": round(statistics.mean(imports.values()), 1),
        "own_imports_most": imports[importer],
        "own_imports_most_in": importer,
        "classes_over_10_attributes": [o.name for o in large_classes(house)],
        "plain_values_over_10_fields": [o.name for o in large_plain_values(house)],
        "option_files": option_files(house),
        "files_of_an_option": files_of_an_option(house),
        "vague_names_percent": percent(len(list(vague_names(house))), len(names)),
        "question_docstrings_percent": percent(
            len(list(question_docstrings(house))), sum(bool(line) for _, _, line in documents)
        ),
        "one_word_functions_percent": percent(single, len(functions)),
        "comments_per_100_lines": round(100 * comments / code, 1),
        "class_names_twice": sorted({o.name for o in repeated_classes(house)}),
        "module_names_twice": sorted({o.name for o in repeated_modules(house)}),
        "lists_twice": sorted({o.name for o in repeated_lists(house)}),
        "crumbs": len(list(crumbs(house))),
        "function_lines_median": round(statistics.median(lengths)),
        "function_lines_95th": codebase.percentile(lengths, 0.95),
        "function_lines_longest": max(lengths),
        "documented_percent": percent(sum(bool(line) for _, _, line in documents), len(documents)),
        "code_lines": code,
    }
    if tests.is_dir():
        results["test_lines_per_code_line"] = round(
            count_lines_of_code(tests.rglob("*.py")) / code, 2
        )
    if with_walk and house.name == OURS:
        results["second_question"] = trace_question(package)
    return results


def percent(part: int, whole: int) -> float:
    """Return a share in per cent, to a tenth."""
    return round(100 * part / whole, 1) if whole else 0.0


def render_table(results: dict[str, Any]) -> str:
    """Return the measurements as a Markdown table, with the goals beside them."""
    walk = results.get("second_question")
    files = results["option_files"]
    largest = ", ".join(f"{count} `{name}`" for name, count in results["largest_packages"].items())
    rows = [
        ("modules; most flat in one package", f"{results['modules']}; {largest}", "≤ 15"),
        (
            "module lines: median; most",
            f"{results['module_lines_median']}; {results['module_lines_most']}",
            "≤ 400",
        ),
        (
            "own modules that one module imports: mean; most",
            "{own_imports_mean}; {own_imports_most} (`{own_imports_most_in}`)".format(**results),
            "≤ 13",
        ),
        (
            "classes with over 10 attributes",
            counted(results["classes_over_10_attributes"]),
            "0",
        ),
        (
            "plain values with over 10 fields",
            counted(results["plain_values_over_10_fields"]),
            "",
        ),
    ]
    if walk:
        rows.append(
            (
                "second `%claude_see im what`: frames of ours; depth; modules",
                "{frames}; {depth}; {modules} ({functions} functions, {changes_of_module} changes "
                "of module)".format(**walk),
                "≤ 600; ≤ 14; ≤ 28",
            )
        )
    rows += [
        ("package files that list options", counted(files), ""),
        ("of these, files that name one option: median; most", option_files_text(results), "≤ 2"),
        (
            "variables named by participles and pronouns",
            f"{results['vague_names_percent']} %",
            "0",
        ),
        (
            "public first docstring lines What/How/Whether …",
            f"{results['question_docstrings_percent']} %",
            "≤ 3 %",
        ),
        ("function names of one word", f"{results['one_word_functions_percent']} %", "≤ 35 %"),
        ("comments a 100 lines of code", f"{results['comments_per_100_lines']}", ""),
        ("class names with two meanings", counted(results["class_names_twice"]), "0"),
        ("module names twice", counted(results["module_names_twice"]), "0"),
        ("lists of words twice", counted(results["lists_twice"]), "0"),
        ("crumbs: under 80 lines, one importer", f"{results['crumbs']}", "0"),
        (
            "function lines: median; 95th; longest",
            "{function_lines_median}; {function_lines_95th}; {function_lines_longest}".format(
                **results
            ),
            "",
        ),
        ("public things documented", f"{results['documented_percent']} %", ""),
    ]
    if "test_lines_per_code_line" in results:
        rows.append(("tests a line of code", f"{results['test_lines_per_code_line']}", ""))
    lines = ["| | measured | goal |", "| --- | --- | --- |"]
    return "\n".join(lines + [f"| {' | '.join(row)} |" for row in rows])


def option_files_text(results: dict[str, Any]) -> str:
    """Return in how many files an option is written: the median, the most, and where it is most."""
    counts: dict[str, int] = results["files_of_an_option"]
    if not counts:
        return "no options"
    most = max(counts.values())
    names = ", ".join(f"`{name}`" for name, count in counts.items() if count == most)
    return f"{statistics.median(counts.values()):g}; {most} ({names})"


def counted(names: list[str]) -> str:
    """Return the number of names, and the names."""
    return f"{len(names)}: {', '.join(names)}" if names else "0"


def list_offences(house: Codebase, kinds: list[str], part: Path) -> Iterator[str]:
    """Yield ``file:line: kind: name`` for what breaks a rule in a part of the package."""
    places = []
    for kind in kinds:
        for offence in LISTS[kind](house):
            path, _, line = offence.place.rpartition(":")
            if Path(path).is_relative_to(part):
                places.append((os.path.relpath(path), int(line), kind, offence.name))
    for relative, line_number, kind, name in sorted(places):
        yield f"{relative}:{line_number}: {kind}: {name}"


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("target", nargs="?", default=str(ROOT), help="path or git revision")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--no-walk", action="store_true", help="do not run a question")
    parser.add_argument(
        "--list",
        metavar="KIND,…",
        help=f"list what breaks a rule, file and line: {', '.join(LISTS)}, or all",
    )
    arguments = parser.parse_args()
    with find_package(arguments.target) as (package, part):
        house = load_codebase(package)
        if arguments.list:
            kinds = list(LISTS) if arguments.list == "all" else arguments.list.split(",")
            if unknown := [kind for kind in kinds if kind not in LISTS]:
                parser.error(f"no list {', '.join(unknown)}; there are {', '.join(LISTS)}")
            lines = list(list_offences(house, kinds, part))
            print(*lines, sep="\n", end="\n" if lines else "")
            return
        results = measure(house, package, with_walk=not arguments.no_walk)
        print(json.dumps(results, indent=2) if arguments.json else render_table(results))


if __name__ == "__main__":
    main()
