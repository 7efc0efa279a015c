"""QR codes, drawn by the server as one path of an SVG: no script, no image to fetch."""

from django import template
from django.conf import settings
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

register = template.Library()


@register.inclusion_tag("components/qr.html")
def qr(address: str, label: str) -> dict:
    """The QR code of `address`; `label` says what it is to those who cannot see it."""
    # Any mask can be read; trying all eight for the fairest took a third of a receipt's time.
    code = QRCode(error_correction=ERROR_CORRECT_M, border=4, mask_pattern=2)
    code.add_data(address)
    rows = code.get_matrix()
    dots = (
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    return {"label": label, "size": len(rows), "path": "".join(dots)}


@register.simple_tag
def public_address(path: str) -> str:
    """`path` with the portal's own name before it, as it stands on paper."""
    return f"{settings.SITE_URL}{path}"
