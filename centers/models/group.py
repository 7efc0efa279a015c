import pgtrigger
from django.db import models

from portal.people.models import Person

# A form may be sent while somebody merges two registrations of one person (programs.sign_ups):
# who was merged away represents nothing, the one that is kept does.
REPRESENTED_BY_WHO_IS_KEPT = pgtrigger.Trigger(
    name="represented_by_who_is_kept",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("representative_id"),
    func="""
        NEW.representative_id := (
            SELECT coalesce(merged_into_id, id) FROM people_person
            WHERE id = NEW.representative_id FOR KEY SHARE
        );
        RETURN NEW;
    """,
)


class UserGroupQuerySet(models.QuerySet["UserGroup"]):
    def of(self, user) -> "UserGroupQuerySet":
        """Those `user` may book rooms for: represented by somebody of the account's household."""
        return self.filter(representative__in=Person.objects.of(user))

    def visible_to(self, user) -> "UserGroupQuerySet":
        """Those whose home is a centre `user` works for."""
        from .center import Center  # noqa: PLC0415  centres are declared beside groups

        return self.filter(center__in=Center.objects.editable_by(user))


class UserGroup(models.Model):
    """Who uses rooms (利用団体): a group of people, or one person alone (個人).

    How it is reached stands with its representative, a person of the portal, whose data is seen
    only by that household and by the staff it concerns.
    """

    name = models.CharField("団体の名前", max_length=60)
    kana = models.CharField("フリガナ", max_length=100)
    is_individual = models.BooleanField("個人", default=False)
    representative = models.ForeignKey(
        "people.Person",
        verbose_name="代表者",
        on_delete=models.PROTECT,
        related_name="user_groups",
    )
    center = models.ForeignKey(
        "centers.Center",
        verbose_name="登録する市民センター",
        on_delete=models.PROTECT,
        related_name="user_groups",
    )
    activity = models.CharField("活動の内容", max_length=200)
    members = models.PositiveSmallIntegerField("会員の人数", default=1)
    created_at = models.DateTimeField("登録日時", auto_now_add=True)

    objects = UserGroupQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "利用団体"
        ordering = ["kana", "pk"]
        triggers = [REPRESENTED_BY_WHO_IS_KEPT]
        constraints = [
            models.UniqueConstraint(
                fields=["center", "name", "representative"],
                name="one_group_of_a_name_and_representative",
                violation_error_code="group_exists",
                violation_error_message="この名前の団体は、すでに登録されています。",
            ),
            models.CheckConstraint(
                condition=models.Q(members__gte=1),
                name="a_group_has_a_member",
                violation_error_code="no_members",
                violation_error_message="会員の人数は1人以上にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
