"""What of a volunteer is shown to whom at the desk: the whole matrix, on page, paper and file."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from centers.volunteers.models import Consent, Volunteer
from centers.volunteers.openings import agreeing
from centers.volunteers.roster import agreed, registering
from centers.volunteers.roster.shown import Shown, shown_to
from portal.people.models import AccessLog, Membership, User
from tests import cast, volunteering

pytestmark = pytest.mark.django_db
Item, STAFF = Consent.Item, Consent.Audience.STAFF
FIELDS = {
    "name": "髙﨑 花子",
    "phone": "093-000-0002",
    "email": "hanako@example.jp",
    "skills": "元保育士",
    "kept": "夜の外出",
}
KEPT_ALL = {"name", "phone", "email", "skills", "kept"}
CONSENTS = {
    "nothing": [],
    "name": [Item.NAME],
    "name and telephone": [Item.NAME, Item.PHONE],
    "name, mail and experience": [Item.NAME, Item.EMAIL, Item.SKILLS],
    "all but the name": [Item.PHONE, Item.EMAIL, Item.SKILLS],
}
# Who looks × what was agreed: what is shown. An empty set is: not in the roster at all.
MATRIX = {
    ("section", consent): KEPT_ALL for consent in CONSENTS
} | {
    ("keeps", consent): KEPT_ALL for consent in CONSENTS
} | {
    ("adviser of its ward", consent): KEPT_ALL for consent in CONSENTS
} | {
    ("posted here", "nothing"): {"name", "phone"},
    ("posted here", "name"): {"name", "phone"},
    ("posted here", "name and telephone"): {"name", "phone"},
    ("posted here", "name, mail and experience"): {"name", "phone", "email", "skills"},
    ("posted here", "all but the name"): {"name", "phone", "email", "skills"},
    ("comes here", "nothing"): {"name", "phone"},
    ("comes here", "name"): {"name", "phone"},
    ("comes here", "name and telephone"): {"name", "phone"},
    ("comes here", "name, mail and experience"): {"name", "phone", "email", "skills"},
    ("comes here", "all but the name"): {"name", "phone", "email", "skills"},
    ("was posted here", "nothing"): {"name"},
    ("was posted here", "name"): {"name"},
    ("was posted here", "name and telephone"): {"name", "phone"},
    ("was posted here", "name, mail and experience"): {"name", "email", "skills"},
    ("was posted here", "all but the name"): {"name", "phone", "email", "skills"},
    ("in a ward one would come to", "nothing"): set(),
    ("in a ward one would come to", "name"): {"name"},
    ("in a ward one would come to", "name and telephone"): {"name", "phone"},
    ("in a ward one would come to", "name, mail and experience"): {"name", "email", "skills"},
    ("in a ward one would come to", "all but the name"): set(),
    ("elsewhere", "nothing"): set(),
    ("elsewhere", "name and telephone"): set(),
    ("elsewhere", "name, mail and experience"): set(),
}  # fmt: skip


@pytest.fixture
def volunteer() -> Volunteer:
    found = volunteering.a_volunteer(skills=FIELDS["skills"], prefers_not=FIELDS["kept"])
    found.wards.add(cast.a_ward("moji"))
    return found


def viewer(who: str, volunteer: Volunteer) -> User:
    """Somebody at a desk who has to do with the volunteer in the way the matrix says."""
    other = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    today = timezone.localdate()
    if who == "section":
        return volunteering.a_coordinator()
    if who == "keeps":
        return cast.center_staff(volunteer.center)
    if who == "adviser of its ward":
        adviser = User.objects.create_user("adviser@example.jp", is_staff=True)
        Membership.objects.create(user=adviser, ward=volunteer.center.ward)
        return adviser
    if who == "elsewhere":
        volunteer.wards.clear()
    if who == "posted here":
        volunteering.a_posting(volunteer, center=other)
    if who == "was posted here":
        volunteer.wards.clear()
        volunteering.a_posting(
            volunteer,
            center=other,
            first_day=today - timedelta(days=800),
            last_day=today - timedelta(days=1),
        )
    if who == "comes here":
        shift = volunteering.a_shift(volunteering.an_opening(center=other))
        agreeing.sign_up(volunteer, shift, by=volunteer.by)
    return cast.center_staff(other, "minato@example.jp")


def seen(text: str) -> set[str]:
    return {field for field, words in FIELDS.items() if words in text}


@pytest.mark.parametrize(("who", "consent"), MATRIX)
def test_each_sees_what_post_and_consent_allow(client, volunteer, who, consent):
    chosen = [(STAFF, item) for item in CONSENTS[consent]]
    agreed.agree(volunteer, chosen, by=volunteer.by)
    client.sign_in(viewer(who, volunteer))
    expected = MATRIX[who, consent]
    page = client.get(f"/desk/volunteers/{volunteer.pk}/")
    assert page.status_code == (200 if expected else 404)
    if expected:
        assert seen(page.content.decode()) == expected
    on_lists = expected - {"email", "skills", "kept"}
    for address in ("/desk/volunteers/", "/desk/volunteers/list/"):
        assert seen(client.get(address).content.decode()) == on_lists
    assert seen(cells_of(client.get("/desk/volunteers/roster.xlsx"))) == expected


def cells_of(response) -> str:
    sheet = load_workbook(io.BytesIO(response.content)).worksheets[0]
    return "\n".join(str(cell) for row in sheet.values for cell in row)


def test_what_is_taken_back_is_gone_at_once(client, volunteer):
    everything = [(STAFF, item) for item in (Item.NAME, Item.PHONE)]
    agreed.agree(volunteer, everything, by=volunteer.by)
    staff = viewer("in a ward one would come to", volunteer)
    assert Shown.of(shown_to(staff).select_related("person").get()).phone == FIELDS["phone"]
    agreed.agree(volunteer, everything[:1], by=volunteer.by)
    assert Shown.of(shown_to(staff).select_related("person").get()).phone == ""
    agreed.agree(volunteer, [], by=volunteer.by)
    assert not shown_to(staff).exists()


def test_of_who_stopped_only_the_keeper_sees_anything(volunteer):
    staff = viewer("posted here", volunteer)
    registering.stop(volunteer, by=volunteer.by)
    assert not shown_to(staff).exists()
    assert shown_to(viewer("keeps", volunteer)).get() == volunteer


def test_a_qualification_nobody_may_see_is_not_found_by_filtering(client, volunteer):
    held = volunteering.a_qualification(volunteer)
    agreed.agree(volunteer, [(STAFF, Item.NAME)], by=volunteer.by)
    client.sign_in(viewer("in a ward one would come to", volunteer))
    address = f"/desk/volunteers/?qualification={held.kind_id}"
    assert FIELDS["name"] not in client.get(address).content.decode()
    agreed.agree(volunteer, [(STAFF, Item.NAME), (STAFF, Item.SKILLS)], by=volunteer.by)
    assert FIELDS["name"] in client.get(address).content.decode()


def test_nobody_looks_people_up_by_their_telephone_in_the_roster(client, volunteer):
    agreed.agree(volunteer, [(STAFF, Item.NAME)], by=volunteer.by)
    client.sign_in(viewer("in a ward one would come to", volunteer))
    assert FIELDS["name"] not in client.get("/desk/volunteers/?q=0002").content.decode()


LOGGED = {
    "/desk/volunteers/": "ボランティア名簿",
    "/desk/volunteers/list/": "ボランティア名簿の印刷",
    "/desk/volunteers/roster.xlsx": "ボランティア名簿の書き出し",
    "/desk/volunteers/{volunteer}/": "ボランティアの登録の確認",
    "/desk/volunteers/{volunteer}/edit/": "ボランティアの登録の修正",
    "/desk/volunteers/{volunteer}/qualification/": "資格の確認",
    "/desk/volunteers/new/?q=たかさき": "ボランティアの登録",
    "/desk/volunteers/postings/": "終わる任期の一覧",
    "/desk/volunteers/postings/renewal/": "任期の更新",
    "/desk/volunteers/postings/new/?volunteer={volunteer}": "配置",
    "/desk/volunteers/postings/{posting}/end/": "配置の終了",
    "/desk/volunteers/letters/?posting={posting}": "委嘱状の印刷",
    "/desk/volunteers/cards/?volunteer={volunteer}": "ボランティア証の印刷",
    "/desk/volunteers/confirmations/": "年に一度の確認の名簿",
    "/desk/volunteers/trainings/{training}/?q=たかさき": "研修を修了した方",
    "/desk/volunteers/files/volunteers.csv": "ボランティア名簿の書き出し",
    "/desk/volunteers/files/volunteers.xlsx": "ボランティア名簿の書き出し",
}


@pytest.mark.parametrize("address", LOGGED)
def test_every_look_is_written_down_once(client, volunteer, address):
    Volunteer.objects.update(confirmed_on="2020-04-01")
    term = {"last_day": timezone.localdate() + timedelta(days=30)}
    posting = volunteering.a_posting(volunteer, **term)
    training = volunteering.a_training()
    client.sign_in(staff := cast.center_staff(volunteer.center))
    keys = {"volunteer": volunteer.pk, "posting": posting.pk, "training": training.pk}
    assert client.get(address.format(**keys)).status_code == 200
    log = AccessLog.objects.get()
    assert (log.viewer, log.person, log.reason) == (staff, volunteer.person, LOGGED[address])


def test_who_is_not_shown_is_not_written_down(client, volunteer):
    client.sign_in(viewer("elsewhere", volunteer))
    for address in ("/desk/volunteers/", "/desk/volunteers/list/", "/desk/volunteers/roster.xlsx"):
        client.get(address)
    assert not AccessLog.objects.exists()


def test_the_roster_asks_the_same_number_of_things_for_one_and_for_many(client, volunteer):
    client.sign_in(cast.center_staff(volunteer.center))
    alone = statements(client)
    for user, person in cast.many_residents(12):
        volunteering.a_posting(volunteering.a_volunteer(person, volunteer.center, by=user))
    assert statements(client) == alone


def statements(client) -> list[int]:
    """How many the screen, the paper and the file ask."""
    counts = []
    for address in ("/desk/volunteers/", "/desk/volunteers/list/", "/desk/volunteers/roster.xlsx"):
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))
    return counts
