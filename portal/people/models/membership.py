from django.db import models
from django.db.models import Q


class MembershipQuerySet(models.QuerySet["Membership"]):
    def of(self, user) -> "MembershipQuerySet":
        """The posts `user` works at; none for anonymous and for accounts that are not staff.

        A seat in the council is no post: its members read, and are not staff.
        """
        if not (user.is_authenticated and user.is_staff):
            return self.none()
        return self.filter(user=user).exclude(role=Membership.Role.COUNCIL)

    def on_council(self, user) -> "MembershipQuerySet":
        """The seats `user` has in the council (社会教育委員)."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(user=user, role=Membership.Role.COUNCIL)


class Membership(models.Model):
    """Who works where (所属): an account in the section, in a ward's office or in a centre.

    Neither ward nor centre named means the section (生涯学習課), which sees the whole city; or, by
    its role, a seat in the council, which reads progress sheets and leaves opinions.
    """

    class Role(models.TextChoices):
        MANAGER = "manager", "館長・課長"
        STAFF = "staff", "職員"
        ADVISER = "adviser", "社会教育主事・地域・人づくりアドバイザー"
        COUNCIL = "council", "社会教育委員"

    user = models.ForeignKey(
        "people.User",
        verbose_name="アカウント",
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    role = models.CharField("役割", max_length=10, choices=Role, default=Role.STAFF)
    ward = models.ForeignKey(
        "people.Ward", verbose_name="区", null=True, blank=True, on_delete=models.PROTECT
    )
    center = models.ForeignKey(
        "centers.Center",
        verbose_name="市民センター",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "所属"
        constraints = [
            models.CheckConstraint(
                condition=Q(ward__isnull=True) | Q(center__isnull=True),
                name="membership_has_one_place",
                violation_error_code="two_places",
                violation_error_message="区と市民センターは、どちらか一方だけを選んでください。",
            ),
            models.UniqueConstraint(
                fields=["user", "ward", "center"],
                nulls_distinct=False,
                name="one_membership_per_place",
                violation_error_code="already_member",
                violation_error_message="この所属はすでに登録されています。",
            ),
        ]

    def __str__(self) -> str:
        if self.role == Membership.Role.COUNCIL:
            return self.get_role_display()
        return f"{self.center or self.ward or '生涯学習課'}（{self.get_role_display()}）"

    @property
    def is_section(self) -> bool:
        return (
            self.ward_id is None and self.center_id is None and self.role != Membership.Role.COUNCIL
        )
