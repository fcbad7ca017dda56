"""Who answers, as FEEL and the story see it."""

from onewindow.blocks.identity import api as identity
from onewindow.foundation.access.api import Actor

Officer = dict[str, object]


def officer_of(actor: Actor, *, agency: str, role: str) -> Officer:
    """{name, account, agency, agency_code, role, office, office_code}; codes empty on the applicant's side.

    :param agency: of the task; empty for the applicant's side.
    """
    found: Officer = {
        "name": actor.name, "account": actor.account, "agency": agency, "agency_code": "", "role": role,
        "office": "", "office_code": "",
    }  # fmt: skip
    if not agency:
        return found
    found["agency_code"] = identity.agency(slug=agency).code
    offices = [
        post.office for post in actor.posts if post.agency == agency and post.role == role and post.office
    ]
    if offices:
        office = identity.office(agency=agency, slug=offices[0])
        found |= {"office": office.slug, "office_code": office.code}
    return found
