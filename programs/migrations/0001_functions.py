"""The database's own functions: Japanese text search, and the summary of a course's sessions."""

from django.db import migrations

# Named by what is left out, so that a database in the C locale, which knows no letters beyond
# ASCII, finds the same words.
GAP = "[[:space:][:punct:]、。・「」『』【】〈〉《》〔〕…‥〜～→※★☆◆◇■□●○◎△▲▽▼]"
LETTER = GAP.replace("[[:space:]", "[^[:space:]")

KATAKANA = "".join(chr(c) for c in range(0x30A1, 0x30F7))
HIRAGANA = "".join(chr(c - 0x60) for c in range(0x30A1, 0x30F7))

# One form for all ways to type the same word: ｶﾅ, カナ and かな, full and half width, any case.
FOLD = f"""
CREATE FUNCTION fold_ja(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT translate(lower(normalize($1, NFKC)), '{KATAKANA}', '{HIRAGANA}')
$$
"""

# Every pair of neighbouring letters of a text with its position, so that any word of two letters
# or more is found as a phrase; and every letter that ends a run, so that a single letter is found
# as the beginning of a pair. Positions stop at 16,383, PostgreSQL's limit.
BIGRAMS = rf"""
CREATE FUNCTION search_bigrams(text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(
        string_agg(
            letter || coalesce(following, '') || ':' || least(place, 16383), ' '
        ) FILTER (WHERE letter ~ '{LETTER}'),
        ''
    )::tsvector
    FROM (
        SELECT letter, place,
               substring(lead(letter) OVER (ORDER BY place) FROM '{LETTER}') AS following
        FROM unnest(string_to_array(fold_ja($1), NULL)) WITH ORDINALITY AS t (letter, place)
    ) pairs
$$
"""

# What people type, as a query: all words, each anywhere. A word of one letter asks for texts
# that hold this letter. NULL where nothing searchable was typed.
QUERY = rf"""
CREATE FUNCTION search_words(text) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT nullif(string_agg(phrase, ' & '), '')::tsquery
    FROM (
        SELECT CASE length(word)
            WHEN 1 THEN word || ':*'
            ELSE (
                SELECT '(' || string_agg(substr(word, i, 2), ' <-> ' ORDER BY i) || ')'
                FROM generate_series(1, length(word) - 1) AS i
            )
        END AS phrase
        FROM regexp_split_to_table(
            regexp_replace(fold_ja($1), '{GAP}+', ' ', 'g'), ' +'
        ) AS word
        WHERE word <> ''
        LIMIT 10
    ) phrases
$$
"""

# Sessions that are called off are not counted.
SUMMARY = """
CREATE FUNCTION programs_summarise_sessions(courses bigint[]) RETURNS void
LANGUAGE plpgsql AS $$ BEGIN
    UPDATE programs_course c
    SET starts_at = s.starts_at, ends_at = s.ends_at, session_count = coalesce(s.number, 0),
        weekdays = coalesce(s.weekdays, '{}'), dayparts = coalesce(s.dayparts, '{}')
    FROM unnest(courses) AS touched (id)
    LEFT JOIN (
        SELECT course_id, min(starts_at) AS starts_at, max(ends_at) AS ends_at,
               count(*) AS number,
               array_agg(DISTINCT extract(isodow FROM local)::smallint - 1) AS weekdays,
               array_remove(array_agg(DISTINCT CASE
                   WHEN all_day THEN NULL
                   WHEN extract(hour FROM local) < 12 THEN 'morning'
                   WHEN extract(hour FROM local) < 17 THEN 'afternoon'
                   ELSE 'evening'
               END), NULL) AS dayparts
        FROM (
            SELECT *, starts_at AT TIME ZONE 'Asia/Tokyo' AS local
            FROM programs_session WHERE course_id = ANY (courses) AND cancelled_at IS NULL
        ) sessions
        GROUP BY course_id
    ) s ON s.course_id = touched.id
    WHERE c.id = touched.id;
END $$
"""


class Migration(migrations.Migration):
    dependencies = []

    operations = [
        migrations.RunSQL(FOLD, "DROP FUNCTION fold_ja(text)"),
        migrations.RunSQL(BIGRAMS, "DROP FUNCTION search_bigrams(text)"),
        migrations.RunSQL(QUERY, "DROP FUNCTION search_words(text)"),
        migrations.RunSQL(SUMMARY, "DROP FUNCTION programs_summarise_sessions(bigint[])"),
    ]
