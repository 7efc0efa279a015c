"""Whatever is sent, the answer is a sentence with the right status, and never a server error."""

import string

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.people.models import Person, User
from programs.models import SignUp
from tests import cast
from tests.page_lint import LintingClient, lint

pytestmark = pytest.mark.django_db

LISTS = ["/courses/", "/centers/", "/rooms/", "/", "/demo/", "/vision/"]
KNOWN = [
    "q",
    "ward",
    "center",
    "category",
    "stage",
    "method",
    "open",
    "from",
    "to",
    "page",
    "weekday",
    "time",
    "nice",
    "closed",
]

quickly = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def kindly_refused(response) -> int | None:
    """The status of an answer whose page, a sound one, says that and why nothing was done."""
    words = " ".join(lint(response).text)
    is_kind = "読み取れない内容" in words and "手続きは行われていません" in words
    return response.status_code if is_kind else None


# ---------------------------------------------------------------- the address


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("query", ["q=%00", "q=a%00b", "%00=1", "page=%00"])
def test_a_nul_in_an_address_is_refused(client, address, query):
    assert kindly_refused(client.get(f"{address}?{query}")) == 400


@pytest.mark.parametrize("address", ["/%00", "/courses/%00/", "/centers/a%00b/", "/my/%00"])
def test_a_nul_in_a_path_is_refused(client, address):
    assert kindly_refused(client.get(address)) == 400


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "messages"])
@pytest.mark.parametrize("address", ["/", "/my/", "/account/sign-in/", "/admin/"])
def test_a_nul_hidden_in_a_cookie_is_refused(client, address, cookie):
    quoted_as_cookies_are = '"' + "\\000" * 32 + '"'
    assert (
        kindly_refused(client.get(address, headers={"Cookie": f"{cookie}={quoted_as_cookies_are}"}))
        == 400
    )


@pytest.mark.parametrize("address", LISTS)
def test_an_absurdly_long_address_is_refused(client, address):
    assert kindly_refused(client.get(f"{address}?q={'a' * 100_000}")) == 400


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(
    "query",
    [
        "q=" + "%E3%81%82" * 3_000,
        "q=%FF%FE%80",
        "q=%ED%A0%80",
        "q=%F0%9F%8D%A3%F0%9F%8D%A3",
        "q=%0A%0D%09%0B%0C%1F",
        "q=%E2%80%AE%E2%80%8B%EF%BB%BF",
        "page=" + "9" * 6_000,
        "page=-1",
        "page=%EF%BC%92",
        "page=%C2%B2",
        "from=%EF%BC%92%EF%BC%90%EF%BC%92%EF%BC%96-01-01",
        "from=99999-99-99&to=20260101",
        "center=" + "a" * 5_000,
        "&".join(f"ward=w{i}" for i in range(1_500)),
        "&".join(f"x{i}={i}" for i in range(3_000)),
        "&&&===&%&%zz&;",
        "q[]=1&q[$ne]=1",
    ],
)
def test_any_other_address_is_answered_with_a_page(client, address, query):
    cast.a_course()
    response = client.get(f"{address}?{query}")
    assert response.status_code in {200, 400, 404}
    lint(response)


@pytest.mark.parametrize("path", ["/%FF%FE/", "/courses/%ED%A0%80/", "/centers/%F0%28%8C%28/"])
def test_a_path_in_no_encoding_is_not_found(client, path):
    lint(client.get(path))
    assert client.get(path).status_code == 404


@quickly
@given(query=st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_no_text_typed_into_a_search_breaks_it(query):
    for address in ("/courses/", "/centers/"):
        answer = LintingClient().get(address, {"q": query})
        assert answer.status_code in {200, 400}


@quickly
@given(
    query=st.lists(
        st.tuples(
            st.sampled_from(KNOWN) | st.text(max_size=5),
            st.sampled_from(["1", "tobata", "hama", "food", "2026-12-06", "first_come"])
            | st.integers().map(str)
            | st.dates().map(str)
            | st.text(alphabet=st.characters(codec="utf-8"), max_size=20),
        ),
        max_size=8,
    )
)
def test_no_combination_of_conditions_breaks_the_lists(query):
    cast.a_course()
    for address in ("/courses/", "/centers/"):
        answer = LintingClient().get(address, query_params=query)
        assert answer.status_code in {200, 400, 404}


@quickly
@given(raw=st.text(alphabet=string.printable, max_size=150))
def test_no_raw_query_string_breaks_the_lists(raw):
    for address in ("/courses/", "/centers/"):
        answer = LintingClient().get(address, QUERY_STRING=raw)
        assert answer.status_code in {200, 400, 404}


# ---------------------------------------------------------------- forms


@pytest.fixture
def resident(client) -> User:
    user = cast.a_resident()
    client.sign_in(user)
    return user


def forms(course) -> list[str]:
    return [
        "/account/sign-in/",
        "/my/people/",
        "/my/registration/",
        f"/courses/{course.pk}/sign-ups/",
        "/account/sign-out/",
        "/demo/sign-in/",
    ]


FIELDS = [
    "email",
    "code",
    "person",
    "family_name",
    "given_name",
    "family_kana",
    "phone",
    "ward",
    "birth_year",
    "next",
]


@pytest.mark.parametrize(
    "value",
    [
        "",
        "\x00",
        "a\x00b",
        "🍣",
        "\ufffe\u202e",
        "<script>",
        "あ" * 10_000,
        "9" * 10_000,
        "-1",
        "１",
    ],
)
@pytest.mark.parametrize("signed_in", [True, False])
def test_no_value_in_any_field_breaks_a_form(client, signed_in, value):
    course = cast.a_course()
    if signed_in:
        client.sign_in(cast.a_resident())
    for address in forms(course):
        answer = client.post(address, dict.fromkeys(FIELDS, value))
        assert answer.status_code in {200, 302, 404, 409, 422}, (address, answer.status_code)
    assert not SignUp.objects.exists()


def test_a_form_of_megabytes_is_refused_with_a_sentence(client, resident):
    for address in forms(cast.a_course()):
        answer = client.post(address, {"next": "a" * 2_000_000})
        assert answer.status_code in {302, 400, 413}, address
        if answer.status_code != 302:
            assert kindly_refused(answer) == answer.status_code
    assert Person.objects.count() == 1


def test_a_form_of_thousands_of_fields_is_refused_with_a_sentence(client, resident):
    data = {f"field{number}": "1" for number in range(2_500)}
    assert kindly_refused(client.post("/my/people/", data)) == 400


def test_a_file_where_a_word_was_asked_for_is_refused(client, resident):
    file = SimpleUploadedFile("name.txt", b"x" * 3_000_000)
    answer = client.post("/my/people/", {"family_name": file})
    assert answer.status_code in {400, 413, 422}
    lint(answer)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
        (b"a=1", "application/x-www-form-urlencoded; charset=no-such-charset"),
        (b"%", "text/plain"),
    ],
)
def test_a_body_that_is_no_form_is_no_server_error(client, resident, body, kind):
    course = cast.a_course()
    for address in forms(course):
        answer = client.generic("POST", address, body, content_type=kind)
        assert answer.status_code in {200, 302, 400, 404, 415, 422}, (address, answer.status_code)
    assert not SignUp.objects.exists()


@pytest.mark.parametrize("method", ["BREW", "OPTIONS", "TRACE", "PROPFIND"])
def test_a_method_nobody_knows_is_refused(client, resident, method):
    for address in ("/", "/courses/", "/my/", "/account/sign-in/"):
        assert client.generic(method, address).status_code in {200, 302, 405}


# ---------------------------------------------------------------- who is asked for


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "a b", "あ", ""])
def test_a_name_that_is_not_ours_is_refused_with_a_page(client, host):
    for address in ("/", "/courses/", "/feeds/courses.atom", "/account/sign-in/"):
        answer = client.get(address, headers={"Host": host} if host else {"Host": "::"})
        assert kindly_refused(answer) == 400
        assert "evil" not in answer.content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"If-None-Match": '"' + "x" * 5_000},
        {"If-Modified-Since": "きのう"},
        {"Accept-Encoding": "gzip;q=no, 🍣"},
        {"Accept-Language": "xx-" * 500},
        {"Range": "bytes=9-1"},
        {"HX-Request": "true", "HX-Current-URL": "%E3%81"},
        {"HX-Request": "false", "HX-Boosted": "x"},
        {"Referer": "javascript:1"},
        {"X-Forwarded-Proto": "gopher"},
    ],
)
def test_no_header_breaks_a_page(client, headers):
    cast.a_course()
    for address in ("/courses/", "/account/sign-in/", "/static/css/base.css"):
        assert client.get(address, headers=headers).status_code in {200, 206, 302, 404, 416}
