"""Ten fiscal years of a city: what the demo city's courses and rooms left behind, again and again.

The demo city remembers about two years of courses. Those that ended are copied nine times, each
time a year earlier and with four times the people, so that about 130 centres have some 30,000
courses, half a million sign-ups and a million attendances behind them. Of rooms it remembers
fourteen months: the first year of them is copied nine times, so that there are ten years of opening
days, bookings, reservations and records of use. Written in the database by itself, without the
triggers that would count every row anew; its constraints look at every row.
"""

import psycopg

YEARS, TIMES = 9, 4
STEP = 20_000_000  # keys of one copy; all of them stay below the number of receipts
OTHERS = 28  # of every person of the demo city so many more

COPIES = "generate_series(1, %d) AS k(k)" % YEARS  # noqa: UP031  braces stand for columns below
TIMES_OVER = "generate_series(0, %d) AS c(c)" % (TIMES - 1)  # noqa: UP031
COURSE = f"k * {TIMES * STEP}"
PLACE = f"(k * {TIMES} + c) * {STEP}"
YEAR_BACK = "make_interval(weeks => 52 * k)"
DAYS = 364  # of a year, by the week
ROOM_USE = f"k * {STEP}"
MOVED_RANGE = f"tstzrange(lower(r.{{0}}) - {YEAR_BACK}, upper(r.{{0}}) - {YEAR_BACK})"
ZONE = "Asia/Tokyo"
ENDED = "SELECT id FROM programs_course WHERE ends_at < now() AND id < %d" % STEP  # noqa: UP031


def remember(url: str) -> None:
    """Give the demo city at `url` its ten years, once."""
    with psycopg.connect(url) as connection:
        known = connection.execute(f"SELECT 1 FROM programs_course WHERE id > {STEP} LIMIT 1")
        if known.fetchone():
            return
        connection.execute("SET session_replication_role = replica")
        _people(connection)
        _courses(connection)
        _what_came_of_them(connection)
        _lots(connection)
        _rooms(connection)
        connection.commit()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def _copy(connection, table: str, copies: str, where: str, **changed: str) -> None:
    """Insert the rows of `table` again, once for each of `copies`, with some columns `changed`."""
    columns = [
        name
        for (name,) in connection.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
            [table],
        )
    ]
    taken = ", ".join(changed.get(name, f'r."{name}"') for name in columns)
    named = ", ".join(f'"{name}"' for name in columns)
    connection.execute(
        f"INSERT INTO {table} ({named}) OVERRIDING SYSTEM VALUE"
        f" SELECT {taken} FROM {table} r CROSS JOIN {copies} WHERE {where}"
    )


def _people(connection) -> None:
    _copy(
        connection,
        "people_person",
        f"generate_series(1, {OTHERS}) AS h(h)",
        "true",
        id=f"r.id + h * {STEP}",
    )


def _courses(connection) -> None:
    moved = {"starts_at": f"r.starts_at - {YEAR_BACK}", "ends_at": f"r.ends_at - {YEAR_BACK}"}
    ended = f"r.id IN ({ENDED})"
    nobody = {"source": "''", "source_key": "''", "copied_from_id": "NULL"}
    of_course = f"r.course_id IN ({ENDED})"
    course = f"r.course_id + {COURSE}"
    _copy(
        connection,
        "programs_course",
        COPIES,
        ended,
        id=f"r.id + {COURSE}",
        apply_from=f"r.apply_from - {YEAR_BACK}",
        apply_until=f"r.apply_until - {YEAR_BACK}",
        published_at=f"r.published_at - {YEAR_BACK}",
        **moved,
        **nobody,
    )
    _copy(
        connection,
        "programs_session",
        COPIES,
        of_course,
        id=f"r.id + {COURSE}",
        course_id=course,
        booking_id="NULL",
        **moved,
    )
    _copy(
        connection,
        "programs_course_life_stages",
        COPIES,
        of_course,
        id=f"r.id + {COURSE}",
        course_id=course,
    )


def _what_came_of_them(connection) -> None:
    copies = f"{COPIES} CROSS JOIN {TIMES_OVER}"
    ended = f"IN (SELECT id FROM programs_signup WHERE course_id IN ({ENDED}))"
    _copy(
        connection,
        "programs_signup",
        copies,
        f"r.course_id IN ({ENDED})",
        id=f"r.id + {PLACE}",
        course_id=f"r.course_id + {COURSE}",
        person_id=f"r.person_id + (1 + (r.id + k) %% 7 + 7 * c) * {STEP}".replace("%%", "%"),
        party_id="NULL",
        created_at=f"r.created_at - {YEAR_BACK}",
    )
    _copy(
        connection,
        "programs_attendance",
        copies,
        f"r.sign_up_id {ended}",
        id=f"r.id + {PLACE}",
        session_id=f"r.session_id + {COURSE}",
        sign_up_id=f"r.sign_up_id + {PLACE}",
    )
    _copy(
        connection,
        "programs_surveyanswer",
        copies,
        f"r.sign_up_id {ended}",
        id=f"r.id + {PLACE}",
        sign_up_id=f"r.sign_up_id + {PLACE}",
    )
    _copy(
        connection,
        "programs_completion",
        copies,
        f"r.sign_up_id {ended}",
        id=f"r.id + {PLACE}",
        sign_up_id=f"r.sign_up_id + {PLACE}",
        code=f"lpad((r.id + {PLACE})::text, 12, '0')",
    )
    connection.execute(
        "UPDATE programs_course c SET seats_taken = s.n, capacity = greatest(c.capacity, s.n)"
        " FROM (SELECT course_id, count(*) n FROM programs_signup"
        f" WHERE status = 'seated' AND course_id > {STEP} GROUP BY 1) s WHERE s.course_id = c.id"
    )


def _lots(connection) -> None:
    """Every tenth of the copied courses was a lottery."""
    connection.execute(
        "INSERT INTO programs_draw (course_id, number, seats, closed_at, list_hash, commitment,"
        " secret, source, value, drawn_at, announced_at, annul_reason)"
        " SELECT id, 1, greatest(seats_taken, 1), starts_at, '', '', '', '', '1', starts_at,"
        f" starts_at, '' FROM programs_course WHERE id > {STEP} AND id %% 10 = 0".replace("%%", "%")
    )
    connection.execute(
        "INSERT INTO programs_drawentry (draw_id, sign_up_id, receipt, size, tier, rank, selected)"
        " SELECT d.id, s.id, s.receipt, 1, 0,"
        " row_number() OVER (PARTITION BY d.id ORDER BY s.id), true"
        " FROM programs_draw d JOIN programs_signup s USING (course_id)"
        f" WHERE d.course_id > {STEP}"
    )


def _rooms(connection) -> None:
    """Opening days, bookings and what came of them; courses' bookings are copied as bookings."""
    [(first, last)] = connection.execute(
        f"SELECT min(day), min(day) + {DAYS} FROM centers_openday"
    ).fetchall()
    begins, ends = (f"('{day}'::timestamp AT TIME ZONE '{ZONE}')" for day in (first, last))
    _forget_bookings_before(connection, begins)
    _copy(
        connection,
        "centers_openday",
        COPIES,
        f"r.day < '{last}'",
        id=f"r.id + {ROOM_USE}",
        day=f"r.day - {DAYS} * k",
    )
    _copy(
        connection,
        "centers_booking",
        COPIES,
        f"lower(r.period) < {ends}",
        id=f"r.id + {ROOM_USE}",
        created_at=f"r.created_at - {YEAR_BACK}",
        cancelled_at=f"r.cancelled_at - {YEAR_BACK}",
        **{column: MOVED_RANGE.format(column) for column in ("period", "held")},
    )
    of_booking = (
        "r.booking_id IN (SELECT id FROM centers_booking"
        f" WHERE id < {STEP} AND lower(period) < {ends})"
    )
    _copy(
        connection,
        "centers_reservation",
        COPIES,
        of_booking,
        id=f"r.id + {ROOM_USE}",
        booking_id=f"r.booking_id + {ROOM_USE}",
        series_id="NULL",
        created_at=f"r.created_at - {YEAR_BACK}",
        paid_at=f"r.paid_at - {YEAR_BACK}",
    )
    _copy(
        connection,
        "centers_use",
        COPIES,
        of_booking,
        id=f"r.id + {ROOM_USE}",
        booking_id=f"r.booking_id + {ROOM_USE}",
        keys_out_at=f"r.keys_out_at - {YEAR_BACK}",
        keys_back_at=f"r.keys_back_at - {YEAR_BACK}",
        recorded_at=f"r.recorded_at - {YEAR_BACK}",
    )
    _copy(
        connection,
        "centers_registration",
        COPIES,
        "r.fiscal_year = (SELECT min(fiscal_year) FROM centers_registration)",
        id=f"r.id + {ROOM_USE}",
        fiscal_year="r.fiscal_year - k",
        applied_at=f"r.applied_at - {YEAR_BACK}",
        decided_at=f"r.decided_at - {YEAR_BACK}",
    )


def _forget_bookings_before(connection, begins: str) -> None:
    """Take out the courses' bookings of days without a calendar, where the copies will stand."""
    earlier = f"SELECT id FROM centers_booking WHERE lower(period) < {begins}"
    connection.execute(
        f"UPDATE programs_session SET booking_id = NULL WHERE booking_id IN ({earlier})"
    )
    connection.execute(f"DELETE FROM centers_booking WHERE id IN ({earlier})")
