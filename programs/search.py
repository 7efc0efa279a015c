"""Finding Japanese as people type it; the database folds and compares (migration 0001)."""

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Lookup


@SearchVectorField.register_lookup
class Matches(Lookup):
    """`title_search__matches="ﾖｶﾞ 初心者"`: every word typed occurs somewhere in the text."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        lhs, lhs_params = self.process_lhs(compiler, connection)
        return f"{lhs} @@ search_words(%s)", [*lhs_params, str(self.rhs)]


def is_searchable(typed: str) -> bool:
    """Whether anything but signs and spaces was typed."""
    return any(character.isalnum() for character in typed)
