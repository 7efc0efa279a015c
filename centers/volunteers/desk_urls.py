"""Addresses of volunteers for staff, under `/desk/volunteers/`."""

from django.urls import path

from .views.desk import (
    confirmations,
    entering,
    files,
    papers,
    postings,
    roster,
    trainings,
    volunteer,
)

app_name = "volunteers_desk"

urlpatterns = [
    path("", roster.roster, name="roster"),
    path("list/", roster.name_list, name="name_list"),
    path("roster.xlsx", roster.roster_xlsx, name="roster_xlsx"),
    path("new/", entering.enter, name="enter"),
    path("<int:pk>/", volunteer.volunteer, name="volunteer"),
    path("<int:pk>/edit/", volunteer.edit, name="edit"),
    path("<int:pk>/qualification/", volunteer.qualification, name="qualification"),
    path("postings/", postings.postings, name="postings"),
    path("postings/new/", postings.new_posting, name="new_posting"),
    path("postings/renewal/", postings.renewal, name="renewal"),
    path("postings/<int:pk>/end/", postings.end_posting, name="end_posting"),
    path("letters/", papers.letters, name="letters"),
    path("cards/", papers.cards, name="cards"),
    path("confirmations/", confirmations.confirmations, name="confirmations"),
    path("trainings/", trainings.trainings, name="trainings"),
    path("trainings/<int:pk>/", trainings.training, name="training"),
    path("files/", files.files, name="files"),
    path("files/volunteers.csv", files.give_out, {"suffix": "csv"}, name="file_csv"),
    path("files/volunteers.xlsx", files.give_out, {"suffix": "xlsx"}, name="file_xlsx"),
]
