"""What people do on several of the tests' ways, as one would tell it."""

import re
import time
from collections.abc import Callable

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

A_CODE_HOLDS = 30  # seconds
TIME_TO_TYPE = 4


def sign_in(page: Page, email: str, code_mailed_to: Callable[[str], str]) -> None:
    """On the sign-in page: ask for a code, read the mail, type the code."""
    page.get_by_label("メールアドレス").fill(email)
    page.get_by_role("button", name="確認番号をメールで受け取る").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("確認番号を入力してください")
    page.get_by_label("確認番号").fill(code_mailed_to(email))
    page.get_by_role("button", name="サインインする").click()


def fill_in_person(page: Page, name: tuple[str, str], kana: tuple[str, str], born: str) -> None:
    """The form of one person; `born` as 「1985-4-12」."""
    page.get_by_label(re.compile("^氏")).fill(name[0])
    page.get_by_label(re.compile("^名")).fill(name[1])
    page.get_by_label(re.compile("^セイ")).fill(kana[0])
    page.get_by_label(re.compile("^メイ")).fill(kana[1])
    for box, number in zip(("年（西暦）", "月", "日"), born.split("-"), strict=True):
        page.get_by_label(box, exact=True).fill(number)
    page.get_by_label("電話番号").fill("０９３－０００－０００２")
    page.get_by_label("お住まいの区").select_option(label="戸畑区")
    page.get_by_role("button", name="この内容で登録する").click()


def code_of_the_app(secret: str) -> str:
    """What the authenticator app shows; like a sensible person, wait for a code about to change."""
    left = A_CODE_HOLDS - time.time() % A_CODE_HOLDS
    if left < TIME_TO_TYPE:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, int(time.time()) // A_CODE_HOLDS))
