"""The plans' desk (`/desk/plans/`): where the section measures, reports and reviews."""

from django.urls import path

from .views.desk import (
    figures,
    files,
    imports,
    metrics,
    overview,
    reports,
    reviews,
    sheet_correcting,
    sheet_editing,
    sheets,
)

app_name = "plan_desk"

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("metrics/", metrics.metrics, name="metrics"),
    path("metrics/<slug:key>/", metrics.rows, name="metric"),
    path("metrics/<slug:key>/rows.csv", metrics.rows_csv, name="metric_rows"),
    path("sheets/", sheets.sheets, name="sheets"),
    path("sheets/new/", sheet_editing.new_sheet, name="new_sheet"),
    path("sheets/rolling-over/", sheets.rolling_over, name="roll_over"),
    path("sheets/import/", imports.sheet_import, name="sheet_import"),
    path("sheets/<int:pk>/", sheets.sheet, name="sheet"),
    path("sheets/<int:pk>/sheet.xlsx", sheets.sheet_file, name="sheet_file"),
    path("sheets/<int:pk>/edit/", sheet_editing.edit_sheet, name="edit_sheet"),
    path("sheets/<int:pk>/editing/", sheet_editing.editing, name="editing"),
    path("sheets/<int:pk>/steps/", sheets.steps, name="sheet_steps"),
    path("sheets/<int:pk>/correction/", sheet_correcting.correction, name="sheet_correction"),
    path("sheets/<int:pk>/restoring/", sheet_correcting.restoring, name="restore_sheet"),
    path("sheets/<int:pk>/versions/", sheets.versions, name="sheet_versions"),
    path("sheets/<int:pk>/opinions/", sheets.opinions, name="opinions"),
    path("sheets/opinions/<int:pk>/answer/", sheets.answer, name="answer"),
    path("<slug:slug>/indicators.csv", files.indicator_file, name="indicator_file"),
    path("<slug:slug>/plan.csv", files.plan_file, {"form": "csv"}, name="plan_csv"),
    path("<slug:slug>/plan.xlsx", files.plan_file, {"form": "xlsx"}, name="plan_xlsx"),
    path("<slug:slug>/figures/<int:year>/", figures.figures, name="figures"),
    path("<slug:slug>/figures/<int:year>/import/", imports.figure_import, name="figure_import"),
    path("<slug:slug>/reports/<int:year>/", reports.report, name="report"),
    path("<slug:slug>/reports/<int:year>/publication/", reports.publication, name="publication"),
    path("<slug:slug>/reports/<int:year>/differences/", reports.differences, name="differences"),
    path("<slug:slug>/reviews/", reviews.reviews, name="reviews"),
    path("<slug:slug>/reviews/<int:first_year>/", reviews.review, name="review"),
    path("<slug:slug>/reviews/<int:first_year>/gathering/", reviews.gathering, name="gathering"),
    path("<slug:slug>/reviews/<int:first_year>/closing/", reviews.closing, name="closing"),
]
