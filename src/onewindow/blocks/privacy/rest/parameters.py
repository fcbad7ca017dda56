"""Parameters that several operations take, and the marks of what they answer."""

from typing import Annotated

from django.http import HttpResponse
from ninja import Header
from pydantic import StringConstraints

Key = Annotated[str, StringConstraints(min_length=8, max_length=200), Header(alias="Idempotency-Key")]
IfMatch = Annotated[str | None, Header(alias="If-Match")]


def seen_of(if_match: str | None) -> str | None:
    """What a caller saw (RFC 9110 §13.1.1); None where it does not say, or says ``*``."""
    return None if if_match is None or if_match == "*" else if_match.strip().removeprefix("W/").strip('"')


def mark(response: HttpResponse, seen: str) -> None:
    """Give the caller what to send back as If-Match."""
    response["ETag"] = f'"{seen}"'
