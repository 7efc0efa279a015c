import re

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed

from programs.models import Course

# Nothing an XML document may hold; a table pasted into a title may.
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class NewCourses(Feed):
    """`/feeds/courses.atom`: the fifty courses published last that can still be reached."""

    feed_type = Atom1Feed
    title = f"{settings.CITY['site']['name']} 新しい講座"
    subtitle = f"{settings.CITY['city']['name']}の講座のうち、新しく公開されたもの"
    link = "/courses/"

    def items(self):
        return (
            Course.objects.current().select_related("center").order_by("-published_at", "-pk")[:50]
        )

    def item_title(self, item: Course) -> str:
        return NOT_IN_XML.sub("", item.title)

    def item_description(self, item: Course) -> str:
        return NOT_IN_XML.sub("", item.summary or item.description[:300])

    def item_pubdate(self, item: Course):
        return item.published_at

    def item_updateddate(self, item: Course):
        return item.updated_at
