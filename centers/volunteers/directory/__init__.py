"""Organisations (団体名簿): the table in and out, who speaks for them, and their end."""
