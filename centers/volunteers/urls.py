"""Addresses of volunteers: for all under `/volunteers/`, one's own under `/my/volunteer/`."""

from django.urls import path

from .views import (
    asking,
    confirming,
    host_hours,
    hosts,
    hours,
    matches,
    matching,
    mine,
    public_openings,
    public_results,
    registering,
    roles,
    signing_up,
)

app_name = "volunteers"

urlpatterns = [
    path("volunteers/", public_openings.openings, name="openings"),
    path("volunteers/openings/<int:pk>/", public_openings.opening, name="opening"),
    path("volunteers/openings/<int:pk>/sign-ups/", signing_up.sign_up, name="sign_up"),
    path("volunteers/ask/", asking.ask, name="ask"),
    path("volunteers/organizations/", public_openings.organizations, name="organizations"),
    path("volunteers/organizations/<int:pk>/", public_openings.organization, name="organization"),
    path("volunteers/results/", public_results.results, name="results"),
    path(
        "volunteers/stories/<int:pk>-<slug:digest>.jpg",
        public_results.story_photo,
        name="story_photo",
    ),
    path("volunteers/roles/", roles.roles, name="roles"),
    path("volunteers/roles/<slug:slug>/", roles.role, name="role"),
    path("volunteers/cards/<int:number>/", roles.card, name="card"),
    path("volunteers/confirm/<str:token>/", confirming.confirm, name="confirm"),
    path("my/volunteer/", mine.mine, name="mine"),
    path("my/volunteer/register/", registering.register, name="register"),
    path("my/volunteer/<int:number>/wishes/", registering.wishes, name="wishes"),
    path("my/volunteer/<int:number>/times/", registering.times, name="times"),
    path(
        "my/volunteer/<int:number>/qualifications/",
        registering.qualifications,
        name="qualifications",
    ),
    path("my/volunteer/<int:number>/consents/", registering.consents, name="consents"),
    path("my/volunteer/<int:number>/guardian/", registering.guardian, name="guardian"),
    path("my/volunteer/<int:number>/rest/", mine.rest, name="rest"),
    path("my/volunteer/<int:number>/stop/", mine.stop, name="stop"),
    path("my/volunteer/suits/", matching.suiting, name="suits"),
    path("my/volunteer/matches/<int:number>/", matching.answering, name="match"),
    path("my/volunteer/matches/", matches.matches, name="matches"),
    path("my/volunteer/matches/<int:number>/withdrawal/", matches.withdrawal, name="withdrawal"),
    path(
        "my/volunteer/matches/<int:number>/match.ics",
        matches.match_calendar,
        name="match_calendar",
    ),
    path("my/volunteer/hours/", hours.hours, name="hours"),
    path("my/volunteer/here/<str:token>/", hours.here, name="here"),
    path("my/hosting/<int:number>/shifts/<int:pk>/", host_hours.hosted_shift, name="hosted_shift"),
    path("my/hosting/", hosts.hosting, name="hosting"),
    path("my/hosting/<int:number>/", hosts.hosted, name="hosted"),
    path("my/hosting/<int:number>/taking-back/", hosts.take_back, name="take_back"),
]
