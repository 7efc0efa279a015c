"""Every command that writes, read off the sources, and which of them no sequence gives."""

import ast
from collections.abc import Iterator
from pathlib import Path

import programs

ROOT = Path(programs.__file__).parent
# A page, a form of the admin and a migration call commands; they are none.
NO_COMMANDS = {"views", "admin", "migrations", "management"}
# By these a function shows that it writes: it opens a transaction, changes a row that is locked, or
# does one thing to all that a chore found.
WRITES = {"transaction.atomic", "self._change", "chores.each"}

NOT_GIVEN = {
    "programs.models.session.Session.move_to": "a session there meets in no room",
    "programs.imports.run.import_courses": "a file brings courses; those here come from none",
    "programs.desk.entering.Entry.enter": "the form of a page, which gives the command it is given",
}


def commands_that_write() -> set[str]:
    """Where each of them stands: 「programs.models.sign_up.SignUp.withdraw」."""
    return {
        f"{module}.{name}"
        for module, tree in _modules()
        for name, function in _functions(tree)
        if not name.rpartition(".")[2].startswith("_") and _writes(function)
    }


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT.parent).with_suffix("").parts
        if not NO_COMMANDS & set(parts):
            yield ".".join(parts), ast.parse(path.read_text())


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for one in node.body:
                if isinstance(one, ast.FunctionDef):
                    yield f"{node.name}.{one.name}", one


def _writes(function: ast.FunctionDef) -> bool:
    is_task = any(isinstance(one, ast.Name) and one.id == "task" for one in function.decorator_list)
    names = {ast.unparse(one) for one in ast.walk(function) if isinstance(one, ast.Attribute)}
    return is_task or bool(WRITES & names)
