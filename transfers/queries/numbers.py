"""A number in the reader's words: each language groups its thousands in its own way."""

from django.utils.formats import number_format


def grouped(number: int) -> str:
    """“5,815”, “5.815”."""
    return number_format(number, force_grouping=True)
