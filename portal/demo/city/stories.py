"""What volunteers made possible, told with their consent (活動の物語)."""

from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta

from centers.volunteers.models import Consent, Story, Volunteer

from .activities import Done
from .timetable import at
from .volunteers import Member

# Told of an opening of this title: a heading, and what happened.
TOLD = {
    "朝の教室で絵本を読む方": (
        "金曜日の朝は、絵本からはじまります",
        "講座で読み方を習ったみなさんが、校区の小学校で朝の読み聞かせを続けています。はじめは声が"
        "小さかった方も、いまは子どもたちの顔を見ながら、ゆっくり読めるようになりました。"
        "「つぎは何の本？」と廊下で声をかけられるそうです。",
    ),
    "フリースペースで親子を見守る方": (
        "「話を聞いてもらえた」と言われる部屋",
        "火曜日の午前、フリースペースには小さな子どもの声がします。子育てサポーターは、抱っこを"
        "かわり、お茶を入れ、話を聞きます。引っ越してきたばかりのお母さんが、ここで友だちを"
        "見つけました。",
    ),
    "ひとり暮らしの方へのお弁当づくり": (
        "30のお弁当と、30の「元気ですか」",
        "月に一度、近所の台所に集まってお弁当をつくります。届けるときのひとことが、いちばんの"
        "ごちそうだと言われます。料理講座の仲間が、そのまま台所の仲間になりました。",
    ),
}


def told(
    done: Iterable[tuple[Done, Sequence[Member]]], today: date
) -> tuple[list[Story], list[tuple[Story, Volunteer]]]:
    """One of each, of those who came and agreed to be named to all; and who is in it."""
    stories: list[Story] = []
    shown: list[tuple[Story, Volunteer]] = []
    left = dict(TOLD)
    for work, members in done:
        named = {
            id(one.volunteer)
            for one in members
            if one.agreed_to(Consent.Audience.PUBLIC, Consent.Item.NAME)
        }
        for opening in (asked.opening for asked in work.asked if asked.wanted.title in left):
            came = {
                id(log.volunteer): log.volunteer
                for log in work.logs
                if log.match and log.match.shift.opening is opening
            }
            people = [who for key, who in came.items() if key in named]
            if not people:
                continue
            title, body = left.pop(opening.title)
            published = at(today - timedelta(days=10 + 7 * len(stories)), time(10))
            story = Story(
                title=title,
                body=body,
                opening=opening,
                center=opening.center,
                published_at=published,
            )
            stories.append(story)
            shown += [(story, who) for who in people[:2]]
    return stories, shown
