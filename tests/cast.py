"""The small cast of the tests, and factories named for what they intend."""

from datetime import date, time, timedelta

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction
from django.utils import timezone

from centers.models import Center, OpeningHours
from portal.people.models import Household, Membership, Person, User, Ward
from programs.models import Category, Course, LifeStage, Session, SignUp
from programs.models.told import Told

EVERY_WARD = {"moji": "門司区", "tobata": "戸畑区"}


def a_ward(slug: str = "tobata") -> Ward:
    code = {"moji": "401013", "tobata": "401056"}[slug]
    kana = {"moji": "モジク", "tobata": "トバタク"}[slug]
    return Ward.objects.get_or_create(
        slug=slug, defaults={"code": code, "name": EVERY_WARD[slug], "kana": kana}
    )[0]


def a_center(
    slug: str = "hama", *, ward: str = "tobata", name: str = "戸畑浜市民センター"
) -> Center:
    center, made = Center.objects.get_or_create(
        slug=slug,
        defaults={
            "name": name,
            "kana": "トバタハマシミンセンター",
            "ward": a_ward(ward),
            "postcode": "8040000",
            "address": "北九州市戸畑区浜町1-1",
            "latitude": "33.893100",
            "longitude": "130.829100",
            "phone": "093-000-0001",
        },
    )
    if made:
        OpeningHours.objects.bulk_create(
            OpeningHours(
                center=center,
                weekday=weekday,
                opens=time(9),
                closes=time(17) if weekday == 5 else time(22),
            )
            for weekday in range(6)
        )
    return center


def a_category(name: str = "料理・食", slug: str = "food") -> Category:
    return Category.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def a_life_stage(slug: str = "senior") -> LifeStage:
    name, first, last = {"senior": ("60歳以上", 60, None), "child": ("小学生", 6, 12)}[slug]
    return LifeStage.objects.get_or_create(
        slug=slug, defaults={"name": name, "min_age": first, "max_age": last}
    )[0]


def a_course(*, days_ahead: int = 14, sessions: int = 1, **fields) -> Course:
    """A published first-come course of 20 seats in a centre, open now, without a waiting list."""
    now = timezone.now()
    fields = {
        "title": "はじめての出汁とり",
        "category": a_category(),
        "capacity": 20,
        "queue": "none",
        "takes_sign_ups_here": True,
        "apply_from": now - timedelta(days=7),
        "apply_until": now + timedelta(days=days_ahead - 2),
        "published_at": now - timedelta(days=7),
    } | fields
    if "center" not in fields:
        fields["center"] = a_center()
    course = Course.objects.create(**fields)
    add_sessions(course, days_ahead=days_ahead, number=sessions)
    course.refresh_from_db()
    return course


def add_sessions(course: Course, *, days_ahead: int, number: int = 1, hour: int = 10) -> None:
    first = timezone.localtime().replace(hour=hour, minute=0, second=0, microsecond=0)
    first += timedelta(days=days_ahead)
    Session.objects.bulk_create(
        Session(
            course=course,
            starts_at=first + timedelta(weeks=i),
            ends_at=first + timedelta(weeks=i, hours=2),
        )
        for i in range(number)
    )


def a_resident(
    email: str = "hanako@example.jp", *, born: date = date(1954, 4, 1), **fields
) -> User:
    """An account whose household is one person, living in 戸畑区."""
    user = User.objects.create_user(email)
    Person.register(user, a_person(born=born, **fields))
    return user


def a_person(
    family_name: str = "髙﨑", given_name: str = "花子", *, born: date = date(1954, 4, 1), **fields
) -> Person:
    """A person not yet saved."""
    ward = fields.pop("ward", "tobata")
    return Person(
        family_name=family_name,
        given_name=given_name,
        family_kana="タカサキ",
        given_kana="ハナコ",
        birth_date=born,
        phone="093-000-0002",
        ward=a_ward(ward) if ward else None,
        **fields,
    )


def many_residents(number: int) -> list[tuple[User, Person]]:
    """Accounts of one person each, made in bulk."""
    households = Household.objects.bulk_create(Household() for _ in range(number))
    users = User.objects.bulk_create(
        User(email=f"resident{i}@example.jp", household=household)
        for i, household in enumerate(households)
    )
    ward = a_ward()
    people = []
    for household in households:
        person = a_person()
        person.household, person.ward = household, ward
        people.append(person)
    Person.objects.bulk_create(people)
    return list(zip(users, people, strict=True))


def section_staff(email: str = "shogai@example.jp") -> User:
    user = User.objects.create_user(email, is_staff=True)
    Membership.objects.create(user=user)
    return user


def center_staff(center: Center, email: str = "kancho@example.jp") -> User:
    user = User.objects.create_user(email, is_staff=True)
    Membership.objects.create(user=user, center=center, role=Membership.Role.MANAGER)
    return user


def with_second_factor(user: User) -> None:
    """Let `user` have set up the authenticator app."""
    TOTP.activate(user, generate_totp_secret())


def consent(*children: Person) -> dict[int, Told]:
    """What is told of children a guardian agrees to."""
    says = Told(guardian_name="髙﨑 花子", guardian_phone="093-000-0002")
    return {child.pk: says for child in children}


def guardian() -> dict[str, str]:
    """The part of a sent form in which a guardian agrees."""
    return {
        "guardian_name": "髙﨑 花子",
        "guardian_phone": "093-000-0002",
        "guardian_consent": "on",
    }


def a_family(size: int, *, born: date = date(1954, 4, 1)) -> tuple[User, list[Person]]:
    """An account nobody knew before, and as many people of its household."""
    user = User.objects.create_user(f"family{User.objects.count()}@example.jp")
    names = ["花子", "太郎", "次郎", "三郎"]
    return user, [
        Person.register(user, a_person(given_name=name, born=born)) for name in names[:size]
    ]


def newcomers(course: Course, *sizes: int) -> list[SignUp]:
    """Families nobody knew before sign up, one after the other; the first sign-up of each."""
    first_of_each = []
    for size in sizes:
        user, people = a_family(size)
        first_of_each.append(course.sign_up_together(people, by=user)[0])
    return first_of_each


def change_capacity(course: Course, to: int) -> None:
    """As the form of the admin does: the course locked, asked, saved, then the queue's turn."""
    with transaction.atomic():
        own = Course.objects.locked(course.pk)
        own.refuse_capacity(to)
        own.capacity = to
        own.save(update_fields=["capacity"])
        own.promote_waiting()
    course.refresh_from_db(fields=["capacity", "seats_taken", "waiting_count"])


def a_lottery(*, entries: int = 0, capacity: int = 3, **fields) -> Course:
    """A lottery whose sign-up is over, with so many people who entered alone."""
    course = a_course(
        method="lottery",
        capacity=capacity,
        queue="at_once",
        **{"draw_source": "ナンバーズ4 第6612回", "title": "抽選の講座"} | fields,
    )
    for user, person in many_residents(entries):
        course.sign_up(person, by=user)
    return ended(course)


def ended(course: Course, *, days_ago: int = 0) -> Course:
    """The course once its sign-up is over."""
    over = timezone.now() - timedelta(days=days_ago, minutes=1)
    Course.objects.filter(pk=course.pk).update(
        apply_from=over - timedelta(days=20), apply_until=over
    )
    return Course.objects.get(pk=course.pk)


def council_member(email: str = "iin@example.jp") -> User:
    """A member of the council (社会教育委員), who is no staff."""
    user = User.objects.create_user(email, display_name="委員 一人目")
    Membership.objects.create(user=user, role=Membership.Role.COUNCIL)
    return user
