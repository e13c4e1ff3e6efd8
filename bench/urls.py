"""The addresses of the site, and two pages to compare with: the list from constants, and a bare table."""

from django.urls import path

from crm_site.urls import *  # noqa: F403
from crm_site.urls import urlpatterns as of_the_site

from . import constants

urlpatterns = [
    path("bench/constants/", constants.ConstantList.as_view(), name="bench_constants"),
    path("bench/bare/", constants.bare_table, name="bench_bare"),
    *of_the_site,
]
