"""What went wrong on our side is said in a sentence, with the status code that fits."""

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import path

from portal import urls
from tests.page_lint import lint


def database_away(request):
    raise OperationalError("the server closed the connection unexpectedly")


def our_own_fault(request):
    raise ZeroDivisionError


urlpatterns = [path("away", database_away), path("fault", our_own_fault)]
handler500 = urls.handler500
pytestmark = pytest.mark.urls(__name__)


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [("/away", 503, "つながりにくくなっています"), ("/fault", 500, "こちらの不具合で")],
)
def test_a_fault_answers_with_its_own_status_and_a_sentence(address, status, said):
    response = Client(raise_request_exception=False).get(address)
    assert response.status_code == status
    assert said in response.content.decode()
    assert "マイページに申込があるかどうか" in response.content.decode()
    lint(response)


def test_only_a_fault_that_passes_asks_to_come_back():
    visitor = Client(raise_request_exception=False)
    assert visitor.get("/away").headers["Retry-After"] == "60"
    assert "Retry-After" not in visitor.get("/fault").headers
