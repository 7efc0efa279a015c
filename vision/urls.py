"""Addresses of the plans. A code holds a digit, so words stay free for a plan's other pages."""

from django.urls import path

from .views import public

app_name = "vision"
urlpatterns = [
    path("", public.plan_list, name="plans"),
    path("<slug:slug>/", public.plan, name="plan"),
    path("<slug:slug>/outline/", public.plan_outline, name="outline"),
    path("<slug:slug>/colors.css", public.plan_colors, name="plan_colors"),
    path("<slug:slug>/<str:code>/", public.plan_item, name="item"),
]
