"""Who acts, in plain values: this room knows no account, agency or case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from onewindow.kernel.reference import Reference

ActorKind = Literal["person", "officer", "system", "member", "anonymous"]
Assurance = Literal["none", "low", "substantial", "high"]

ASSURANCE_ORDER: tuple[Assurance, ...] = ("none", "low", "substantial", "high")
"""From weakest to strongest (eIDAS, Regulation (EU) 910/2014 Article 8)."""


@dataclass(frozen=True, slots=True)
class Post:
    """A post that an officer holds.

    :param agency: slug of the agency.
    :param office: slug of the office; empty where the post is for the whole agency.
    :param role: slug of the role, such as ``registrar``.
    """

    agency: str
    office: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who asks, for whom, and how sure we are.

    :param account: key of the account; None for nobody in particular.
    :param name: how the person is called on the page.
    :param kind: ``anonymous`` is somebody who did not sign in.
    :param person: ``register/people/<id>``, where the account points to a person.
    :param posts: what posts an officer holds.
    :param acting_for: whom the person acts for, where that is not the person; the right was checked by
        mandates.
    :param basis: what that right rests on, such as a mandate's reference.
    :param also: other keys under which the register knows the person today: entries that became one.
    :param acting_for_also: the same of whom the person acts for.
    :param assurance: how sure the sign-in was.
    :param language: BCP 47 tag of the page.
    """

    account: str | None = None
    name: str = ""
    kind: ActorKind = "anonymous"
    person: Reference | None = None
    posts: tuple[Post, ...] = ()
    acting_for: Reference | None = None
    basis: str | None = None
    assurance: Assurance = "none"
    language: str = "en"
    also: tuple[Reference, ...] = ()
    acting_for_also: tuple[Reference, ...] = ()

    @property
    def signed_in(self) -> bool:
        """Whether we know who this is."""
        return self.kind != "anonymous"

    @property
    def own(self) -> tuple[Reference, ...]:
        """The person, under every key that means them today; empty where there is none."""
        return () if self.person is None else (self.person, *self.also)

    @property
    def represented(self) -> tuple[Reference, ...]:
        """Whom the person acts for, under every key that means them today; empty for nobody else."""
        return () if self.acting_for is None else (self.acting_for, *self.acting_for_also)

    @property
    def selves(self) -> tuple[Reference, ...]:
        """The person and whom they act for: what is these parties' is the actor's own matter."""
        return (*self.own, *self.represented)

    @property
    def roles(self) -> frozenset[str]:
        """All roles over all posts."""
        return frozenset(post.role for post in self.posts)

    @property
    def agencies(self) -> frozenset[str]:
        """All agencies over all posts."""
        return frozenset(post.agency for post in self.posts)

    def has_post(self, *, agency: str, role: str | None = None, office: str | None = None) -> bool:
        """Whether a post of that agency, and of that role and office where given, is held.

        A post for the whole agency (no office) covers each of its offices.
        """
        return any(
            post.agency == agency
            and (role is None or post.role == role)
            and (office is None or post.office in ("", office))
            for post in self.posts
        )

    def reaches(self, assurance: Assurance) -> bool:
        """Whether the sign-in was at least that sure."""
        return ASSURANCE_ORDER.index(self.assurance) >= ASSURANCE_ORDER.index(assurance)


Check = Callable[[Actor, Mapping[str, object]], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of access. Every condition that is set must hold; with none set nobody passes.

    :param name: slug by which views and operations name it.
    :param anybody: open to all, also without sign-in. The other conditions must then be absent.
    :param kinds: the kinds of actor that may pass.
    :param roles: the actor holds a post with one of these roles; with ``agency`` (and ``office``) among the
        values of the question, that post is there.
    :param relations: the value ``relation`` of the question is one of these, such as ``applicant``.
    :param assurance: the weakest sign-in that will do.
    :param check: a last condition over actor and values.
    """

    name: str
    anybody: bool = False
    kinds: frozenset[ActorKind] = field(default_factory=lambda: frozenset[ActorKind]())
    roles: frozenset[str] = field(default_factory=lambda: frozenset[str]())
    relations: frozenset[str] = field(default_factory=lambda: frozenset[str]())
    assurance: Assurance = "none"
    check: Check | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer, and the condition that failed where it is no.

    :param failed: ``""`` | ``rule`` | ``sign-in`` | ``kind`` | ``role`` | ``relation`` | ``assurance`` |
        ``check``.
    :param needed: the sign-in that the rule asks for, where that is what failed.
    """

    allowed: bool
    failed: str = ""
    needed: Assurance = "none"

    def __bool__(self) -> bool:
        return self.allowed
