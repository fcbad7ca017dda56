"""What each kind of right opens: services, all that the principal sees, or also what only they decide."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onewindow.blocks.mandates import api
from onewindow.blocks.mandates.extents import extent_by
from onewindow.blocks.mandates.limits import Limits
from onewindow.blocks.mandates.tests.conftest import actor, person
from onewindow.blocks.mandates.tests.signer import PIN
from onewindow.blocks.mandates.types import Kind, Mandate
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference

ATLAS = Reference("register/companies/1204567A")
CORNICHE = Reference("register/companies/1922046J")
AMEL = Reference("register/people/1")
SERVICES = ("a/one", "a/two", "b/one")
SCOPES = ("trade", "tax")
TND = Money(1000, "TND")

_reaches = st.builds(
    Limits,
    scopes=st.frozensets(st.sampled_from([*SCOPES, "*"]), min_size=1),
    services=st.frozensets(st.sampled_from(SERVICES)),
    agencies=st.frozensets(st.sampled_from(["a", "b"])),
    limit=st.none() | st.just(TND),
    left=st.none() | st.just(TND),
)
_rights = st.builds(
    Mandate,
    principal=st.just(AMEL),
    principal_name=st.just("Amel"),
    kind=st.sampled_from(["representative", "employee", "mandate", "parent", "guardian"]),
    basis=st.just("x"),
    reach=_reaches,
    employee=st.sampled_from(["", "E-1"]),
)


@given(rights=st.lists(_rights, max_size=3), service=st.sampled_from(SERVICES), scope=st.sampled_from(SCOPES))
def test_what_is_opened_is_what_one_of_the_rights_is_for(
    rights: list[Mandate], service: str, scope: str
) -> None:
    extent = extent_by(rights)
    assert extent.covers(service=service, scope=scope) == any(
        right.covers(scope, None, service) for right in rights
    )
    assert not extent.deciding or extent.whole
    for right in rights:
        limited = right.reach != Limits(scopes=right.reach.scopes) or "*" not in right.reach.scopes
        if limited or right.kind == "employee" or right.employee:
            alone = extent_by([right])
            assert (alone.whole, alone.deciding) == (False, False), "what is limited opens services only"


@pytest.mark.parametrize(
    ("kind", "whole", "deciding"),
    [
        ("self", True, True),
        ("representative", True, True),
        ("parent", True, True),
        ("guardian", True, True),
        ("mandate", True, False),
        ("employee", False, False),
    ],
)
def test_only_a_voice_by_law_decides_what_is_personal(kind: Kind, whole: bool, deciding: bool) -> None:
    unlimited = Limits(scopes=frozenset({"*"}))
    right = Mandate(principal=AMEL, principal_name="Amel", kind=kind, basis="x", reach=unlimited)
    extent = extent_by([right])
    assert (extent.whole, extent.deciding, extent.unseen) == (whole, deciding, False)


@pytest.mark.usefixtures("country")
def test_an_officer_with_a_scope_sees_no_more_than_that() -> None:
    importer = actor("importer")
    manager = api.extent_of(actor=importer, principal=ATLAS, basis=ATLAS.text)
    assert manager is not None and manager.whole and manager.deciding
    director = api.extent_of(actor=importer, principal=CORNICHE, basis=CORNICHE.text)
    assert director is not None and not director.whole
    assert director.covers(service="a/one", scope="trade") and not director.covers(
        service="a/one", scope="tax"
    )


@pytest.mark.usefixtures("country")
@pytest.mark.parametrize(
    ("terms", "whole"),
    [
        ({"scopes": ["*"]}, True),
        ({"scopes": ["*"], "limit": TND}, False),
        ({"scopes": ["*"], "total": TND}, False),
        ({"scopes": ["tax"]}, False),
    ],
)
def test_a_mandate_opens_everything_only_where_nothing_limits_it(
    terms: Mapping[str, object], whole: bool
) -> None:
    offered = api.grant(
        actor=actor("importer"), principal=ATLAS, agent=person("citizen"), pin=PIN, **terms
    )  # fmt: skip
    basis = f"mandate/{offered.code}"
    assert api.extent_of(actor=actor("citizen"), principal=ATLAS, basis=basis) is None, "not accepted yet"
    api.accept(actor=actor("citizen"), code=offered.code, pin=PIN)
    extent = api.extent_of(actor=actor("citizen"), principal=ATLAS, basis=basis)
    assert extent is not None and (extent.whole, extent.deciding) == (whole, False)
    api.end(actor=actor("importer"), code=offered.code)
    assert api.extent_of(actor=actor("citizen"), principal=ATLAS, basis=basis) is None


@pytest.mark.usefixtures("country")
def test_all_rights_for_the_same_principal_count_together() -> None:
    codes: list[str] = []
    for scopes in (["trade"], ["tax"]):
        offered = api.grant(
            actor=actor("importer"), principal=ATLAS, agent=person("citizen"), scopes=scopes, pin=PIN
        )
        api.accept(actor=actor("citizen"), code=offered.code, pin=PIN)
        codes.append(offered.code)
    extent = api.extent_of(actor=actor("citizen"), principal=ATLAS, basis=f"mandate/{codes[0]}")
    assert extent is not None and not extent.whole
    covered = {scope for scope in ("trade", "tax", "health") if extent.covers(service="a/one", scope=scope)}
    assert covered == {"trade", "tax"}
