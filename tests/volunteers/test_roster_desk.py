"""The roster at the desk, as staff work with it: find, register, change, confirm, post, print."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from centers.volunteers.models import (
    ActivityField,
    Confirmation,
    Posting,
    Training,
    TrainingRecord,
    Volunteer,
)
from centers.volunteers.roster import agreed
from portal.people.models import Person
from tests import cast, volunteering

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
HERE = "/desk/volunteers/"


@pytest.fixture
def staff(client):
    found = cast.center_staff(cast.a_center())
    client.sign_in(found)
    return found


@pytest.fixture
def volunteer():
    return volunteering.a_volunteer()


def text_of(response) -> str:
    return response.content.decode()


# ---------------------------------------------------------------- the list and its conditions


def test_each_condition_finds_whom_it_means(client, staff, volunteer):
    Volunteer.objects.update(insured_until=TODAY)
    other = volunteering.a_volunteer(
        cast.a_resident("other@example.jp", given_name="次郎").household.people.get(),
        languages=["jsl"],
        times=[15],
        confirmed_on=date(2020, 4, 1),
    )
    role = volunteering.a_posting(other).role
    field = ActivityField.objects.get_or_create(slug="books", defaults={"name": "読書"})[0]
    other.fields.add(field)
    other.wards.add(cast.a_ward("moji"))
    held = volunteering.a_qualification(other)
    wished = volunteering.a_role("reader", "読み手")
    other.wanted_roles.add(wished)
    conditions = {
        "role": role.pk,
        "field": field.pk,
        "ward": cast.a_ward("moji").pk,
        "language": "jsl",
        "time": 15,
        "qualification": held.kind_id,
        "unconfirmed": "on",
        "uninsured": "on",
    }
    for name, value in conditions.items():
        found = text_of(client.get(HERE, {name: value}))
        assert "髙﨑 次郎" in found, name
        assert "髙﨑 花子" not in found, name
    assert "髙﨑 次郎" not in text_of(client.get(HERE, {"role": wished.pk}))
    assert "髙﨑 次郎" in text_of(client.get(HERE, {"role": wished.pk, "wishes": "on"}))
    assert "髙﨑 花子" in text_of(client.get(HERE, {"q": "たかさき", "center": cast.a_center().pk}))


def test_who_rests_is_listed_and_who_stopped_only_when_asked_for(client, staff, volunteer):
    Volunteer.objects.update(status="paused")
    assert "髙﨑 花子" in text_of(client.get(HERE))
    assert "髙﨑 花子" not in text_of(client.get(HERE, {"status": "active"}))
    Volunteer.objects.update(status="stopped", stopped_on=TODAY)
    assert "髙﨑 花子" not in text_of(client.get(HERE))
    assert "髙﨑 花子" in text_of(client.get(HERE, {"status": "stopped"}))


def test_an_address_that_makes_no_sense_still_gives_a_list(client, staff, volunteer):
    odd = {"role": "x", "center": "9" * 30, "time": "99", "q": "\u3000", "page": "none"}
    assert client.get(HERE, odd).status_code == 200


# ---------------------------------------------------------------- at the counter


def told(**more) -> dict[str, object]:
    """What a newcomer tells."""
    return {
        "new": "1",
        "family_name": "髙﨑",
        "given_name": "花子",
        "family_kana": "たかさき",
        "given_kana": "はなこ",
        "birth_year": "1954",
        "birth_month": "4",
        "birth_day": "1",
        "phone": "093-000-0002",
        "center": cast.a_center().pk,
        "times": ["0", "16"],
        "languages": ["en"],
        "skills": "元保育士",
    } | more


def test_somebody_new_registers_at_the_counter_with_what_was_agreed_on_paper(client, staff):
    sent = told(consent=["staff-name", "host-name", "host-phone"])
    assert client.post(f"{HERE}new/", sent).status_code == 302
    made = Volunteer.objects.get()
    assert (made.person.full_kana, made.times, made.languages) == (
        "タカサキ ハナコ",
        [0, 16],
        ["en"],
    )
    assert agreed.agreed_by(made) == {("staff", "name"), ("host", "name"), ("host", "phone")}
    assert set(made.consents.values_list("by", flat=True)) == {staff.pk}


def test_who_is_known_is_found_and_not_registered_twice(client, staff):
    person = cast.a_resident().household.people.get()
    page = client.get(f"{HERE}new/", {"q": "たかざき はなこ", "born": "1954"})
    [(found, address)] = page.context["found"]
    assert found == person
    form = client.get(address)
    sent = {"person": form.context["ticket"], "center": cast.a_center().pk}
    assert client.post(f"{HERE}new/", sent).status_code == 302
    assert Volunteer.objects.get().person == person
    assert client.get(address).status_code == 302
    assert client.post(f"{HERE}new/", told()).status_code == 302
    assert (Person.objects.count(), Volunteer.objects.count()) == (1, 1)


def test_a_part_of_a_name_finds_nobody_of_other_places(client, staff):
    cast.a_resident()
    assert client.get(f"{HERE}new/", {"q": "たかさき"}).context["found"] == []
    assert client.get(f"{HERE}new/", {"q": "0002"}).context["found"] == []


def test_a_minor_needs_a_guardian_and_nothing_is_written_without(client, staff):
    young = {"birth_year": str(TODAY.year - 16)}
    refused = client.post(f"{HERE}new/", told(**young))
    assert refused.status_code == 422
    assert "18歳になっていない方です" in text_of(refused)
    assert not Person.objects.exists()
    with_guardian = young | {"guardian_name": "髙﨑 太郎", "guardian_agreed_on": str(TODAY)}
    assert client.post(f"{HERE}new/", told(**with_guardian)).status_code == 302
    assert Volunteer.objects.get().guardian_name == "髙﨑 太郎"


def test_what_is_missing_is_said_and_nothing_typed_is_lost(client, staff):
    page = client.post(f"{HERE}new/", told(center="", family_name=""))
    assert page.status_code == 422
    assert "元保育士" in text_of(page)
    assert not Person.objects.exists()


# ---------------------------------------------------------------- one volunteer


def test_the_keeper_changes_the_registration_and_what_was_agreed(client, staff, volunteer):
    agreed.agree(volunteer, [("staff", "name")], by=volunteer.by)
    sent = {"center": cast.a_center().pk, "skills": "ピアノ", "insured_until": str(TODAY)}
    assert client.post(f"{HERE}{volunteer.pk}/edit/", sent | {"consent": ["host-name"]})
    volunteer.refresh_from_db()
    assert (volunteer.skills, volunteer.insured_until) == ("ピアノ", TODAY)
    assert agreed.agreed_by(volunteer) == {("host", "name")}


def test_another_centre_changes_nothing(client, volunteer):
    other = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    volunteering.a_posting(volunteer, center=other)
    client.sign_in(cast.center_staff(other, "minato@example.jp"))
    assert client.get(f"{HERE}{volunteer.pk}/").status_code == 200
    assert client.get(f"{HERE}{volunteer.pk}/edit/").status_code == 404
    assert client.post(f"{HERE}{volunteer.pk}/", {"do": "stop"}).status_code == 404
    volunteer.refresh_from_db()
    assert volunteer.is_active


def test_a_qualification_counts_once_its_proof_was_seen(client, staff, volunteer):
    kind = volunteering.a_qualification(volunteer, proof_seen_on=None, proof_seen_by=None).kind
    held = volunteer.qualifications.get()
    assert not volunteer.qualifications.valid_on(TODAY).exists()
    address = f"{HERE}{volunteer.pk}/"
    client.post(address, {"do": "see_proof", "qualification": held.pk})
    assert volunteer.qualifications.valid_on(TODAY).get().proof_seen_by == staff
    sent = {"kind": kind.pk, "expires_on": str(TODAY), "seen": "on"}
    assert client.post(f"{address}qualification/", sent).status_code == 302
    assert volunteer.qualifications.get().expires_on == TODAY
    client.post(address, {"do": "take_away", "qualification": held.pk})
    assert not volunteer.qualifications.exists()


def test_resting_going_on_and_ending_at_the_counter(client, staff, volunteer):
    address = f"{HERE}{volunteer.pk}/"
    states = []
    for do in ("rest", "go_on", "stop"):
        assert client.post(address, {"do": do, "why": "転居"}).status_code == 302
        volunteer.refresh_from_db()
        states.append(volunteer.status)
    assert states == ["paused", "active", "stopped"]
    assert volunteer.why == "転居"
    assert client.post(address, {"do": "go_on"}).status_code == 409


# ---------------------------------------------------------------- the yearly confirmation


def test_a_printed_list_is_read_back_many_at_once(client, staff):
    people = [
        volunteering.a_volunteer(person, by=user, confirmed_on=date(2020, 4, 1))
        for user, person in cast.many_residents(4)
    ]
    page = client.get(f"{HERE}confirmations/")
    assert len(page.context["lines"]) == 4
    answers = dict(zip(people, ("continues", "pauses", "stops"), strict=False))
    sent = {f"answer-{one.pk}": answer for one, answer in answers.items()}
    assert client.post(f"{HERE}confirmations/", sent).status_code == 302
    states = list(Volunteer.objects.order_by("pk").values_list("status", flat=True))
    assert states == ["active", "paused", "stopped", "active"]
    assert Confirmation.objects.filter(via="list", by=staff).count() == 3
    left = client.get(f"{HERE}confirmations/").context["lines"]
    assert [one.volunteer for one in left] == [people[3]]


def test_one_wrong_answer_of_many_writes_none(client, staff, volunteer):
    Volunteer.objects.update(confirmed_on=date(2020, 4, 1))
    other = volunteering.a_volunteer(
        cast.a_resident("other@example.jp").household.people.get(), confirmed_on=date(2020, 4, 1)
    )
    sent = {f"answer-{volunteer.pk}": "continues", f"answer-{other.pk}": "perhaps"}
    assert client.post(f"{HERE}confirmations/", sent).status_code == 409
    assert not Confirmation.objects.exists()
    assert client.post(f"{HERE}confirmations/", {}).status_code == 409


# ---------------------------------------------------------------- postings and papers


def test_those_ticked_in_the_roster_are_posted_together(client, staff):
    role = volunteering.a_role(term_years=2)
    people = [volunteering.a_volunteer(person, by=user) for user, person in cast.many_residents(3)]
    sent = {
        "volunteer": [one.pk for one in people],
        "role": role.pk,
        "place": f"center-{cast.a_center().pk}",
        "first_day": "2026-04-01",
        "last_day": "",
    }
    answer = client.post(f"{HERE}postings/new/", sent)
    assert answer.status_code == 302
    assert set(Posting.objects.values_list("last_day", flat=True)) == {date(2028, 3, 31)}
    assert text_of(client.get(answer.url)).count('class="appointment-page"') == 3
    refused = client.post(f"{HERE}postings/new/", sent)
    assert refused.status_code == 409
    assert text_of(refused).count("すでに同じ役割で配置されています") == 3


def test_nobody_is_posted_who_is_not_shown(client, staff):
    other = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    hidden = volunteering.a_volunteer(center=other)
    assert client.get(f"{HERE}postings/new/", {"volunteer": hidden.pk}).status_code == 302


def test_a_whole_term_is_looked_at_and_renewed_but_for_who_is_left(client, staff):
    people = [volunteering.a_volunteer(person, by=user) for user, person in cast.many_residents(3)]
    last = TODAY + timedelta(days=30)
    postings = [volunteering.a_posting(one, last_day=last) for one in people]
    page = client.get(f"{HERE}postings/renewal/")
    assert len(page.context["will"]) == 3
    assert Posting.objects.count() == 3
    sent = {"sealed": page.context["sealed"], "leave": [postings[2].pk]}
    assert client.post(f"{HERE}postings/renewal/", sent).status_code == 302
    renewed = set(Posting.objects.exclude(renews=None).values_list("renews", flat=True))
    assert renewed == {postings[0].pk, postings[1].pk}
    broken = client.post(f"{HERE}postings/renewal/", {"sealed": "broken"})
    assert broken.status_code == 409


def test_a_term_is_ended_early_on_its_page(client, staff, volunteer):
    posting = volunteering.a_posting(volunteer)
    address = f"{HERE}postings/{posting.pk}/end/"
    sent = {"last_day": str(TODAY), "why": "転居のため"}
    assert client.post(address, sent | {"why": ""}).status_code == 422
    assert client.post(address, sent).status_code == 302
    posting.refresh_from_db()
    assert (posting.last_day, posting.ended_why) == (TODAY, "転居のため")


def test_letters_are_downwards_or_across_and_of_whole_terms(client, staff, volunteer):
    posting = volunteering.a_posting(volunteer, first_day=TODAY)
    assert "1</b>枚" in text_of(client.get(f"{HERE}letters/"))
    whole = {"role": posting.role_id, "day": str(TODAY)}
    assert "appointment--down" in text_of(client.get(f"{HERE}letters/", whole))
    across = text_of(client.get(f"{HERE}letters/", whole | {"across": "1"}))
    assert "appointment--down" not in across
    assert "登録証" in across


def test_cards_are_only_for_those_kept_or_posted_here(client, staff, volunteer):
    other = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    away = volunteering.a_volunteer(
        cast.a_resident("away@example.jp", given_name="次郎").household.people.get(), other
    )
    away.wards.add(cast.a_ward())
    agreed.agree(away, [("staff", "name")], by=away.by)
    keys = {"volunteer": [volunteer.pk, away.pk]}
    page = text_of(client.get(f"{HERE}cards/", keys))
    assert page.count('class="id-card"') == 1
    assert "髙﨑 花子" in page
    volunteering.a_posting(away)
    assert text_of(client.get(f"{HERE}cards/", keys)).count('class="id-card"') == 2


# ---------------------------------------------------------------- trainings


def test_a_training_held_elsewhere_is_entered_with_who_finished_it(client, staff, volunteer):
    sent = {"title": "養成研修", "level": "1", "held_on": str(TODAY), "hours": "6.5"}
    assert client.post(f"{HERE}trainings/", sent).status_code == 302
    training = Training.objects.get()
    address = f"{HERE}trainings/{training.pk}/"
    [(_, ticket, done)] = client.get(address, {"q": "たかさき"}).context["found"]
    assert not done
    for _ in range(2):
        client.post(address, {"person": ticket, "finished_on": str(TODAY)})
    record = TrainingRecord.objects.get()
    assert (record.person, record.finished_on) == (volunteer.person, TODAY)
    assert "養成研修" in text_of(client.get(f"{HERE}{volunteer.pk}/"))
    client.post(address, {"do": "take_back", "record": record.pk})
    assert not TrainingRecord.objects.exists()


def test_a_training_of_a_course_is_not_written_by_hand(client, staff, volunteer):
    training = volunteering.a_training(course=7)
    address = f"{HERE}trainings/{training.pk}/"
    [(_, ticket, _)] = client.get(address, {"q": "たかさき"}).context["found"]
    refused = client.post(address, {"person": ticket, "finished_on": str(TODAY)})
    assert refused.status_code == 409
    assert not TrainingRecord.objects.exists()


@pytest.mark.parametrize("odd", [{"person": "1"}, {}, {"finished_on": "2026-99-99"}])
def test_a_made_up_finisher_is_nobody(client, staff, odd):
    training = volunteering.a_training()
    assert client.post(f"{HERE}trainings/{training.pk}/", odd).status_code == 409
