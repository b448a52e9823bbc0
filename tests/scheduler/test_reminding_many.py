"""A round over a hundred thousand open actions."""

from __future__ import annotations

from datetime import timedelta

from tests.scheduler.installation import Installation

PEOPLE = """
    insert into people
    select made.*
    from people as person
    cross join generate_series(1, 2000) as series (place)
    cross join lateral jsonb_populate_record(
        person,
        jsonb_build_object('id', gen_random_uuid(), 'post', place)
    ) as made
    """
ADDRESSES = """
    insert into person_details (person, name, email)
    select id, '', id || '@council.example'
    from people
    where id not in (select person from person_details)
    """
# Columns that PostgreSQL works out itself take no value, and the copies are of whole rows.
WHOLE_ROWS = """
    alter table actions alter column review drop expression, alter column moved drop expression
    """
# As the views would hold them after a thousand imports: due on every day of two years, each with an owner.
ACTIONS = """
    with owners as (select array_agg(id) as ids from people)
    insert into actions
    select made.*
    from actions as action
    cross join generate_series(1, 100000) as series (place)
    cross join owners
    cross join lateral jsonb_populate_record(
        action,
        jsonb_build_object(
            'id', gen_random_uuid(),
            'due', %(day)s::date + (place %% 730 - 365)::integer,
            'lapsed_version', 1,
            'due_recorded_on', %(day)s::date - 400 - place %% 30,
            'owner', owners.ids[1 + place %% cardinality(owners.ids)]
        )
    ) as made
    where action.until is null
    """
LONG_AGO = "update reviews set issue_recorded_on = %(day)s::date - 400"


def test_a_round_over_a_hundred_thousand_open_actions(installation: Installation) -> None:
    """The first round, with tens of thousands of reminders, and the next, with few."""
    installation.action(owner=installation.person("owner@council.example"))
    day = installation.due
    installation.remind(day - timedelta(days=100), dry_run=True)
    with installation.views.reading() as connection:
        for statement in (PEOPLE, ADDRESSES, WHOLE_ROWS, ACTIONS, LONG_AGO):
            connection.execute(statement, {"day": day})
    first = installation.remind(day)
    second = installation.remind(day + timedelta(days=1))
    assert sum(len(digest.actions) for digest in first.digests) > 50_000
    assert len(first.digests) > 1_900
    assert 0 < sum(len(digest.actions) for digest in second.digests) < 10_000
