from django.conf import settings
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from portal.japan.calendar import fiscal_year
from portal.people.permissions import SectionOnlyAdmin
from vision.models import Plan, PlanItem


class FromFileAdmin(SectionOnlyAdmin):
    """What a plan file brings and takes away; here its words are put right."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


@admin.register(Plan)
class PlanAdmin(FromFileAdmin):
    list_display = ["name", "city", "first_year", "last_year", "number_of_items"]
    list_filter = ["city"]
    search_fields = ["name", "concept"]
    search_help_text = "計画の名称・めざす姿のことばでさがせます。"
    readonly_fields = ["slug"]
    fieldsets = [
        (
            None,
            {
                "fields": ["slug", "name", "kind", "city"],
                "description": (
                    "計画は load_plan コマンドで、計画のファイルから読み込みます。"
                    "ここで直した内容は、次に読み込むとファイルの内容に戻ります。"
                    "直した内容の入ったファイルは、「計画」の画面から保存できます。"
                ),
            },
        ),
        ("期間", {"fields": [("first_year", "last_year"), "reviews"]}),
        ("内容", {"fields": ["concept", "introduction", "source"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Plan]:
        return super().get_queryset(request).annotate(item_count=Count("items"))

    @admin.display(description="項目の数")
    def number_of_items(self, plan: Plan) -> int:
        return plan.item_count


class PlanFilter(admin.RelatedFieldListFilter):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.title = "計画"


@admin.register(PlanItem)
class PlanItemAdmin(FromFileAdmin):
    list_display = ["name", "level", "its_plan", "code", "period"]
    list_filter = [("plan", PlanFilter), "level"]
    list_select_related = ["plan", "level"]
    list_per_page = 100
    search_fields = ["name", "short_name", "code", "body"]
    search_help_text = "項目の名称・略称・番号・説明のことばでさがせます。"
    ordering = ["plan", "path"]
    readonly_fields = ["plan", "level", "parent", "code"]
    fieldsets = [
        (
            None,
            {
                "fields": ["plan", "parent", "level", "code"],
                "description": (
                    "項目の並びと番号は計画のファイルで決まります。"
                    "ここで直した文は、次に読み込むとファイルの文に戻ります。"
                    "直した文の入ったファイルは、「計画」の画面から保存できます。"
                ),
            },
        ),
        ("名称", {"fields": ["label", "name", "short_name", "body", ("period", "color")]}),
        ("現状とこれから", {"fields": ["issues", "picture"]}),
        ("だれが何をするか", {"fields": ["citizens", "community", "administration"]}),
    ]

    @admin.display(description="計画", ordering="plan")
    def its_plan(self, item: PlanItem) -> Plan:
        return item.plan

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[PlanItem], search_term: str
    ) -> tuple[QuerySet[PlanItem], bool]:
        """Whoever chooses items for something chooses among the city's plans that are not over."""
        if request.path.endswith("/autocomplete/"):
            year = fiscal_year(timezone.localdate())
            city = settings.CITY["city"]["name"]
            queryset = queryset.filter(plan__city=city, plan__last_year__gte=year)
        return super().get_search_results(request, queryset, search_term)

    def has_view_permission(self, request: HttpRequest, obj: PlanItem | None = None) -> bool:
        """Centre staff choose items for their courses; only the section edits them."""
        return request.user.is_staff
