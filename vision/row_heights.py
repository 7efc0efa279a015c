"""How high a row of a worksheet has to be for its words: Excel gives merged fields no height.

Other spreadsheets give none to any row that a program wrote.
"""

from unicodedata import east_asian_width

POINTS_A_UNIT = 5.25  # how wide Excel draws one unit of a column
LINE = 1.5  # height of a line, in sizes of its letters
TALLEST = 400  # Excel draws no row higher than 409 points


def height_of(text: str, points: float, size: float) -> float:
    """The height of a field in which `text` is wrapped, with a little air."""
    return min(_lines(text, points, size) * size * LINE + 4, TALLEST)


def _lines(text: str, points: float, size: float) -> int:
    """How many lines `text` takes; a kanji is as wide as it is high, a Latin letter half of it."""
    room = int((points - 8) / size * 2)
    return sum(-(-max(_halves(line), 1) // room) for line in text.split("\n"))


def _halves(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "FWA" else 1 for letter in text)
