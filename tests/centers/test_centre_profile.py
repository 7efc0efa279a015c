"""A centre's profile: who lives around it, who comes, what it offers, and what that says."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from centers.files.importing import look_at, take_over
from centers.files.populations import BANDS, COLUMNS, TABLE, heading
from centers.models import Booking, Center, DistrictPopulation, OpenDay, Use
from centers.profile.facts import Facts, facts_of, facts_with_alike, last_whole_year
from centers.profile.findings import beside_alike, missing, of_ages
from centers.profile.people import YOUNG, populations, shown_to_public, young_are_public
from centers.utilisation.uses import Ages
from portal.japan import calendar
from portal.refusal import code_of
from tests import cast, rooms
from tests.city_requests import section
from vision.figures.counting import count_live

pytestmark = pytest.mark.django_db

AS_OF = date(2026, 9, 30)
YEAR = last_whole_year()


def lives(center: Center, *counts: int, as_of: date = AS_OF) -> None:
    """People of the district, in as many of the bands as there are counts; none in the others."""
    told = [*counts, *[0] * (len(BANDS) - len(counts))]
    DistrictPopulation.objects.bulk_create(
        DistrictPopulation(center=center, as_of=as_of, from_age=first, to_age=last, count=count)
        for (first, last), count in zip(BANDS, told, strict=True)
    )


def came(center: Center, young: int, middle: int, senior: int) -> Use:
    """A use of a room in the last whole year, on a day when the centre was open."""
    day = date(YEAR, 6, 3)
    OpenDay.objects.update_or_create(
        center=center,
        day=day,
        defaults={"opens": time(9), "closes": time(22), "by_hand": True, "reason": ""},
    )
    slot = rooms.a_slot(first_day=date(2020, 4, 1))
    room = rooms.a_room(center, name=f"部屋{Booking.objects.count()}")
    booking = rooms.a_booking(room, day, slot, kind=Booking.Kind.COURSE, note="")
    return Use.objects.create(
        booking=booking, young=young, middle=middle, senior=senior, recorded_by=section()
    )


def offers(center: Center, category: str, number: int = 1) -> None:
    """Courses of a category whose last session was in the last whole year."""
    kind = cast.a_category(category, f"c{len(category)}{category.encode().hex()[:8]}")
    for count in range(number):
        course = cast.a_course(title=f"{category}{count}", category=kind, center=center)
        begins = calendar.at(date(YEAR, 7, 1), time(10))
        course.sessions.update(starts_at=begins, ends_at=begins + timedelta(hours=2))


def another(number: int) -> Center:
    return cast.a_center(f"other-{number}", ward="moji", name=f"門司{number}市民センター")


# ------------------------------------------------------------------ who lives there


def test_the_newest_day_counts_and_bands_fall_into_three():
    center = cast.a_center()
    lives(center, 100, as_of=date(2020, 9, 30))
    lives(center, *[10] * 18)
    found = populations([center.pk])[center.pk]
    assert found.as_of == AS_OF
    assert found.bands == (60, 60, 60)
    assert found.share(YOUNG) == Decimal("33.3")


def test_the_database_counts_no_age_twice():
    center = cast.a_center()
    lives(center, 10)
    for first, last in ((3, 7), (90, None), (0, 4)):
        with pytest.raises(IntegrityError), transaction.atomic():
            DistrictPopulation.objects.create(
                center=center, as_of=AS_OF, from_age=first, to_age=last, count=1
            )


# ------------------------------------------------------------------ the table


def a_table(*lines: str, header: str = "") -> SimpleUploadedFile:
    header = header or ",".join(["市民センター", "時点", *COLUMNS])
    return SimpleUploadedFile("population.csv", "\n".join([header, *lines]).encode())


def a_line(center: str = "戸畑浜市民センター", day: str = "2026-09-30", **cells: str) -> str:
    counts = {heading(band): "100" for band in BANDS} | cells
    return ",".join([center, day, *counts.values()])


def test_a_table_is_looked_at_and_then_taken_over():
    center = cast.a_center()
    preview = look_at(TABLE, a_table(a_line()), section())
    assert preview.problems == []
    assert not DistrictPopulation.objects.exists()
    take_over(TABLE, preview.sealed, section())
    assert populations([center.pk])[center.pk].total == 1_800
    again = look_at(TABLE, a_table(a_line()), section())
    assert [one.outcome for _, one in again.written] == ["同じ"]
    changed = look_at(TABLE, a_table(a_line(**{"0〜4歳": "90"})), section())
    assert changed.written[0][1].differences == ("0〜4歳：100人→90人",)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({"center": "どこにもない市民センター"}, "not_known"),
        ({"day": "2026-02-30"}, "not_a_date"),
        ({"day": "2999-01-01"}, "day_to_come"),
        ({"0〜4歳": "百"}, "not_a_number"),
        ({"0〜4歳": "-1"}, "count_out_of_range"),
        ({"0〜4歳": "99999999"}, "count_out_of_range"),
        ({"85歳以上": ""}, "empty"),
        ({heading(band): "0" for band in BANDS}, "nobody"),
    ],
)
def test_a_row_that_cannot_be_is_refused_by_its_line(line, code):
    cast.a_center()
    preview = look_at(TABLE, a_table(a_line(**line)), section())
    assert [code_of(problem) for problem in preview.problems] == [code]
    assert preview.messages[0].startswith("2行目")
    assert preview.sealed == ""


def test_the_table_given_out_is_the_table_taken_in():
    lives(cast.a_center(), *range(1, 19))
    [row] = TABLE.rows(section())
    assert row == ["戸畑浜市民センター", AS_OF, *range(1, 19)]


# ------------------------------------------------------------------ what the public reads


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(people=st.lists(st.integers(0, 60), min_size=3, max_size=3))
def test_nothing_shown_tells_of_fewer_than_ten(people):
    shown = shown_to_public(people)
    assert len(shown) == 3
    assert all(one is None or one % 10 == 0 for one in shown)
    hidden = [count for count, one in zip(people, shown, strict=True) if one is None]
    assert not [one for count, one in zip(people, shown, strict=True) if count < 10 and one]
    assert len(hidden) != 1, "one alone would be the rest of a known sum"


def test_few_young_people_are_hidden_from_the_public_and_not_from_staff(client):
    center = cast.a_center()
    lives(center, *[100] * 18)
    came(center, 3, 140, 360)
    public = client.get("/centers/hama/profile/").content.decode()
    assert "非公開" in public
    assert "0.6" not in public
    client.sign_in(cast.center_staff(center))
    assert "<b>0.6</b>" in client.get("/desk/rooms/profile/hama/").content.decode()


def test_the_share_of_the_young_stands_beside_that_of_the_district(client):
    center = cast.a_center()
    lives(center, *[100] * 18)
    came(center, 40, 400, 560)
    count_live()
    page = client.get("/centers/hama/profile/").content.decode()
    assert "<b>4.0</b>" in page
    assert "29歳以下の方の利用が少なめです。利用者の4.0％で、校区の人口では33.3％です。" in page
    assert "60歳以上の方によく利用されています。" in page


def test_what_the_plans_figures_hide_of_a_centre_is_hidden_here_too(client):
    center = cast.a_center()
    came(center, 40, 400, 560)
    came(cast.a_center("minato", name="戸畑みなと市民センター"), 4, 40, 50)
    count_live()
    assert young_are_public(center, YEAR) is False
    page = client.get("/centers/hama/profile/").content.decode()
    assert "<b>4.0</b>" not in page
    assert page.count("非公開") == 2  # the young, and the next band


def test_the_public_page_is_the_same_for_all_and_asks_a_fixed_number_of_things(
    client, django_assert_num_queries
):
    center = cast.a_center()
    with django_assert_num_queries(9):
        empty = client.get("/centers/hama/profile/")
    assert empty.status_code == 200
    assert "public" in empty["Cache-Control"]
    assert not empty.cookies
    lives(center, *[100] * 18)
    came(center, 40, 400, 560)
    offers(center, "料理", 3)
    caches["pages"].clear()
    with django_assert_num_queries(9):
        client.get("/centers/hama/profile/")


def test_where_nobody_paid_the_paid_rate_is_nought_and_not_unknown(client):
    use = came(cast.a_center(), 0, 10, 20)
    assert "（有償 —）" in client.get("/centers/hama/profile/").text
    rooms.a_fee(use.booking.room, rooms.a_slot(), 600)
    caches["pages"].clear()
    assert "（有償 0.0％）" in client.get("/centers/hama/profile/").text
    client.sign_in(cast.center_staff(use.booking.room.center))
    assert "（有償 0.0％）" in client.get("/desk/rooms/profile/hama/").text


def test_what_does_not_exist_or_is_not_public_is_not_found(client):
    center = cast.a_center()
    Center.objects.filter(pk=center.pk).update(is_open_to_public=False)
    assert client.get("/centers/hama/profile/").status_code == 404
    assert client.get("/centers/nowhere/profile/").status_code == 404


# ------------------------------------------------------------------ what the staff read


def test_like_centres_are_those_of_utilisation():
    center, near, far = cast.a_center(), another(1), another(2)
    for one, people in ((center, 1_000), (near, 1_400), (far, 2_000)):
        rooms.a_room(one)
        lives(one, people)
    _, others = facts_with_alike(center, YEAR)
    assert [one.center for one in others] == [near]


def test_what_half_of_the_like_centres_offer_and_this_one_does_not_is_missing():
    center, near, far = cast.a_center(), another(1), another(2)
    for one in (center, near, far):
        rooms.a_room(one)
    offers(center, "料理")
    offers(near, "料理")
    offers(near, "子育て", 3)
    offers(far, "パソコン")
    own, others = facts_with_alike(center, YEAR)
    assert own.courses == {"料理": 1}
    assert [(one.category, one.average) for one in missing(own, others)] == [
        ("子育て", Decimal("1.5")),
        ("パソコン", Decimal("0.5")),
    ]


def test_a_centre_is_weighed_against_the_average_of_like_centres():
    center = cast.a_center()
    others = [Facts(another(n), YEAR, courses={"料理": 2}) for n in range(2)]
    much = beside_alike(Facts(center, YEAR, courses={"料理": 4}), others)
    assert [one.is_strength for one in much] == [True, True]
    little = beside_alike(Facts(center, YEAR, courses={"料理": 1}), others)
    assert [one.text for one in little] == [
        "講座が少なめです。1講座で、似た市民センターの平均は2.0講座です。"
    ]
    assert beside_alike(Facts(center, YEAR, courses={"料理": 2}), others) == []


def test_without_records_nothing_is_said():
    facts = facts_of(cast.a_center(), YEAR)
    assert of_ages(facts.age_lines) == []
    assert of_ages(facts.public_age_lines()) == []
    assert Facts(cast.a_center(), YEAR, ages=Ages()).young_share is None


def test_groups_count_in_the_year_they_were_registered_for():
    center = cast.a_center()
    rooms.a_registration(on=date(YEAR, 6, 1))
    rooms.a_registration(group=rooms.a_group(name="一人", is_individual=True), on=date(YEAR, 6, 1))
    rooms.a_registration(group=rooms.a_group(name="去年だけ"), on=date(YEAR - 1, 6, 1))
    assert facts_of(center, YEAR).groups == 1


def test_staff_read_their_own_centres_profile_and_no_other(client):
    own, other = cast.a_center(), another(1)
    client.sign_in(cast.center_staff(own))
    assert own.name in client.get("/desk/rooms/profile/").content.decode()
    assert other.name not in client.get("/desk/rooms/profile/").content.decode()
    for query in ("", f"?year={YEAR + 1}", "?year=x"):
        assert client.get(f"/desk/rooms/profile/hama/{query}").status_code == 200
    assert client.get("/desk/rooms/profile/other-1/").status_code == 404
