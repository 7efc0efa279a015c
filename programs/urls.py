from django.urls import path

from .views import (
    certificates,
    draws,
    learning_record,
    paths,
    public,
    resident,
    signing_up,
    survey,
)

app_name = "programs"

urlpatterns = [
    path("courses/", public.course_list, name="list"),
    path("courses/<int:pk>/", public.course, name="course"),
    path("courses/<int:pk>/course.ics", public.course_calendar, name="ics"),
    path("courses/<int:pk>/draw/", draws.draw, name="draw"),
    path("courses/<int:pk>/draw/<int:number>.json", draws.draw_file, name="draw_file"),
    path("courses/<int:pk>/sign-ups/", signing_up.sign_up, name="sign_up"),
    path("series/<int:pk>/", public.series, name="series"),
    path("series/<int:pk>/sign-ups/", signing_up.sign_up_for_series, name="series_sign_up"),
    path("calendar/courses.ics", public.all_courses_calendar, name="calendar"),
    path("my/sign-ups/<int:pk>/", resident.receipt, name="receipt"),
    path("my/sign-ups/<int:pk>/offer/", resident.offer, name="offer"),
    path("my/sign-ups/<int:pk>/withdrawal/", resident.withdrawal, name="withdraw"),
    path("my/sign-ups/<int:pk>/certificate/", certificates.certificate, name="certificate"),
    path("my/sign-ups/<int:pk>/survey/", survey.survey, name="survey"),
    path("my/sign-ups/<int:pk>/circle/", paths.circle, name="circle"),
    path("my/suggestions/", paths.wish_for_suggestions, name="suggestions"),
    path("my/record/", learning_record.record, name="record"),
    path("my/record.csv", learning_record.record_csv, name="record_csv"),
    path("my/record.json", learning_record.record_json, name="record_json"),
    path("certificates/", certificates.certificate_search, name="certificate_search"),
    path("certificates/<slug:code>/", certificates.certificate_check, name="certificate_check"),
]
