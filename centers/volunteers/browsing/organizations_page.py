"""The directory of organisations (団体名簿), as its pages show it."""

from typing import Any

from django.http import QueryDict
from django.urls import reverse

from centers.kept import WARDS
from centers.volunteers.kept import FIELDS
from centers.volunteers.models import Organization
from portal.paging import page_of

SIZE = 30
LONGEST_WORDS = 60


class OrganizationsPage:
    """Organisations by words, field, ward and kind; each at most once chosen."""

    def __init__(self, query: QueryDict) -> None:
        self.q = " ".join(query.get("q", "")[:LONGEST_WORDS].replace("\x00", "").split())
        self.choices = {
            "kind": dict(Organization.Kind.choices),
            "field": FIELDS.names(),
            "ward": WARDS.names(),
        }
        self.chosen = {
            name: value if (value := query.get(name, "")) in labels else ""
            for name, labels in self.choices.items()
        }
        self.problem = any(query.get(name) and not value for name, value in self.chosen.items())
        self.organizations, self.page = page_of(self._found(), query, size=SIZE)

    def _found(self):
        found = Organization.objects.listed()
        if self.q:
            found = found.called(self.q)
        if kind := self.chosen["kind"]:
            found = found.filter(kind=kind)
        if field := self.chosen["field"]:
            found = found.filter(fields__slug=field)
        if ward := self.chosen["ward"]:
            found = found.filter(ward__slug=ward)
        return found.select_related("ward").prefetch_related("fields")

    def context(self) -> dict[str, Any]:
        titles = {"kind": "種類", "field": "分野", "ward": "区"}
        return {
            "section_nav": "volunteers",
            "q": self.q,
            "selects": [
                {"name": name, "title": titles[name], "labels": labels, "chosen": self.chosen[name]}
                for name, labels in self.choices.items()
                if labels
            ],
            "problem": "知らない条件があったので、外してさがしました。" if self.problem else "",
            "is_everything": not (self.q or any(self.chosen.values())),
            "organizations": self.organizations,
            "page": self.page,
            "clear_url": reverse("volunteers:organizations"),
        }
