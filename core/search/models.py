"""Searchable: the folded text that one search finds a record by."""

from django.db import models


class Searchable(models.Model):
    search_text = models.TextField(editable=False, default="")

    class Meta:
        abstract = True
