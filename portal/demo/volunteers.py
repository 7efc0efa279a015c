"""Writing the volunteers of the demo city, those who ask for them, and what they did together."""

from collections.abc import Callable, Sequence

from centers.volunteers.models import (
    ActivityField,
    ActivityLog,
    Consent,
    Match,
    Opening,
    Organization,
    Posting,
    Qualification,
    QualificationKind,
    Shift,
    Story,
    Thanks,
    Threshold,
    Volunteer,
    VolunteerRole,
)
from portal.demo import trainings
from portal.demo.city import City
from portal.demo.city.activities import Activities, Done
from portal.demo.city.hours import Hours, thanked
from portal.demo.city.organizations import Directory, Host
from portal.demo.city.stories import told
from portal.demo.city.volunteers import Member, Roster, Shipped
from portal.demo.histories import remember_first, remember_last
from portal.demo.pouring import link, pour

FEWEST = 4  # on a roster; of a city too large for its people not every centre has one
REGISTERED = "(SELECT v.registered_at FROM volunteers_volunteer v WHERE v.id = s.volunteer_id)"
ASKED = "(SELECT o.asked_at FROM volunteers_opening o WHERE o.id = s.opening_id)"


def volunteer(city: City, say: Callable[[str], object]) -> None:
    """Rosters, openings and a year of activities, centre by centre."""
    learned = trainings.prepare(say)
    shipped = Shipped(
        roles={role.slug: role for role in VolunteerRole.objects.all()},
        fields={one.slug: one for one in ActivityField.objects.all()},
        kinds={kind.slug: kind for kind in QualificationKind.objects.all()},
    )
    thresholds = list(Threshold.objects.all())
    sites = city.sites[: city.size.volunteers // FEWEST]
    roster = Roster(city.population, shipped, learned, city.today)
    directory = Directory(city.population, shipped.fields, roster.desk, city.today)
    activities = Activities(shipped, city.today)
    hosts: list[Host] = []
    thanks: list[Thanks] = []
    done: list[tuple[Done, list[Member]]] = []
    for site in sites:
        desk, is_home = roster.desk(site), roster.is_home(site)
        around = directory.around(site, is_home=is_home)
        members = roster.enlist(site, city.size.volunteers // len(sites), around[0].organization)
        work = activities.around(site, around, members, desk, is_home=is_home)
        hours = Hours(desk, city.today)
        for place, member in enumerate(members):
            work.logs += hours.of(member, is_faithful=not place)
        thanks += thanked(work.logs, thresholds, desk, city.today)
        hosts += around
        done.append((work, members))
    _write_hosts(hosts, say)
    _write_rosters([member for _, members in done for member in members], say)
    _write_activities([work for work, _ in done], say)
    pour(thanks)
    stories, shown = told(done, city.today)
    pour(stories)
    link(Story.people.through, shown)
    say(f"感謝状：{len(thanks):,}")
    say(f"活動の物語：{len(stories):,}")
    _remember()


def _write_hosts(hosts: Sequence[Host], say: Callable[[str], object]) -> None:
    pour([host.organization for host in hosts])
    link(
        Organization.fields.through,
        [(host.organization, one) for host in hosts for one in host.fields],
    )
    pour([host.speaker for host in hosts if host.speaker])
    say(f"団体：{len(hosts):,}")


def _write_rosters(members: Sequence[Member], say: Callable[[str], object]) -> None:
    pour([member.volunteer for member in members])
    for through, name in (
        (Volunteer.fields.through, "fields"),
        (Volunteer.wanted_roles.through, "wanted"),
        (Volunteer.wards.through, "wards"),
    ):
        link(through, [(one.volunteer, row) for one in members for row in getattr(one, name)])
    say(f"ボランティア：{len(members):,}")
    for name, label in (
        ("consents", "同意"),
        ("qualifications", "資格"),
        ("postings", "配置"),
    ):
        rows = [row for member in members for row in getattr(member, name)]
        pour(rows)
        say(f"{label}：{len(rows):,}")


def _write_activities(works: Sequence[Done], say: Callable[[str], object]) -> None:
    asked = [one for work in works for one in work.asked]
    pour([one.opening for one in asked])
    link(Opening.fields.through, [(one.opening, row) for one in asked for row in one.fields])
    link(
        Opening.qualifications.through,
        [(one.opening, kind) for one in asked for kind in one.qualifications],
    )
    say(f"活動募集：{len(asked):,}")
    for name, label in (
        ("shifts", "活動の回"),
        ("matches", "マッチング"),
        ("logs", "活動記録"),
    ):
        rows = [row for work in works for row in getattr(work, name)]
        pour(rows)
        say(f"{label}：{len(rows):,}")


def _remember() -> None:
    """The history of each row as if the portal had kept it at the time."""
    remember_first(
        Volunteer,
        "registered_at",
        what={"status": "'active'", "stopped_on": "NULL", "why": "''"},
    )
    remember_last(
        Volunteer, "COALESCE(s.stopped_on::timestamptz, s.registered_at)", "s.status <> 'active'"
    )
    remember_first(Consent, "given_at", what={})
    remember_first(Qualification, REGISTERED, what={})
    remember_first(Posting, "appointed_at", what={})
    remember_first(
        Opening,
        "asked_at",
        what={"status": "'asked'", "published_at": "NULL", "changed_by_id": "NULL"},
    )
    remember_last(Opening, "s.published_at", "s.published_at IS NOT NULL")
    remember_first(
        Thanks, "s.reached_on::timestamptz", what={"handed_on": "NULL", "handed_by_id": "NULL"}
    )
    remember_last(Thanks, "s.handed_on::timestamptz", "s.handed_on IS NOT NULL")
    remember_first(Shift, ASKED, what={"taken": "0"})
    remember_first(
        Match,
        "created_at",
        what={
            "status": "CASE WHEN s.proposed_by_id IS NULL THEN 'accepted' ELSE 'proposed' END",
            "changed_at": "s.created_at",
            "changed_by_id": "COALESCE(s.proposed_by_id, s.changed_by_id)",
            "why": "''",
            "thanked_at": "NULL",
            "thanks": "''",
        },
    )
    remember_last(Match, "s.changed_at", "s.changed_at > s.created_at")
    remember_first(
        ActivityLog,
        "created_at",
        what={"status": "'logged'", "decided_at": "NULL", "decided_by_id": "NULL", "how": "''"},
    )
    remember_last(ActivityLog, "s.decided_at", "s.decided_at IS NOT NULL")
