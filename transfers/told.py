"""What the next page says was done: once, also after a second click."""

from django.contrib import messages
from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpRequest


def tell_once(request: HttpRequest, words: str, *, is_again: bool = False) -> None:
    """Have it shown on the next page, unless the same words wait for that page.

    Of a form that was sent again nothing is told where any message waits: what it was about may be called
    something else by now.
    """
    waiting = messages.get_messages(request)
    told = [str(message) for message in waiting]
    if isinstance(waiting, BaseStorage):
        waiting.used = False  # looked at, not shown
    if words not in told and not (is_again and told):
        messages.success(request, words)
