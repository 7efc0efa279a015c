"""The plans' desk (`/desk/plans/`): where the section measures, reports and reviews."""

from django.urls import path

from .views.desk import figures, overview, reports, reviews

app_name = "plan_desk"

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("<slug:slug>/figures/<int:year>/", figures.figures, name="figures"),
    path("<slug:slug>/reports/<int:year>/", reports.report, name="report"),
    path("<slug:slug>/reports/<int:year>/publication/", reports.publication, name="publication"),
    path("<slug:slug>/reports/<int:year>/differences/", reports.differences, name="differences"),
    path("<slug:slug>/reviews/", reviews.reviews, name="reviews"),
    path("<slug:slug>/reviews/<int:first_year>/", reviews.review, name="review"),
    path("<slug:slug>/reviews/<int:first_year>/gathering/", reviews.gathering, name="gathering"),
    path("<slug:slug>/reviews/<int:first_year>/closing/", reviews.closing, name="closing"),
]
