"""The languages the portal speaks, and which one it speaks to a person who is not there to ask."""

from django.conf import settings

from accounts.models import Employee


def get_languages() -> list[tuple[str, str]]:
    """Each language's code and its name in its own words."""
    return [(code, str(name)) for code, name in settings.LANGUAGES]


def is_spoken(language: str) -> bool:
    """Whether there is a catalogue of it; one that was taken away is spoken to nobody."""
    return any(code == language for code, _name in settings.LANGUAGES)


def get_language_of(person: Employee) -> str:
    """The language of this person's mails: what they chose, else the portal's own."""
    return person.language if is_spoken(person.language) else settings.LANGUAGE_CODE
