from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    def never_signed_in(self, before: datetime) -> models.QuerySet["User"]:
        """Accounts of addresses typed before then whose owner never came with the code."""
        return self.filter(
            last_login=None,
            household=None,
            is_staff=False,
            is_superuser=False,
            date_joined__lt=before,
        )

    def of_address(self, email: str) -> "User":
        """The account of a mail address, made on its first visit; two at once share one."""
        account, _ = self.get_or_create(
            email=email.lower(), defaults={"password": make_password(None)}
        )
        return account

    def mail_fails(self, email: str) -> None:
        """Remember since when mail to this address does not arrive; its owner is telephoned."""
        self.filter(email=email.lower(), mail_fails_since=None).update(
            mail_fails_since=timezone.now()
        )

    def create_user(self, email: str, **fields) -> "User":
        """An account without a password: it signs in with a code sent to `email`."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_unusable_password()
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """An account that may do everything, for the one who installs the portal."""
        return self.create_user(email, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """An account: who signs in. Whoever takes part in a course is a Person."""

    email = models.EmailField("メールアドレス", unique=True)
    household = models.ForeignKey(
        "people.Household",
        verbose_name="家族",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="accounts",
    )
    display_name = models.CharField("表示名", max_length=60, blank=True)
    wants_reminders = models.BooleanField("開催の前にお知らせを受け取る", default=True)
    wants_surveys = models.BooleanField("講座のあとのアンケートを受け取る", default=True)
    wants_suggestions = models.BooleanField(
        "学んだことを生かせる活動の案内を受け取る",
        null=True,
        blank=True,
        help_text="空ならば、まだ尋ねていません。",
    )
    wants_digest = models.BooleanField("毎朝のまとめを受け取る（職員）", default=True)
    mail_fails_since = models.DateTimeField("メールが届かなくなった日時", null=True, editable=False)
    is_staff = models.BooleanField("職員", default=False)
    is_active = models.BooleanField("有効", default=True)
    date_joined = models.DateTimeField("登録日時", default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = "アカウント"
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_per_email",
                violation_error_code="email_taken",
                violation_error_message="このメールアドレスはすでに登録されています。",
            )
        ]

    def __str__(self) -> str:
        return self.display_name or self.email

    def get_short_name(self) -> str:
        """How the admin greets."""
        return str(self)

    def mail_arrives(self) -> None:
        """Forget that mail did not arrive: a code sent there was just typed in."""
        if self.mail_fails_since is not None:
            self.mail_fails_since = None
            self.save(update_fields=["mail_fails_since"])

    @property
    def sits_on_council(self) -> bool:
        """Whether it is a council member's, who reads progress sheets at the desk."""
        return self.memberships.on_council(self).exists()

    @property
    def has_registered(self) -> bool:
        """Whether this account has said who its people are."""
        return self.household_id is not None
