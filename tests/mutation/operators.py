"""Small faults that a programmer might make, one at a time: what a mutant is, and how a file is made to hold it.

A mutant is known by what it is in (file, function), what is done to it and which of its kind it is there, never by a
line number: a sample drawn by these names stays the same while code around it moves.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Change = Callable[[ast.AST], ast.AST | None]
"""From a node (a copy that it owns) to what stands in its place; None where there is nothing to change."""


@dataclass(frozen=True)
class Mutant:
    """One fault in one file."""

    path: str
    """The file, from the root of the repository."""
    where: str
    """The outermost function that it is in, as `Class.method`; `Class.` or empty for what runs on import."""
    kind: str
    number: int
    """Which of its kind it is in the function, from 1."""
    line: int
    before: str
    after: str

    @property
    def name(self) -> str:
        """The name it is known by from run to run."""
        return f"{self.path}:{self.where.rstrip('.') or 'module'}:{self.kind}:{self.number}"


_SWAPS: dict[str, dict[type[ast.AST], type[ast.AST]]] = {
    "boundary": {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt},
    "comparison": {
        ast.Lt: ast.GtE,
        ast.LtE: ast.Gt,
        ast.Gt: ast.LtE,
        ast.GtE: ast.Lt,
        ast.Eq: ast.NotEq,
        ast.NotEq: ast.Eq,
        ast.Is: ast.IsNot,
        ast.IsNot: ast.Is,
        ast.In: ast.NotIn,
        ast.NotIn: ast.In,
    },
    "arithmetic": {
        ast.Add: ast.Sub,
        ast.Sub: ast.Add,
        ast.Mult: ast.FloorDiv,
        ast.Div: ast.Mult,
        ast.FloorDiv: ast.Mult,
        ast.Mod: ast.Add,
        ast.BitOr: ast.BitAnd,
        ast.BitAnd: ast.BitOr,
    },
}
_CALLS = {"any": "all", "all": "any", "min": "max", "max": "min", "sorted": "list"}


def _compared(kind: str) -> Change:
    def change(node: ast.AST) -> ast.AST | None:
        if not isinstance(node, ast.Compare) or type(node.ops[-1]) not in _SWAPS[kind]:
            return None
        node.ops[-1] = _SWAPS[kind][type(node.ops[-1])]()  # type: ignore[call-overload]
        return node

    return change


def _arithmetic(node: ast.AST) -> ast.AST | None:
    if not isinstance(node, (ast.BinOp, ast.AugAssign)) or type(node.op) not in _SWAPS["arithmetic"]:
        return None
    node.op = _SWAPS["arithmetic"][type(node.op)]()  # type: ignore[assignment]
    return node


def _constant(by: int) -> Change:
    def change(node: ast.AST) -> ast.AST | None:
        if not isinstance(node, ast.Constant) or type(node.value) not in (int, float):
            return None
        return ast.Constant(node.value + by)  # type: ignore[operator]

    return change


def _truth(node: ast.AST) -> ast.AST | None:
    return ast.Constant(not node.value) if isinstance(node, ast.Constant) and isinstance(node.value, bool) else None


def _and_or(node: ast.AST) -> ast.AST | None:
    if not isinstance(node, ast.BoolOp):
        return None
    node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    return node


def _not(node: ast.AST) -> ast.AST | None:
    return node.operand if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not) else None


def _condition(node: ast.AST) -> ast.AST | None:
    if isinstance(node, (ast.If, ast.While, ast.IfExp)):
        node.test = ast.UnaryOp(ast.Not(), node.test)
        return node
    if isinstance(node, ast.comprehension) and node.ifs:
        node.ifs[-1] = ast.UnaryOp(ast.Not(), node.ifs[-1])
        return node
    return None


def _called(node: ast.AST) -> ast.AST | None:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in _CALLS:
        return None
    node.func.id = _CALLS[node.func.id]
    if node.func.id == "list":
        node.keywords = []
    return node


def _none(node: ast.AST) -> ast.AST | None:
    if not isinstance(node, ast.Return) or node.value is None:
        return None
    return None if isinstance(node.value, ast.Constant) and node.value.value is None else ast.Return(ast.Constant(None))


def _removed(node: ast.AST) -> ast.AST | None:
    if isinstance(node, ast.Assign):
        return ast.Pass() if all(isinstance(to, (ast.Attribute, ast.Subscript)) for to in node.targets) else None
    told = isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant)
    kinds = (ast.AugAssign, ast.Delete, ast.Raise, ast.Continue, ast.Break)
    return ast.Pass() if told or isinstance(node, kinds) else None


KINDS: dict[str, Change] = {
    "boundary": _compared("boundary"),
    "comparison": _compared("comparison"),
    "arithmetic": _arithmetic,
    "one-more": _constant(1),
    "one-less": _constant(-1),
    "truth": _truth,
    "and-or": _and_or,
    "not": _not,
    "condition": _condition,
    "call": _called,
    "none": _none,
    "removed": _removed,
}
"""What is done to code, by name."""


def mutants(path: str, source: str) -> Iterator[Mutant]:
    """Every mutant of a file."""
    counts: Counter[tuple[str, str]] = Counter()
    for node, where in _nodes(ast.parse(source), ""):
        for kind, change in KINDS.items():
            after = change(copy.deepcopy(node))
            if after is not None:
                counts[where, kind] += 1
                line = getattr(node, "lineno", 0) or getattr(getattr(node, "iter", None), "lineno", 0)
                yield Mutant(path, where, kind, counts[where, kind], line, _text(node), _text(after))


def mutated(mutant: Mutant, source: str) -> str:
    """The file with the mutant in it. Raises LookupError where the source no longer has its place."""
    tree = ast.parse(source)
    number = 0
    for node, where in _nodes(tree, ""):
        if where != mutant.where:
            continue
        after = KINDS[mutant.kind](copy.deepcopy(node))
        if after is not None:
            number += 1
            if number == mutant.number:
                return ast.unparse(ast.fix_missing_locations(_Put(node, after).visit(tree)))
    raise LookupError(mutant.name)


class _Put(ast.NodeTransformer):
    def __init__(self, before: ast.AST, after: ast.AST) -> None:
        self._before, self._after = before, after

    def visit(self, node: ast.AST) -> ast.AST:
        return self._after if node is self._before else self.generic_visit(node)


def _text(node: ast.AST) -> str:
    """The first line of a node as code."""
    return ast.unparse(node).strip().splitlines()[0]


def _nodes(node: ast.AST, where: str) -> Iterator[tuple[ast.AST, str]]:
    """What may be changed, outermost first, with the outermost function it is in.

    Left alone: types, decorators, and assertions, which tell what the types cannot.
    """
    inside = ""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        inside = node.name
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "type_comment", "bases"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or isinstance(child, (ast.Assert, ast.Import, ast.ImportFrom)):
                continue
            below = _below(where, inside, node)
            yield child, below
            yield from _nodes(child, below)


def _below(where: str, inside: str, node: ast.AST) -> str:
    """The name of what a node's children are in: a class's name ends in a dot until a function closes it."""
    if not inside or (where and not where.endswith(".")):
        return where
    return f"{where}{inside}." if isinstance(node, ast.ClassDef) else f"{where}{inside}"
