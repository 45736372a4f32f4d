"""A Python package as data: its modules, what they import, define, and name.

Both ``measure_code.py`` and ``tests/test_architecture.py`` read the package through this module.
Nothing is imported; everything comes from the syntax trees.
"""

from __future__ import annotations

import ast
import io
import tokenize
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

IMPORTERS: Final = ("import_module", "__import__")
"""Functions whose first argument, where it is a literal, is a module."""


@dataclass(frozen=True)
class Module:
    """One module of a package.

    Attributes
    ----------
    name : str
        Dotted, below the package: ``inputs.svg``; a package's ``__init__`` has the package's own
        name, the outermost one ``__init__``.
    path : Path
    """

    name: str
    path: Path

    @cached_property
    def source(self) -> str:
        """The text of the module."""
        return self.path.read_text("utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """The module's syntax tree."""
        return ast.parse(self.source)

    @property
    def is_package(self) -> bool:
        """True for an ``__init__.py``."""
        return self.path.name == "__init__.py"

    @property
    def package(self) -> str:
        """The dotted name of the package that the module stands in; empty for the outermost."""
        if self.name == "__init__":
            return ""
        return self.name if self.is_package else self.name.rpartition(".")[0]

    @property
    def line_count(self) -> int:
        """The number of lines, all of them."""
        return len(self.source.splitlines())


@dataclass(frozen=True)
class Codebase:
    """A package: its name and its modules."""

    name: str
    modules: Mapping[str, Module]

    @cached_property
    def imports(self) -> dict[str, frozenset[str]]:
        """For each module, the package's own modules that it imports, wherever in it.

        Relative and absolute imports, those inside functions and those for type checking, literal
        arguments of `importlib.import_module`, and tables of lazy imports (see `lazy_targets`). A
        name taken from a package's ``__init__`` is an import of that package.
        """
        return {name: frozenset(self._imports_of(module)) for name, module in self.modules.items()}

    @cached_property
    def importers(self) -> dict[str, frozenset[str]]:
        """For each module, the package's own modules that import it."""
        return {
            name: frozenset(user for user, targets in self.imports.items() if name in targets)
            for name in self.modules
        }

    @cached_property
    def modules_by_package(self) -> dict[str, list[Module]]:
        """The modules that lie flat in each package, ``__init__`` left out."""
        packages: dict[str, list[Module]] = {}
        for module in self.modules.values():
            if not module.is_package:
                packages.setdefault(module.package, []).append(module)
        return packages

    def _imports_of(self, module: Module) -> Iterator[str]:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom):
                yield from self._imports_from(module, node)
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    yield from self._own(alias.name)
            elif isinstance(node, ast.Call) and _called_name(node) in IMPORTERS:
                yield from self._import_by_name(module, node)
        for target in lazy_targets(module):
            yield from self._own(self.absolute(module, f".{target.lstrip('.')}"), exact=True)

    def _imports_from(self, module: Module, node: ast.ImportFrom) -> Iterator[str]:
        if node.level:
            base = self.absolute(module, "." * node.level + (node.module or ""))
        else:
            base = node.module or ""
        for alias in node.names:
            targets = list(self._own(f"{base}.{alias.name}", exact=True)) or list(self._own(base))
            yield from (name for name in targets if name != module.name)

    def _import_by_name(self, module: Module, node: ast.Call) -> Iterator[str]:
        match node.args:
            case [ast.Constant(value=str(target)), *_]:
                yield from self._own(self.absolute(module, target))

    def absolute(self, module: Module, target: str) -> str:
        """Return a module's absolute name, the package's included, from one with leading dots."""
        level = len(target) - len(target.lstrip("."))
        if not level:
            return target
        above = [self.name, *module.package.split(".")] if module.package else [self.name]
        stem = above[: len(above) - level + 1]
        return ".".join([*stem, target[level:]]).rstrip(".")

    def _own(self, target: str, *, exact: bool = False) -> Iterator[str]:
        if target == self.name:
            yield "__init__"
            return
        inner = target.removeprefix(f"{self.name}.")
        if inner == target:
            return
        while inner:
            if inner in self.modules:
                yield inner
                return
            inner = "" if exact else inner.rpartition(".")[0]


def load_codebase(package: Path) -> Codebase:
    """Read a package's modules.

    Parameters
    ----------
    package : Path
        The package's directory.
    """
    modules = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)
        modules[name] = Module(name, path)
    return Codebase(package.name, modules)


def lazy_targets(module: Module) -> set[str]:
    """Return the strings in tables of lazy imports, some of which name modules.

    A table is a dictionary of literals that is assigned to a name that begins with ``_PUBLIC`` or
    ``_LAZY``, as for a module's ``__getattr__``: ``_PUBLIC = {"answers.answer": ("Answer",)}``.
    """
    targets = set()
    for node in module.tree.body:
        table = getattr(node, "value", None)
        names = _assigned_names(node)
        if isinstance(table, ast.Dict) and any(n.startswith(("_PUBLIC", "_LAZY")) for n in names):
            targets |= {
                constant.value
                for constant in ast.walk(table)
                if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
            }
    return targets


def lists_of_words(module: Module) -> Iterator[tuple[int, frozenset[str]]]:
    """Yield the line and the words of each literal of three or more strings and nothing else.

    Tuples, lists and sets, and the arguments of a ``Literal``; keys of dictionaries are none.
    """
    for node in ast.walk(module.tree):
        if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
            words = [
                element.value
                for element in node.elts
                if isinstance(element, ast.Constant) and isinstance(element.value, str)
            ]
            if len(words) == len(node.elts) and len(set(words)) >= 3:
                yield node.lineno, frozenset(words)


def _assigned_names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    return []


def _called_name(node: ast.Call) -> str:
    return ast.unparse(node.func).rpartition(".")[2]


@dataclass(frozen=True)
class Definition:
    """A function or class, with the classes around it.

    Attributes
    ----------
    module : Module
    node : ast.FunctionDef, ast.AsyncFunctionDef or ast.ClassDef
    owners : tuple of ast.ClassDef or function
        What it is defined in, outermost first.
    """

    module: Module
    node: Function | ast.ClassDef
    owners: tuple[Function | ast.ClassDef, ...]

    @property
    def name(self) -> str:
        """The name, as it is written."""
        return self.node.name

    @property
    def is_method(self) -> bool:
        """True where it stands directly in a class."""
        return bool(self.owners) and isinstance(self.owners[-1], ast.ClassDef)

    @property
    def is_public(self) -> bool:
        """True where neither it nor what it stands in is private, and no function is around it."""
        return not any(
            owner.name.startswith("_") or not isinstance(owner, ast.ClassDef)
            for owner in self.owners
        ) and not self.name.startswith("_")

    @property
    def place(self) -> str:
        """File and line."""
        return f"{self.module.path}:{self.node.lineno}"


def definitions(module: Module) -> Iterator[Definition]:
    """Yield a module's functions and classes, the inner ones, too."""
    yield from _definitions_in(module, module.tree, ())


def _definitions_in(
    module: Module, node: ast.AST, owners: tuple[Function | ast.ClassDef, ...]
) -> Iterator[Definition]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield Definition(module, child, owners)
            yield from _definitions_in(module, child, (*owners, child))
        else:
            yield from _definitions_in(module, child, owners)


def docstring_lines(node: ast.AST) -> range:
    """Return the lines of a node's docstring; none where there is none."""
    body = getattr(node, "body", [])
    match body:
        case [ast.Expr(value=ast.Constant(value=str())) as statement, *_]:
            return range(statement.lineno, (statement.end_lineno or statement.lineno) + 1)
    return range(0)


def code_and_comments(module: Module) -> tuple[int, int]:
    """Return the number of lines of code, and of comments.

    A line of code holds something besides a comment and is no part of a docstring. Comments that
    follow code on its line count; those for tools (``noqa``, ``type:``) do not.
    """
    documented: set[int] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            documented.update(docstring_lines(node))
    code: set[int] = set()
    comments = 0
    skipped = {tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    for token in tokenize.generate_tokens(io.StringIO(module.source).readline):
        if token.type == tokenize.COMMENT:
            tools = ("# noqa", "# type:", "# pragma", "# mypy", "# ruff")
            comments += not token.string.startswith(tools)
        elif token.type not in skipped:
            code.update(range(token.start[0], token.end[0] + 1))
    return len(code - documented), comments


def function_length(node: Function) -> int:
    """Return a function's number of lines from ``def`` to its end, docstring left out."""
    length = (node.end_lineno or node.lineno) - node.lineno + 1
    return length - len(docstring_lines(node))


PLAIN_BASES: Final = (
    "NamedTuple",
    "TypedDict",
    "Enum",
    "IntEnum",
    "StrEnum",
    "Flag",
    "Protocol",
    "BaseModel",
)


def base_names(node: ast.ClassDef) -> list[str]:
    """Return the names of a class's bases, without their modules and parameters."""
    return [ast.unparse(base).partition("[")[0].rpartition(".")[2] for base in node.bases]


def is_plain_value(node: ast.ClassDef) -> bool:
    """Return True for frozen dataclasses, NamedTuples, TypedDicts, enums and protocols."""
    frozen = any(
        isinstance(mark, ast.Call)
        and ast.unparse(mark.func).rpartition(".")[2] == "dataclass"
        and any(k.arg == "frozen" and ast.unparse(k.value) == "True" for k in mark.keywords)
        for mark in node.decorator_list
    )
    return frozen or bool(set(base_names(node)) & set(PLAIN_BASES))


def attributes(node: ast.ClassDef) -> set[str]:
    """Return the names of the attributes that an instance has of its class.

    Annotated fields of the class body, ``ClassVar`` left out, and what any method assigns to the
    instance. Properties, methods and what base classes add do not count.
    """
    names = {
        statement.target.id
        for statement in node.body
        if isinstance(statement, ast.AnnAssign)
        and isinstance(statement.target, ast.Name)
        and "ClassVar" not in ast.unparse(statement.annotation)
        and "Final" not in ast.unparse(statement.annotation)
    }
    for method in node.body:
        if isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef)) and method.args.args:
            names |= set(_assigned_attributes(method, method.args.args[0].arg))
    return names


def _assigned_attributes(method: Function, instance: str) -> Iterator[str]:
    for node in ast.walk(method):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Store)
            and isinstance(node.value, ast.Name)
            and node.value.id == instance
        ):
            yield node.attr


def percentile(values: list[int], share: float) -> int:
    """Return the value below which a share (0 to 1) of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0
