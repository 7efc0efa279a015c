"""Addresses of the plans. A code holds a digit, so words stay free for a plan's other pages."""

from django.urls import path

from .views import files, metrics, progress, public, report, reviews, sheets

app_name = "vision"
urlpatterns = [
    path("", public.plan_list, name="plans"),
    path("metrics/", metrics.metrics, name="metrics"),
    path("metrics/<slug:key>/", metrics.metric_page, name="metric"),
    path("sheets/", sheets.newest, name="newest_sheets"),
    path("sheets/<int:year>/", sheets.sheets, name="sheets"),
    path("sheets/<int:year>/sheets.csv", sheets.sheets_file, name="sheets_file"),
    path("sheets/<int:year>/<int:pk>/", sheets.sheet, name="sheet"),
    path("sheets/<int:year>/<int:pk>/sheet.xlsx", sheets.sheet_file, name="sheet_file"),
    path("<slug:slug>/", public.plan, name="plan"),
    path("<slug:slug>/outline/", public.plan_outline, name="outline"),
    path("<slug:slug>/indicators.csv", files.indicator_file, name="indicator_file"),
    path("<slug:slug>/colors.css", public.plan_colors, name="plan_colors"),
    path("<slug:slug>/reviews/<int:first_year>/", reviews.review, name="review"),
    path("<slug:slug>/progress/", progress.progress, name="progress"),
    path("<slug:slug>/progress/report/", report.report, name="report"),
    path("<slug:slug>/progress/report.xlsx", report.report_file, name="report_file"),
    path("<slug:slug>/indicators/<str:code>/", progress.indicator, name="indicator"),
    path("<slug:slug>/compare/", progress.compare, name="compare"),
    path("<slug:slug>/<str:code>/", public.plan_item, name="item"),
]
