"""A demo city that an old version left behind is named, not fallen over."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


@pytest.mark.django_db
def test_it_says_what_to_do_where_the_data_cannot_go_on():
    MigrationRecorder(connection).migration_qs.filter(app="people").delete()
    with pytest.raises(CommandError, match="もう一度 make run"):
        call_command("prepare_demo")
