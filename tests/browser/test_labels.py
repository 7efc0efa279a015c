"""Name labels: what is printed lies on the label, on the first sheet as on all others."""

import pytest

from tests import cast

pytestmark = pytest.mark.browser

TOPS = (
    "() => [...document.querySelectorAll('.labels')].map((one) => one.getBoundingClientRect().top)"
)


@pytest.mark.parametrize("per", [12, 24])
def test_the_first_sheet_begins_at_its_upper_edge(transactional_db, signed_in, per):
    course = cast.a_course(days_ahead=1, apply_until=None, capacity=30)
    cast.newcomers(course, *([1] * 25))
    staff = cast.center_staff(course.center)
    cast.with_second_factor(staff)
    page = signed_in(staff).new_page()
    page.goto(f"/desk/courses/{course.pk}/labels/?per={per}")
    page.emulate_media(media="print")
    first, *others = page.evaluate(TOPS)
    assert others
    assert first == 0
