"""Search finds Japanese as people type it."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from centers.models import Center
from programs.browsing.catalogue import Catalogue
from programs.browsing.list_page import ListPage
from programs.models import Course
from tests import cast


def found(words: str) -> list[str]:
    query = QueryDict(mutable=True)
    query["q"] = words
    return [course.title for course in ListPage(Catalogue.from_query(query), query).courses()]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        "スマホ",
        "ｽﾏﾎ",
        "すまほ",
        "スマ",
        "マホ教",
        "はじめての",
        "ＡＢＣ",
        "abc",
        "　スマホ　教室 ",
        "教室 スマホ",
        "室",
    ],
)
def test_any_way_of_typing_finds_the_course(typed):
    cast.a_course(title="はじめてのスマホ教室 ABC")
    cast.a_course(title="みんなのヨガ")
    assert found(typed) == ["はじめてのスマホ教室 ABC"]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["スマト", "教ホ", "ABCD", "スマホ ヨガ", "!!", "🍣"])
def test_what_is_not_there_is_not_found(typed):
    cast.a_course(title="はじめてのスマホ教室 ABC")
    cast.a_course(title="みんなのヨガ")
    assert found(typed) == []


@pytest.mark.django_db
def test_the_text_of_a_course_is_searched_too_and_titles_come_first():
    cast.a_course(title="冬の健康づくり", description="椅子に座ってヨガをします。", days_ahead=3)
    cast.a_course(title="ヨガ入門", days_ahead=40)
    assert found("よが") == ["ヨガ入門", "冬の健康づくり"]


@pytest.mark.django_db
def test_pages_go_on_from_titles_to_texts_without_gap_or_repetition():
    for i in range(25):
        cast.a_course(title=f"ヨガ その{i}")
        cast.a_course(title=f"体操 その{i}", description="ヨガもします")
    seen = []
    for number in range(1, 4):
        query = QueryDict(f"q=ヨガ&page={number}")
        seen += [c.title for c in ListPage(Catalogue.from_query(query), query).courses()]
    assert len(seen) == len(set(seen)) == 50
    assert all("ヨガ" in title for title in seen[:25])


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["戸畑浜", "とばたはま", "戸畑区", "山田"])
def test_place_ward_and_teacher_are_found(typed):
    cast.a_course(title="朝の体操", instructor="山田 太郎")
    assert found(typed) == ["朝の体操"]


@pytest.mark.django_db
def test_a_centre_that_is_renamed_is_found_by_its_new_name():
    cast.a_course(title="朝の体操")
    Center.objects.update(name="若戸市民センター")
    assert found("若戸") == ["朝の体操"]
    assert found("戸畑浜") == []


@pytest.mark.django_db
def test_legal_variants_of_names_stay_themselves():
    cast.a_course(title="体操", instructor="髙﨑 花子")
    assert found("髙﨑") == ["体操"]
    assert found("高崎") == []


class AnySubstringIsFound(TestCase):
    """Any two or more neighbouring letters of a title find it, whatever the title holds."""

    @given(
        title=st.text(
            st.sampled_from("あいうアイウｱｲｳがガｶﾞ料理教室ABCabcＡ１1ー々 髙﨑"),
            min_size=2,
            max_size=20,
        ),
        data=st.data(),
    )
    def test_any_substring(self, title, data):
        begin = data.draw(st.integers(0, len(title) - 2))
        end = data.draw(st.integers(begin + 2, len(title)))
        piece = title[begin:end].strip()
        if len(piece) < 2 or piece[0] in "ﾞー" or (end < len(title) and title[end] == "ﾞ"):
            return
        course = Course.objects.create(title=title, category=cast.a_category())
        matched = Course.objects.filter(title_search__matches=piece)
        assert course in matched
