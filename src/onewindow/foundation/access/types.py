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
class Part:
    """Services that a right to act for somebody is for; all of them where nothing is named.

    :param scopes: what a service must be for, such as ``trade``; ``*`` is everything.
    :param services: only these (``agency/service``); empty for all.
    :param agencies: only services of these; empty for all.
    """

    scopes: frozenset[str]
    services: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()

    def covers(self, *, service: str, scope: str) -> bool:
        """Whether the right is for that service, which is for that scope."""
        return (
            bool(self.scopes & {scope, "*"})
            and (not self.services or service in self.services)
            and (not self.agencies or service.partition("/")[0] in self.agencies)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """What a right to act for somebody opens of theirs. As it is made here, nothing.

    :param parts: the services whose cases, letters, documents and payments it opens.
    :param whole: everything that they see themself, also what registers hold about them.
    :param deciding: also what only they decide: consents, objections, what is kept about them.
    :param unseen: it is the same person by another entry, so that reading it is no look at somebody's data.
    """

    parts: tuple[Part, ...] = ()
    whole: bool = False
    deciding: bool = False
    unseen: bool = False

    def covers(self, *, service: str, scope: str) -> bool:
        """Whether it opens what belongs to a service."""
        return self.whole or any(part.covers(service=service, scope=scope) for part in self.parts)


NO_EXTENT = Extent()
"""Opens nothing: what a right opens is said, never assumed."""


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
    :param extent: what that right opens of theirs; nothing, unless it is said.
    :param also: other keys under which the register knows the person today: entries that became one.
    :param acting_for_also: the same of whom the person acts for.
    :param assurance: how sure the sign-in was.
    :param language: BCP 47 tag of the page.
    :param scopes: what the key for programs may be used for by which the actor asks; None for somebody who
        signed in themself.
    """

    account: str | None = None
    name: str = ""
    kind: ActorKind = "anonymous"
    person: Reference | None = None
    posts: tuple[Post, ...] = ()
    acting_for: Reference | None = None
    basis: str | None = None
    extent: Extent = NO_EXTENT
    assurance: Assurance = "none"
    language: str = "en"
    also: tuple[Reference, ...] = ()
    acting_for_also: tuple[Reference, ...] = ()
    scopes: frozenset[str] | None = None

    @property
    def signed_in(self) -> bool:
        """Whether we know who this is."""
        return self.kind != "anonymous"

    @property
    def themself(self) -> tuple[Reference, ...]:
        """The person, under every key that means them today; empty where there is none."""
        return () if self.person is None else (self.person, *self.also)

    @property
    def represented(self) -> tuple[Reference, ...]:
        """Whom the person acts for, under every key that means them today; empty for nobody else."""
        return () if self.acting_for is None else (self.acting_for, *self.acting_for_also)

    def keys_of(self, party: Reference) -> tuple[Reference, ...]:
        """A party and, where it is the person or whom they act for, every other key that means it today."""
        if party == self.person:
            return self.themself
        return self.represented if party == self.acting_for else (party,)

    @property
    def own(self) -> tuple[Reference, ...]:
        """Those of whom the actor sees everything that they see themself: the person, and whom they act for
        where the right is over everything."""
        return self._those(whom_they_act_for=self.extent.whole)

    @property
    def deciding(self) -> tuple[Reference, ...]:
        """Those for whom the actor also decides what nobody decides by a mandate, such as consents."""
        return self._those(whom_they_act_for=self.extent.deciding)

    @property
    def unseen(self) -> tuple[Reference, ...]:
        """Those whose data the actor reads without a line for them: nobody looks at somebody else there."""
        return self._those(whom_they_act_for=self.extent.unseen)

    def serves(self, principal: Reference, *, service: str, scope: str) -> bool:
        """Whether the actor is that principal, or acts for them now by a right that is for a service."""
        if principal in self.themself:
            return True
        return principal in self.represented and self.extent.covers(service=service, scope=scope)

    @property
    def in_whose_name(self) -> Reference | None:
        """In whose name the actor asks for what concerns a person as a whole: in that of whom they act for,
        where the right is over everything, else in their own."""
        return self.acting_for if self.acting_for is not None and self.extent.whole else self.person

    def _those(self, *, whom_they_act_for: bool) -> tuple[Reference, ...]:
        return (*self.themself, *(self.represented if whom_they_act_for else ()))

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
