"""Courses from the event tables that cities and their partners publish (イベント一覧).

`run.import_courses` is the whole of it. A row goes this way: `columns` (its cells by name) →
`event` (what the row says, with `values` and `wording`) → `grouping` (rows that are one course)
→ `matching` (category, organiser, centre and ward) → `writing` → `report`.
"""
