"""Which lists may speak about a path: those of its own authorities, whatever addresses they name."""

from onewindow.standards.signing.pki import direct_lists
from onewindow.standards.signing.tests.world import AT, World


def test_a_sister_that_names_the_same_place_says_nothing() -> None:
    """Sisters may publish at one address; only the name under the list says whose it is."""
    world = World()
    sister = world.people.sister("Seals CA", at=AT)
    chain = world.person.certificates
    own, roots, others = world.people.list_at(AT), world.people.root_list(AT), sister.list_at(AT)
    assert direct_lists.issued_on(chain, (others, own, roots)) == (own, roots)


def test_a_list_of_the_same_name_by_another_key_says_nothing() -> None:
    world, other = World(), World()
    chain, roots = world.person.certificates, world.people.root_list(AT)
    own, forged = world.people.list_at(AT), other.people.list_at(AT)
    assert direct_lists.reason_against(chain=chain, lists=(own, roots), at=AT) == ""
    assert direct_lists.reason_against(chain=chain, lists=(forged, roots), at=AT) == "revocation-unknown"


def test_an_authority_with_an_ed25519_key_is_believed() -> None:
    world = World(algorithm="Ed25519")
    chain, roots = world.person.certificates, world.people.root_list(AT)
    assert direct_lists.reason_against(chain=chain, lists=(world.people.list_at(AT), roots), at=AT) == ""
    world.people.revoke(chain[0], AT)
    assert (
        direct_lists.reason_against(chain=chain, lists=(world.people.list_at(AT), roots), at=AT) == "revoked"
    )
    assert direct_lists.revoked_since(chain=chain, lists=(world.people.list_at(AT),), at=AT) == AT
