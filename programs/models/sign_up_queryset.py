"""The vocabulary of sign-ups."""

from django.db import models
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact
from django.utils import timezone

from portal.people.models import User

from .news import TELLS_NOTHING, last_news
from .untold import has_untold, may_be_untold, with_untold

LIVE = ["entered", "waiting", "offered", "seated"]
HOLDING = ["offered", "seated"]
BEST_FIRST = ["seated", "offered", "waiting", "entered"]
# Behind every rank of a lottery.
NO_RANK = 2_147_483_647


class SignUpQuerySet(models.QuerySet):
    def live(self) -> "SignUpQuerySet":
        return self.filter(status__in=LIVE)

    def holding(self) -> "SignUpQuerySet":
        """Those a seat is kept for: taken, or offered and not yet answered."""
        return self.filter(status__in=HOLDING)

    def seated(self) -> "SignUpQuerySet":
        return self.filter(status="seated")

    def waiting(self) -> "SignUpQuerySet":
        return self.filter(status="waiting")

    def in_order(self) -> "SignUpQuerySet":
        """The order of the queue: reserves in the order of the lot, then who came first."""
        return self.order_by(F("rank").asc(nulls_last=True), "pk")

    def offers_over(self) -> "SignUpQuerySet":
        """Offers whose deadline has passed without an answer, the oldest first."""
        return self.filter(status="offered", offer_until__lte=timezone.now()).order_by(
            "offer_until", "pk"
        )

    def with_places(self) -> "SignUpQuerySet":
        """Each with its number in the queue as `place`: parties and people before it, and one.

        Counted by the database in the same statement; 0 for those who do not wait.
        """
        rank = Coalesce(OuterRef("rank"), NO_RANK)
        own = Coalesce(OuterRef("party_id"), -OuterRef("pk"))
        before = (
            SignUpQuerySet(self.model)
            .waiting()
            .filter(course=OuterRef("course"))
            .alias(order=Coalesce("rank", NO_RANK), stands_as=Coalesce("party_id", -F("pk")))
            .filter(Q(order__lt=rank) | Q(order=rank, pk__lt=OuterRef("pk")))
            .exclude(stands_as=own)
            .order_by()
            .values("course")
            .annotate(parties=Count("stands_as", distinct=True))
            .values("parties")
        )
        place = Coalesce(Subquery(before, output_field=IntegerField()), 0) + 1
        return self.annotate(place=Case(When(status="waiting", then=place), default=0))

    def parties_by_course(self) -> dict[int, int]:
        """How many parties and single people these are, by course."""
        alone = Coalesce("party_id", -F("pk"))
        counted = (
            self.order_by().values_list("course").annotate(parties=Count(alone, distinct=True))
        )
        return dict(counted)

    def not_reached_by_mail(self) -> "SignUpQuerySet":
        """Those nobody can be mailed about: without an account, or whose mail comes back.

        The account is the one `programs.letters.sending.account_to_tell` names.
        """
        own = Q(via="web", by__is_active=True)
        family = User.objects.filter(household__people=OuterRef("person"), is_active=True)
        first = Subquery(family.order_by("pk").values("mail_fails_since")[:1])
        nobody = ~Exists(family) | Q(family_fails_since__isnull=False)
        return self.alias(family_fails_since=first).filter(
            own & Q(by__mail_fails_since__isnull=False) | ~own & nobody
        )

    def whose_news_is(self, what: str) -> "SignUpQuerySet":
        """Those who were to be told `what` last; being passed over since tells nothing new."""
        return self.filter(
            Q(what=what) | TELLS_NOTHING & Q(status__in=LIVE) & Exact(last_news("what"), what)
        )

    def to_call(self) -> "SignUpQuerySet":
        """Whom no mail reaches and nobody has told yet what happened, while it matters.

        Those no mail reaches are few: first they are found, then what they were not told.
        """
        coming = self.order_by().filter(may_be_untold(), course__ends_at__gt=timezone.now())
        found = coming.not_reached_by_mail().values("pk")
        return with_untold(SignUpQuerySet(self.model).filter(pk__in=found)).filter(has_untold())

    def for_desk(self) -> "SignUpQuerySet":
        """With what a row at the desk shows, in one statement; `is_paid` says whether it was."""
        from .asking import Payment  # noqa: PLC0415  payments are declared after sign-ups

        paid = Payment.objects.filter(sign_up=OuterRef("pk"), refunded_at=None)
        return self.select_related("person").annotate(is_paid=Exists(paid))

    def places_first(self) -> "SignUpQuerySet":
        """Who has a seat, who was offered one, who waits, who entered; then who left."""
        order = Case(*(When(status=one, then=place) for place, one in enumerate(BEST_FIRST)))
        return self.order_by(order.asc(nulls_last=True), F("rank").asc(nulls_last=True), "pk")

    def of(self, user) -> "SignUpQuerySet":
        """The sign-ups of `user`'s own household."""
        if not user.is_authenticated or user.household_id is None:
            return self.none()
        return self.filter(person__household_id=user.household_id)

    def visible_to(self, user) -> "SignUpQuerySet":
        """Those of the courses a member of staff may edit."""
        from .course import Course  # noqa: PLC0415  courses are declared after sign-ups

        return self.filter(course__in=Course.objects.editable_by(user))
