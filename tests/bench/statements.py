"""Statements against statements: a two-letter word among 100,000 courses, and a key read."""

import time
from statistics import median

import psycopg

from tests.bench.row import Row

WORDS = ["料理", "ヨガ", "歴史", "親子", "スマ", "英語", "防災", "絵手"]
REPEATS = 30
BY_KEY = "SELECT id, title, closes_at FROM programs_course WHERE id = %s"
BY_WORD = """
    SELECT id, title, closes_at FROM programs_course
    WHERE published_at <= now() AND closes_at >= now() AND {column} @@ search_words('{word}')
    ORDER BY closes_at, id LIMIT 20
"""


def measure(urls: dict[str, str], rounds: int) -> list[Row]:
    """The first page of a word's answer, word by word in turns with reading a course by its key."""
    titles = Row(
        "first page of a two-letter word in titles, of 100,000",
        "read by key",
        wanted=50,
        at_most=True,
    )
    texts = Row(
        "first page of a two-letter word in all text, of 100,000",
        "read by key",
        wanted=50,
        at_most=True,
    )
    with psycopg.connect(urls["nation"], autocommit=True) as connection:
        key = connection.execute("SELECT max(id) FROM programs_course").fetchone()[0]
        for _ in range(rounds):
            for word in WORDS:
                base = _time(connection, BY_KEY, [key])
                for row, column in ((titles, "title_search"), (texts, "search")):
                    statement = BY_WORD.format(column=column, word=word)
                    row.ratios.append(_time(connection, statement, None) / base)
    return [titles, texts]


def _time(connection: psycopg.Connection, statement: str, values: list | None) -> float:
    spent = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        connection.execute(statement, values, prepare=False).fetchall()
        spent.append(time.perf_counter() - begun)
    return median(spent)
