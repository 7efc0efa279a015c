"""A wrong setting stops the start with a sentence, and every setting stands in .env.example."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
REAL = {
    "SECRET_KEY": "x" * 60,
    "DATABASE_URL": "postgresql://nobody@localhost/none",
    "ALLOWED_HOSTS": "manabi.city.example.jp",
    "EMAIL_HOST": "mail.city.example.jp",
}


def start_with(**wrong: str) -> subprocess.CompletedProcess:
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", "diffsettings"],
        cwd=ROOT,
        check=False,
        env=kept | {"DEMO": "0", "DEBUG": "0"} | REAL | wrong,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"DEMO": "perhaps"}, "DEMO"),
        ({"DATABASE_POOL": "0"}, "DATABASE_POOL"),
        ({"TRUSTED_PROXIES": "many"}, "TRUSTED_PROXIES"),
        ({"PUBLIC_PAGE_SECONDS": "-1"}, "PUBLIC_PAGE_SECONDS"),
        ({"CACHE_URL": "memcached://host"}, "redis://host:port/0"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL"),
        ({"DEMO_SIZE": "village"}, "DEMO_SIZE"),
        ({"EMAIL_HOST": ""}, "EMAIL_HOST is not set"),
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"CITY_FILE": "/no/such/file.toml"}, "CITY_FILE names no file"),
        ({"CITY_FILE": "manage.py"}, "cannot be read"),
        ({"CITY_FILE": "pyproject.toml"}, "lacks [site] name"),
        ({"DATABASE_URL": "mysql://root:sesame@host/db"}, "postgresql://user:password@host"),
        ({"SITE_URL": "manabi.example.jp"}, "https://manabi.city.example.jp"),
        ({"ALLOWED_HOSTS": ".example.jp"}, "SITE_URL is not set"),
        ({"DEMO": "1", "ALLOWED_HOSTS": "localhost,manabi.example.jp"}, "manabi.example.jp"),
    ],
)
def test_a_wrong_value_stops_the_start_with_a_sentence_that_names_it(wrong, said):
    start = start_with(**wrong)
    assert start.returncode == 1
    assert said in start.stderr
    assert "Traceback" not in start.stderr


def test_a_wrong_database_address_does_not_give_its_password_away():
    assert "sesame" not in start_with(DATABASE_URL="mysql://root:sesame@host/db").stderr


def test_the_settings_of_a_real_portal_start_and_trust_only_https():
    start = start_with()
    assert start.returncode == 0, start.stderr
    assert "SECURE_SSL_REDIRECT = True" in start.stdout
    assert "OnlyThisMachine" not in start.stdout


def test_env_example_lists_exactly_the_variables_the_settings_read():
    read = re.findall(r'\benv[\w.]*\(\s*"([A-Z_]+)"', (ROOT / "portal/settings.py").read_text())
    listed = re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert sorted(read) == sorted(listed)


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({"ALLOWED_HOSTS": "manabi.example.jp,other.jp"}, "https://manabi.example.jp"),
        ({"SITE_URL": "http://manabi.example.jp:8080"}, "http://manabi.example.jp:8080"),
    ],
)
def test_the_portal_knows_its_own_address(given, address):
    assert f"SITE_URL = '{address}'" in start_with(**given).stdout


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ('digest_at = "07:00"', 'digest_at = "seven"'),
        ("reminder_hour = 9", "reminder_hour = 24"),
        ("reminder_days = 1", "reminder_days = 0"),
        ("survey_days = 14", "survey_days = -1"),
    ],
)
def test_a_city_file_with_an_impossible_time_stops_the_start(tmp_path, written, instead):
    city = (ROOT / "portal/city/kitakyushu.toml").read_text()
    assert written in city
    wrong = tmp_path / "city.toml"
    wrong.write_text(city.replace(written, instead))
    start = start_with(CITY_FILE=str(wrong))
    assert start.returncode == 1
    assert f"[letters] {instead.split()[0]}" in start.stderr
    assert "Traceback" not in start.stderr


@pytest.mark.parametrize(
    ("written", "instead"),
    [("youngest = 12", "youngest = 18"), ("retention_years = 3", "retention_years = 0")],
)
def test_a_city_file_with_an_impossible_rule_for_volunteers_stops_the_start(
    tmp_path, written, instead
):
    city = (ROOT / "portal/city/kitakyushu.toml").read_text()
    assert written in city
    wrong = tmp_path / "city.toml"
    wrong.write_text(city.replace(written, instead))
    start = start_with(CITY_FILE=str(wrong))
    assert start.returncode == 1
    assert f"[volunteers] {instead.split()[0]}" in start.stderr
    assert "Traceback" not in start.stderr


@pytest.mark.parametrize("instead", ["lottery_results_day = 14", "lottery_results_day = 29"])
def test_a_city_file_whose_draw_is_told_out_of_order_stops_the_start(tmp_path, instead):
    city = (ROOT / "portal/city/kitakyushu.toml").read_text()
    assert "lottery_results_day = 20" in city
    wrong = tmp_path / "city.toml"
    wrong.write_text(city.replace("lottery_results_day = 20", instead))
    start = start_with(CITY_FILE=str(wrong))
    assert start.returncode == 1
    assert "[rooms] lottery_entries and lottery_results_day" in start.stderr
    assert "Traceback" not in start.stderr
