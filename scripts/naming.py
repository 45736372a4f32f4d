"""The rules for names and first docstring lines, and what in a module breaks them."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from codebase import base_names, definitions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codebase import Codebase, Definition, Module

_WORDS = Path(__file__).with_name("vague_names.txt")
VAGUE_NAMES: Final = frozenset(
    word
    for line in _WORDS.read_text("utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
"""Participles and pronouns: they say what was done, or point, and name no kind of thing."""

PYTHONS_OWN: Final = {"other": ("__eq__", "__lt__", "__le__", "__gt__", "__ge__", "__ne__")}
"""A word, and the methods whose parameter it is by Python's custom."""

DOCSTRING_OPENINGS: Final = frozenset(
    ["what", "how", "whether", "where", "which", "who", "whose", "when", "why", "whatever"]
)


class Offence(NamedTuple):
    """A name that breaks a rule, and where it stands."""

    module: str
    place: str
    name: str


class Binding(NamedTuple):
    """A name that a module gives to a value: a variable, a parameter, or an attribute."""

    name: str
    line: int
    is_flag: bool


def bindings(module: Module) -> Iterator[Binding]:
    """Yield what a module names: assignments, loops, parameters, attributes, captures.

    Fields of a class ``…Record`` are left out, as the keys of a file, those of a class ``…Row``, as
    the columns of a table, and those of ``…Options`` and ``…Keywords``, as the user's words.
    """
    for node in _walk_code(module.tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            yield from _parameters(node.args, getattr(node, "name", ""))
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                yield from _targets(target, is_flag=_gives_flag(node.value))
        elif isinstance(node, ast.AnnAssign):
            yield from _targets(node.target, is_flag=_is_bool(node.annotation))
        elif isinstance(node, ast.NamedExpr):
            yield from _targets(node.target, is_flag=_gives_flag(node.value))
        elif isinstance(node, (ast.AugAssign, ast.For, ast.AsyncFor, ast.comprehension)):
            yield from _targets(node.target)
        elif isinstance(node, ast.withitem):
            yield from _targets(node.optional_vars)
        elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
            yield Binding(node.name, node.lineno, is_flag=False)


OUTER_NAMES: Final = ("Record", "Row", "Options", "Keywords")
"""Ends of the names of classes whose fields a file, a table or the user names."""


def _walk_code(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        has_outer_names = isinstance(node, ast.ClassDef) and node.name.endswith(OUTER_NAMES)
        if not (has_outer_names and isinstance(child, ast.AnnAssign)):
            yield from _walk_code(child)


def _parameters(arguments: ast.arguments, function: str) -> Iterator[Binding]:
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    every += [a for a in (arguments.vararg, arguments.kwarg) if a]
    for argument in every:
        if function not in PYTHONS_OWN.get(argument.arg, ()):
            is_flag = argument.annotation is not None and _is_bool(argument.annotation)
            yield Binding(argument.arg, argument.lineno, is_flag)


def _targets(target: ast.expr | None, *, is_flag: bool = False) -> Iterator[Binding]:
    if isinstance(target, ast.Name):
        yield Binding(target.id, target.lineno, is_flag)
    elif isinstance(target, ast.Attribute):
        yield Binding(target.attr, target.lineno, is_flag)
    elif isinstance(target, ast.Starred):
        yield from _targets(target.value)
    elif isinstance(target, (ast.Tuple, ast.List)):
        for element in target.elts:
            yield from _targets(element)


def _is_bool(annotation: ast.expr) -> bool:
    return ast.unparse(annotation) in ("bool", "bool | None", "Final[bool]", "ClassVar[bool]")


def _gives_flag(value: ast.expr) -> bool:
    if isinstance(value, ast.BoolOp):
        return all(_gives_flag(part) for part in value.values)
    if isinstance(value, ast.Call):
        return ast.unparse(value.func) in ("any", "all", "bool", "isinstance", "hasattr")
    return (
        isinstance(value, ast.Compare)
        or (isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.Not))
        or (isinstance(value, ast.Constant) and isinstance(value.value, bool))
    )


def names_no_kind(name: str) -> bool:
    """Return True for a name that is a lone participle or pronoun."""
    return name.strip("_").lower() in VAGUE_NAMES


def vague_names(module: Module) -> Iterator[Offence]:
    """Yield variables, parameters and attributes that are named by a participle or pronoun.

    Flags are excepted: ``cached: bool`` says all that there is to say.
    """
    for binding in bindings(module):
        if names_no_kind(binding.name) and not binding.is_flag:
            yield Offence(module.name, f"{module.path}:{binding.line}", binding.name)


def is_named_here(definition: Definition) -> bool:
    """Return True for a function whose name somebody chose here, and that is called by it.

    Python's own methods (``__init__``) and properties, which are nouns, are left out.
    """
    if isinstance(definition.node, ast.ClassDef) or definition.name.startswith("__"):
        return False
    marks = {ast.unparse(mark).partition("(")[0] for mark in definition.node.decorator_list}
    last = {mark.rpartition(".")[2] for mark in marks}
    return not last & {"property", "cached_property", "setter", "overload", "override", "validator"}


def function_names(codebase: Codebase) -> Iterator[Definition]:
    """Yield the functions and methods whose names count: see `is_named_here`.

    A method that a class has of a base from outside the package is not named here, either; it is
    known by the base's class body naming no module of the package.
    """
    own = {
        d.name
        for module in codebase.modules.values()
        for d in definitions(module)
        if isinstance(d.node, ast.ClassDef)
    }
    for module in codebase.modules.values():
        for definition in definitions(module):
            if is_named_here(definition) and not _overrides_foreign(definition, own):
                yield definition


HOUSE_BASES: Final = frozenset(
    [
        "object",
        "Exception",
        "ValueError",
        "TypeError",
        "NamedTuple",
        "TypedDict",
        "Protocol",
        "Enum",
    ]
)
"""Bases that bring no methods to override."""

FOREIGN_METHODS: Final = frozenset(
    [
        "append",
        "assign",
        "bind",
        "cancel",
        "clear",
        "close",
        "copy",
        "default",
        "discard",
        "emit",
        "endswith",
        "error",
        "exit",
        "feed",
        "filter",
        "fileno",
        "flush",
        "format",
        "get",
        "getvalue",
        "handle",
        "insert",
        "items",
        "join",
        "keys",
        "log",
        "observe",
        "open",
        "pop",
        "put",
        "read",
        "release",
        "remove",
        "reset",
        "run",
        "send",
        "set",
        "setdefault",
        "start",
        "startswith",
        "stop",
        "submit",
        "throw",
        "update",
        "values",
        "visit",
        "wait",
        "write",
    ]
)
"""Names of methods that widely used base classes of the standard library declare."""


def _overrides_foreign(definition: Definition, own: set[str]) -> bool:
    if not definition.is_method:
        return False
    owner = definition.owners[-1]
    bases = set(base_names(owner)) if isinstance(owner, ast.ClassDef) else set()
    return bool(bases - own - HOUSE_BASES) and definition.name in FOREIGN_METHODS


def is_one_word(name: str) -> bool:
    """Return True for ``ask`` and ``_ask``, False for ``ask_question``."""
    return "_" not in name.strip("_")


def one_word_functions(codebase: Codebase) -> Iterator[Offence]:
    """Yield functions that are named by a single word."""
    for definition in function_names(codebase):
        if is_one_word(definition.name):
            yield Offence(definition.module.name, definition.place, definition.name)


def documented(module: Module) -> Iterator[tuple[str, str, str]]:
    """Yield place, name and first docstring line of a module and what is public in it.

    The line is empty where there is no docstring. Methods that Python names are left out.
    """
    first = (ast.get_docstring(module.tree) or "").partition("\n")[0]
    yield f"{module.path}:1", module.name, first
    for definition in definitions(module):
        if definition.is_public:
            text = (ast.get_docstring(definition.node) or "").partition("\n")[0]
            yield definition.place, definition.name, text


def question_docstrings(module: Module) -> Iterator[Offence]:
    """Yield first docstring lines of public things that begin like a question."""
    for place, _, line in documented(module):
        if line and line.split()[0].strip(",.:").lower() in DOCSTRING_OPENINGS:
            yield Offence(module.name, place, line)
