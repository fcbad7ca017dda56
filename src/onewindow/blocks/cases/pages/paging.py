"""Which page of a long list."""

from django.http import HttpRequest

from onewindow.foundation.web.types import Pages


def page_of(request: HttpRequest) -> int:
    """The page asked for, from 1; anything that is no number is the first."""
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isdigit() and len(text) < 7 else 1


def pages_of(number: int, total: int, size: int, request: HttpRequest) -> Pages:
    """For the pagination under a list."""
    query = {name: str(value) for name, value in request.GET.items() if name != "page"}
    return Pages(number=number, last=max(1, -(-total // size)), query=query)
