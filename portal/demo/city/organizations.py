"""Who asks for volunteers in the demo city: invented schools, neighbourhoods and NPOs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from random import Random

from centers.volunteers.models import ActivityField, Organization, Representative
from portal.people.models import User

from .cast import SCHOOL
from .people import Population
from .sites import Site, address_in
from .timetable import at

Kind = Organization.Kind
LISTED = 0.9  # of the organisations so many are in the public directory
SPEAKS = 0.4  # so many have somebody who speaks for them here

# Of each kind: how it is named after its place, what it does, and what that is about.
SCHOOLS = (("小学校", "ショウガッコウ", "校区の子どもが通う小学校です。", ("school", "children")),)
NEIGHBOURHOODS = (
    ("校区まちづくり協議会", "コウクマチヅクリキョウギカイ",
     "自治会、婦人会、老人会などが集まり、校区の行事、防災、見守りに取り組んでいます。",
     ("community", "safety")),
    ("自治連合会", "ジチレンゴウカイ",
     "町内の清掃、防災訓練、子どもと高齢の方の見守りをしています。",
     ("community", "nature")),
)  # fmt: skip
# Their names stand for themselves; a place is added where one comes a second time.
NPOS = (
    ("ひびきの風", "ヒビキノカゼ", "外国から来た方と、ことばと暮らしを助け合っています。",
     ("languages",)),
    ("まちの台所", "マチノダイドコロ", "こども食堂を開き、食べることと学ぶことを支えています。",
     ("children", "care")),
    ("川と里山の会", "カワトサトヤマノカイ", "川の清掃と、里山の手入れをしています。", ("nature",)),
    ("となりの手", "トナリノテ", "ひとり暮らしの方の買い物や通院に付きそっています。", ("care",)),
    ("おはなしの木", "オハナシノキ", "絵本と語りを、子どもと大人に届けています。",
     ("reading", "culture")),
    ("スマホ寺子屋", "スマホテラコヤ", "スマートフォンの困りごとを、いっしょに解いています。",
     ("digital", "learning")),
)  # fmt: skip
EVERY = 3  # one centre in so many has an NPO


@dataclass
class Host:
    """Who asks: an organisation looked after by a centre, with its account where it has one."""

    organization: Organization
    site: Site
    asks: str
    fields: list[ActivityField]
    speaker: Representative | None = None


@dataclass
class Directory:
    """Invents the organisations around each centre."""

    population: Population
    fields: dict[str, ActivityField]
    desk: Callable[[Site], User]
    today: date
    rng: Random = field(default_factory=lambda: Random("organizations"))  # noqa: S311  a demo city
    named: set[str] = field(default_factory=set)
    met: int = 0

    def around(self, site: Site, *, is_home: bool) -> list[Host]:
        """A school and a neighbourhood, and now and then an NPO."""
        self.met += 1
        hosts = [
            self._host(site, Kind.SCHOOL, "school", self._of_place(site, SCHOOLS[0])),
            self._host(
                site,
                Kind.COMMUNITY,
                "community",
                self._of_place(site, self.rng.choice(NEIGHBOURHOODS)),
            ),
        ]
        if self.met % EVERY == 1:
            hosts.append(self._host(site, Kind.NPO, "npo", self._npo(site)))
        if is_home:
            self._speak(hosts[0], self._account(self.population.of(SCHOOL)))
        for host in hosts:
            if host.speaker is None and self.rng.random() < SPEAKS:
                someone = self.rng.choice(self.population.accounts)
                self._speak(host, someone if someone.household else None)
        return hosts

    def _host(self, site: Site, kind: str, asks: str, told: tuple) -> Host:
        name, kana, activity, about = told
        rng, ward = self.rng, site.center.ward
        host = f"{'abcdefghij'[len(self.named) % 10]}{len(self.named)}"
        organization = Organization(
            name=name,
            kana=kana,
            kind=kind,
            activity=activity,
            ward=ward,
            center=site.center,
            address=address_in(rng, ward.name, site.place),
            phone=f"093-000-{6000 + len(self.named)}",
            email=f"{host}@example.jp" if rng.random() < 0.6 else "",
            url=f"https://{host}.example.jp/" if kind == Kind.NPO else "",
            contact_name="教頭" if kind == Kind.SCHOOL else "事務局",
            is_public=kind == Kind.SCHOOL or rng.random() < LISTED,
        )
        return Host(organization, site, asks, [self.fields[slug] for slug in about])

    def _of_place(self, site: Site, told: tuple) -> tuple:
        ending, kana, activity, about = told
        self.named.add(site.place + ending)
        place = site.center.kana.removesuffix("シミンセンター")
        return site.place + ending, place + kana, activity, about

    def _npo(self, site: Site) -> tuple:
        name, kana, activity, about = NPOS[self.met // EVERY % len(NPOS)]
        full, spoken = f"NPO法人 {name}", f"エヌピーオーホウジン {kana}"
        if full in self.named:
            place = site.center.kana.removesuffix("シミンセンター")
            full, spoken = f"{full} {site.place}", f"{spoken} {place}"
        self.named.add(full)
        return full, spoken, activity, about

    def _account(self, people: Iterable) -> User | None:
        return next(filter(None, map(self.population.account, people)), None)

    def _speak(self, host: Host, user: User | None) -> None:
        if user is None:
            return
        host.speaker = Representative(
            organization=host.organization,
            user=user,
            since=at(self.today - timedelta(days=self.rng.randint(60, 500)), time(11)),
            confirmed_by=self.desk(host.site),
        )
