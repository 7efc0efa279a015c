"""Sentences of Django, allauth and the queue that somebody could meet in English.

The portal's own sentences are written in Japanese. What the packages bring is marked for
translation in their code and templates; every such sentence is looked up in Japanese, and the
ones that come back unchanged are listed. Ours stand in `locale/ja`, compiled by
`python -m tests.checks.untranslated --compile`.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import allauth
import django
import django_tasks_db
import polib
from django.conf import settings
from django.utils import translation
from django.utils.translation.template import templatize

MARKED = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
IN_TEMPLATE = re.compile(r"""\bn?gettext\(u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")
LATIN = re.compile("[A-Za-z]{2}")
# The same in Japanese, or never on a screen.
SAME_IN_JAPANESE = {"URL", "IPv4", "IPv6", "WebAuthn", "None", "%(class_name)s %(instance)s"}

DJANGO, ALLAUTH = Path(django.__file__).parent, Path(allauth.__file__).parent
READ = [
    *(DJANGO / part for part in ("core", "db", "forms", "contrib/admin", "contrib/auth")),
    *(DJANGO / part for part in ("contrib/messages", "contrib/postgres", "views")),
    *(ALLAUTH / part for part in ("account", "core", "mfa", "templates/account", "templates/mfa")),
    Path(django_tasks_db.__file__).parent,
]
NEVER_SHOWN = {"tests", "migrations", "management", "commands", "webauthn"}
CATALOGUE = settings.BASE_DIR / "locale" / "ja" / "LC_MESSAGES" / "django.po"


def main() -> None:
    """List what is untranslated, and end with 1 if there is anything."""
    catalogue, compiled = polib.pofile(str(CATALOGUE)), CATALOGUE.with_suffix(".mo")
    if "--compile" in sys.argv:
        catalogue.save_as_mofile(str(compiled))
        return
    wrong = untranslated()
    if not compiled.exists() or compiled.read_bytes() != catalogue.to_binary():
        wrong.append(f"{compiled.name} is older than {CATALOGUE.name}: add --compile")
    print("\n".join(wrong) or "Every sentence of the packages has its Japanese.")
    sys.exit(bool(wrong))


def untranslated() -> list[str]:
    """`where: sentence` for every marked sentence that Japanese leaves as it is."""
    with translation.override("ja"):
        found = {
            f"{path.relative_to(root.parent)}: {sentence!r}"
            for root in READ
            for path in sorted(root.rglob("*"))
            if not NEVER_SHOWN.intersection(path.relative_to(root).parts)
            for sentence in sentences(path)
            if LATIN.search(sentence)
            and sentence not in SAME_IN_JAPANESE
            and translation.gettext(sentence) == sentence
            and translation.ngettext(sentence, sentence, 2) == sentence
        }
    return sorted(found)


def sentences(path: Path) -> Iterator[str]:
    """The sentences a Python file or a template marks for translation."""
    if path.suffix == ".py":
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and node.args:
                called = getattr(node.func, "id", getattr(node.func, "attr", ""))
                first = node.args[0]
                if called in MARKED and isinstance(first, ast.Constant) and first.value:
                    yield str(first.value)
    elif "templates" in path.parts and path.is_file() and not overridden(path):
        for literal in IN_TEMPLATE.findall(templatize(path.read_text())):
            yield ast.literal_eval(literal)


def overridden(template: Path) -> bool:
    """Whether the portal has a template of its own in place of this one."""
    name = Path(*template.parts[template.parts.index("templates") + 1 :])
    return (settings.BASE_DIR / "templates" / name).exists()


if __name__ == "__main__":
    django.setup()
    main()
