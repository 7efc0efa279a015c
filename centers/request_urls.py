"""What departments ask of centres (`/desk/requests/`): entered, weighed and decided."""

from django.urls import path

from .views.desk import request_load, request_writing, requests

app_name = "city_requests"

urlpatterns = [
    path("", requests.index, name="index"),
    path("requests.csv", requests.table, {"kind": "csv"}, name="table_csv"),
    path("requests.xlsx", requests.table, {"kind": "xlsx"}, name="table_xlsx"),
    path("new/", request_writing.new, name="new"),
    path("rolling-over/", requests.rolling_over, name="roll_over"),
    path("load/", request_load.calendar, name="calendar"),
    path("load/load.csv", request_load.table, {"kind": "csv"}, name="load_csv"),
    path("load/load.xlsx", request_load.table, {"kind": "xlsx"}, name="load_xlsx"),
    path("load/<slug:slug>/", request_load.center, name="center"),
    path("comparison/", request_load.comparison, name="comparison"),
    path("<int:pk>/", requests.request_page, name="request"),
    path("<int:pk>/edit/", request_writing.edit, name="edit"),
    path("<int:pk>/asking/", requests.asking, name="asking"),
    path("<int:pk>/decision/", requests.decision, name="decision"),
    path("<int:pk>/reopening/", requests.reopening, name="reopening"),
    path("<int:pk>/efforts/", requests.efforts, name="efforts"),
]
