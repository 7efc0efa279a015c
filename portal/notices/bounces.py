"""Mails that come back: what a mail server reports (RFC 3464), read and recorded."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message as Part
from typing import Any

from portal.notices.models import Message

LARGEST_REPORT = 5_000_000


class NoReport(Exception):  # noqa: N818  it is the mail that is none
    """The mail is no report of a mail that did not arrive; says what it was."""


@dataclass(frozen=True)
class Report:
    """One mail that did not arrive: the Message-ID it had, and why in the server's words."""

    message_id: str
    reason: str


def record_bounce(data: bytes) -> str:
    """Record the mail that `data`, a report, tells of; returns in words what was done.

    Never fails on what it was given: whatever lands in the box of returned mail is answered with
    a sentence.
    """
    try:
        report = read_report(data)
    except NoReport as other:
        return str(other)
    message = Message.objects.all().of_header(report.message_id)
    if message is None:
        return f"The report is about a mail this portal did not send: {report.message_id[:100]!r}"
    message.came_back(report.reason)
    return f"Recorded: mail {message.pk} did not arrive ({report.reason[:100]})"


def read_report(data: bytes) -> Report:
    """The failure that a delivery status notification tells of. Raises NoReport for all else."""
    if not data.strip():
        raise NoReport("Nothing was given on standard input.")
    if len(data) > LARGEST_REPORT:
        raise NoReport("The mail is larger than 5 MB; no report is.")
    try:
        mail = message_from_bytes(data, policy=policy.compat32)
        parts = list(mail.walk())
        status = next((p for p in parts if p.get_content_type() == "message/delivery-status"), None)
        if status is None:
            raise NoReport(f"No delivery report, but {mail.get_content_type()}.")
        fields = _fields(status)
        action = fields.get("action", "").lower()
        if action != "failed":
            raise NoReport(f"The report says {action[:40] or 'nothing'!r}, not that a mail failed.")
        returned = _returned(parts, status)
    except NoReport:
        raise
    except Exception as error:  # whatever a parser of mails raises on a broken one
        raise NoReport(f"The mail cannot be read: {error!r}"[:200]) from error
    reason = " ".join(
        word for word in (fields.get("status", ""), fields.get("diagnostic-code", "")) if word
    )
    return Report(returned, reason or "failed")


def _fields(status: Part) -> dict[str, str]:
    """The fields of the first recipient, names in small letters."""
    blocks: Any = status.get_payload()
    found: dict[str, str] = {}
    for block in blocks if isinstance(blocks, list) else []:
        for name, value in block.items():
            found.setdefault(name.lower(), " ".join(str(value).split()))
    return found


def _returned(parts: list[Part], status: Part) -> str:
    """The Message-ID of the mail that came back, which the report carries whole or in part."""
    after = parts[parts.index(status) + 1 :]
    for part in after:
        if part.get_content_type() == "text/rfc822-headers":
            payload: Any = part.get_payload(decode=True) or b""
            found = message_from_bytes(payload)["Message-ID"]
        else:
            found = part["Message-ID"]
        if found:
            return str(found)
    raise NoReport("The report does not carry the mail it is about.")
