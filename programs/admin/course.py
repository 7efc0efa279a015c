"""Courses as staff keep them."""

from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from centers.admin.own_rows import OwnRowsAdmin
from centers.models import Booking
from portal.people.models import AccessLog
from portal.people.permissions import works_for_section
from portal.refusal import refused_by_database
from programs.browsing.course_page import context_of, sessions_of
from programs.models import Course, Series, Session, SignUp
from programs.models.admission import PLACE_IN_WORDS
from programs.paths import training

from .course_form import ADMISSION, CourseForm
from .preparation_inline import PreparationInline
from .question_inline import QuestionInline
from .session_inline import SessionInline


class PublicationFilter(admin.SimpleListFilter):
    title = "公開"
    parameter_name = "publication"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [
            ("draft", "下書き"),
            ("scheduled", "公開待ち"),
            ("current", "公開中"),
            ("over", "終わった講座"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        now = timezone.now()
        match self.value():
            case "draft":
                return queryset.filter(published_at=None)
            case "scheduled":
                return queryset.filter(published_at__gt=now)
            case "current":
                return queryset.not_over()
            case "over":
                return queryset.filter(ends_at__lt=now)
        return queryset


@admin.register(Course)
class CourseAdmin(OwnRowsAdmin):
    """Courses: a centre's staff keep its own, the section keeps all."""

    form = CourseForm
    list_display = ["title", "place", "first_day", "method", "seats", "state"]
    list_filter = [PublicationFilter, "method", "category", "ward"]
    list_select_related = ["center", "organizer"]
    list_per_page = 50
    ordering = ["-starts_at", "-pk"]
    show_full_result_count = False
    search_fields = ["title"]
    search_help_text = "講座名・内容・会場・講師のことばでさがせます。"
    date_hierarchy = "starts_at"
    autocomplete_fields = ["center", "organizer", "plan_items"]
    readonly_fields = ["seats_taken", "childcare_taken"]
    inlines = [SessionInline, QuestionInline, PreparationInline]
    actions = ["publish_now", "copy_for_another_year"]
    change_form_template = "admin/programs/course/change_form.html"
    fieldsets = [
        (None, {"fields": ["title", "kana", "summary", "description", "category", "life_stages"]}),
        ("公開", {"fields": ["published_at"]}),
        ("会場", {"fields": ["center", "organizer", "venue", "address", "ward", "online"]}),
        (
            "対象と費用",
            {
                "fields": [
                    "target",
                    ("min_age", "max_age"),
                    ("min_school_year", "max_school_year"),
                    "residence",
                    ("fee", "fee_note"),
                    "instructor",
                    "belongings",
                    ("childcare", "childcare_capacity", "childcare_taken"),
                    "childcare_note",
                    ("wheelchair", "sign_language", "captioning"),
                ]
            },
        ),
        *ADMISSION,
        ("そのほか", {"fields": ["schedule_note", "note", "url", "series", "plan_items"]}),
    ]

    def changeform_view(
        self, request: HttpRequest, object_id=None, form_url="", extra_context=None
    ) -> HttpResponse:
        """What only the database could know is refused in words; nothing is saved then.

        Rows that change places in one room, above all: each is in the way of the other.
        """
        try:
            with refused_by_database(Booking, Session):
                return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as refusal:
            self.message_user(request, f"保存していません。{refusal.messages[0]}", messages.ERROR)
            return redirect(request.get_full_path())

    def save_related(self, request: HttpRequest, form, formsets, change: bool) -> None:
        """With everything saved: seats added, a rule or a day changed go to the queue at once."""
        super().save_related(request, form, formsets, change)
        form.instance.promote_waiting()
        training.keep(form.instance)
        if form.instance.is_awaited:
            self._point_out_what_nobody_is_told(request, form, formsets)

    def _point_out_what_nobody_is_told(self, request: HttpRequest, form, formsets) -> None:
        """Another place in words may be a slip put right, so staff decide whom to tell of it."""
        changed = ["会場や住所"] if PLACE_IN_WORDS & set(form.changed_data) else []
        days = next(formset for formset in formsets if formset.model is Session)
        changed += ["加えた回"] if days.new_objects else []
        if changed:
            roster = reverse("desk:roster", args=[form.instance.pk])
            self.message_user(
                request,
                format_html(
                    "すでに申し込んだ方には、{}を自動ではお知らせしません。"
                    '<a href="{}">名簿</a>を見て、ご連絡ください。',
                    "と".join(changed),
                    roster,
                ),
                messages.WARNING,
            )

    # ------------------------------------------------------------ who may

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).editable_by(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Course | None = None) -> bool:
        """Only what nobody ever signed up for; the rest is history."""
        return bool(obj and self.has_view_permission(request, obj) and not obj.sign_ups.exists())

    def get_actions(self, request: HttpRequest, action_location=ActionLocation.CHANGE_LIST) -> dict:
        actions = super().get_actions(request, action_location)
        actions.pop("delete_selected", None)
        return actions

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name == "series":
            kwargs["queryset"] = Series.objects.usable_by(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Course | None = None) -> list[str]:
        """What is called off takes nobody any more, so its rules stay as they were."""
        fields = list(super().get_readonly_fields(request, obj))
        if obj and obj.is_cancelled:
            fields += [name for name in flatten_fieldsets(ADMISSION) if name not in fields]
        return fields

    def get_form(self, request: HttpRequest, obj=None, change: bool = False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if not works_for_section(request.user) and "center" in form.base_fields:
            form.base_fields["center"].required = True
        return form

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str):
        if search_term.strip():
            return queryset.filter(search__matches=search_term[:100]), False
        return queryset, False

    # ------------------------------------------------------------ columns

    @admin.display(description="会場", ordering="center__kana")
    def place(self, course: Course) -> str:
        return course.place_name

    @admin.display(description="最初の回", ordering="starts_at")
    def first_day(self, course: Course) -> str:
        return f"{timezone.localtime(course.starts_at):%Y-%m-%d %H:%M}" if course.starts_at else "—"

    @admin.display(description="申込数／定員")
    def seats(self, course: Course) -> str:
        return f"{course.seats_taken}／{course.capacity or '—'}"

    @admin.display(description="公開")
    def state(self, course: Course) -> str:
        if course.published_at is None:
            return "下書き"
        if not course.is_published:
            return f"{timezone.localtime(course.published_at):%m/%d %H:%M}に公開"
        if course.is_cancelled:
            return "中止"
        return "終了" if course.is_over else "公開中"

    # ------------------------------------------------------------ commands

    @admin.action(description="選んだ講座を、いま公開する")
    def publish_now(self, request: HttpRequest, queryset: QuerySet) -> None:
        self.message_user(request, f"{queryset.publish_now()}件を公開しました。")
        without_sessions = queryset.unpublished().count()
        if without_sessions:
            self.message_user(
                request,
                f"{without_sessions}件は、日時（回）がまだないので公開していません。",
                messages.WARNING,
            )

    @admin.action(description="選んだ講座を、次の年度の下書きに写す")
    def copy_for_another_year(self, request: HttpRequest, queryset: QuerySet) -> None:
        copies = [course.copy_for_another_year() for course in queryset]
        self.message_user(
            request, f"{len(copies)}件の下書きをつくりました。日時を確かめてください。"
        )

    # ------------------------------------------------------------ pages

    def get_urls(self) -> list:
        own = [
            path(
                "<int:pk>/preview/", self.admin_site.admin_view(self.preview), name="course_preview"
            ),
            path("<int:pk>/people/", self.admin_site.admin_view(self.people), name="course_people"),
            path("<int:pk>/copy/", self.admin_site.admin_view(self.copy), name="course_copy"),
        ]
        return own + super().get_urls()

    def _own(self, request: HttpRequest, pk: int) -> Course | None:
        return self.get_queryset(request).filter(pk=pk).first()

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The course's page as residents will see it, published or not."""
        course = self.get_queryset(request).for_page().filter(pk=pk).first()
        if course is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        context = context_of(request, course, sessions_of(course)) | {"is_preview": True}
        return render(request, "programs/course_detail.html", context)

    def people(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who takes part, in the order of their readings. Each look is written down."""
        course = self._own(request, pk)
        if course is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        sign_ups = list(
            SignUp.objects.visible_to(request.user)
            .live()
            .filter(course=course)
            .select_related("person__ward")
            .order_by("person__family_kana", "person__given_kana", "pk")
        )
        AccessLog.record(
            request.user,
            [s.person_id for s in sign_ups],
            reason=f"参加者の確認：{course.title}"[:100],
        )
        context = self.admin_site.each_context(request) | {
            "title": f"参加者：{course.title}",
            "course": course,
            "sign_ups": sign_ups,
            "opts": self.opts,
        }
        return render(request, "admin/programs/course/people.html", context)

    def copy(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Copy one course for another year and open the draft."""
        course = self._own(request, pk)
        if course is None or request.method != "POST":
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        draft = course.copy_for_another_year()
        self.message_user(request, "次の年度の下書きをつくりました。日時と定員を確かめてください。")
        return redirect(reverse("admin:programs_course_change", args=[draft.pk]))
