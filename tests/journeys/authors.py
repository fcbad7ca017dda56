"""What an author does in the studio."""

from tests.journeys.window import Window

AGENCY = "municipality-harbour"


def begin(author: Window, *, service: str, note: str) -> str:
    """Begin a service of the harbour town from the skeleton; gives the address of its draft."""
    author.go("/studio/")
    author.choose("agency", AGENCY)
    author.fill(service=service, note=note)
    author.page.locator("main form button").last.click()
    author.look()
    assert "/studio/drafts/" in author.page.url, author.text
    return author.page.url.removeprefix(author.base)
