"""What identity holds about people."""

from onewindow.foundation.holdings.types import Holding, NamedBy, deleted, kept, with_parent
from onewindow.kernel.errors import N_

_TEN_YEARS = 3650
_LAW = N_("an account stays as long as its owner wants it")
_ADMINISTERED = "agencies, offices and roles are public"

HOLDINGS = (
    Holding(
        model="identity.Account",
        topic="account",
        rows=NamedBy(account=("slug",), person=("person",), email=("email",)),
        hidden={"password": "a digest, of use to a thief only"},
        retention=kept(_LAW),
    ),
    Holding(
        model="identity.Appointment",
        topic="posts",
        rows=NamedBy(account=("account__slug", "appointed_by__slug")),
        retention=deleted(after="ends_at", days=3650, why=N_("who held a post is asked for ten years")),
    ),
    Holding(
        model="identity.Absence",
        topic="posts",
        rows=NamedBy(account=("absent__slug", "substitute__slug", "arranged_by__slug")),
        retention=deleted(
            after="last_day", days=1095, why=N_("who covered for whom is asked for three years")
        ),
    ),
    Holding(
        model="identity.ApiToken",
        topic="sign-in",
        rows=NamedBy(account=("account__slug",)),
        hidden={"digest": "a digest, of use to a thief only"},
        retention=deleted(after="expires_at", days=365, why=N_("what a key did is asked for a year")),
        erasable=True,
        begun="created_at",
    ),
    Holding(
        model="identity.SignedIn",
        topic="sign-in",
        rows=NamedBy(account=("account__slug",)),
        hidden={"session_key": "whoever has it is signed in"},
        retention=deleted(
            after="seen_at", days=90, why=N_("sign-ins are shown to their owner for three months")
        ),
        erasable=True,
        begun="began_at",
    ),
    Holding(
        model="identity.DemoAccount",
        topic="account",
        rows=NamedBy(account=("account__slug",)),
        retention=with_parent("account"),
    ),
    Holding(model="identity.Agency", nothing=_ADMINISTERED, retention=kept("documents name them for ever")),
    Holding(model="identity.Office", nothing=_ADMINISTERED, retention=kept("documents name them for ever")),
    Holding(model="identity.Role", nothing=_ADMINISTERED, retention=kept("documents name them for ever")),
    Holding(model="identity.LoadedFolder", nothing="digests of folders", retention=kept("a row a folder")),
    Holding(
        model="account.EmailAddress",
        topic="account",
        rows=NamedBy(account=("user__slug",), email=("email",)),
        retention=with_parent("user"),
    ),
    Holding(
        model="account.EmailConfirmation",
        topic="account",
        rows=NamedBy(account=("email_address__user__slug",)),
        hidden={"key": "whoever has it confirms the address"},
        retention=deleted(after="created", days=7, why=N_("a confirmation is of use for hours")),
        erasable=True,
        begun="created",
    ),
    Holding(
        model="mfa.Authenticator",
        topic="sign-in",
        rows=NamedBy(account=("user__slug",)),
        hidden={"data": "a secret of the second factor"},
        retention=with_parent("user", N_("a factor stays until its owner removes it")),
    ),
    Holding(
        model="sessions.Session",
        nothing="a signed-in browser; what is told of it is in identity.SignedIn",
        retention=deleted(after="expire_date", days=1, why="nothing reads it after it ended"),
    ),
    Holding(
        model="identity.Proofing",
        topic="account",
        rows=NamedBy(account=("account__slug",), person=("person",), email=("email",)),
        hidden={"asked_by": "an officer", "confirmed_by": "an officer", "ended_by": "an officer"},
        retention=deleted(
            after="ended_at", days=_TEN_YEARS, why=N_("how somebody was proofed may be challenged")
        ),
    ),
    Holding(
        model="identity.OutsideIdentity",
        topic="sign-in",
        rows=NamedBy(account=("account__slug",), person=("person",)),
        retention=with_parent("account", N_("a link stays until its owner removes it")),
    ),
    Holding(
        model="identity.KnownDevice",
        topic="sign-in",
        rows=NamedBy(account=("account__slug",)),
        hidden={"mark": "a browser that shows it is taken for known"},
        retention=deleted(after="last_at", days=365, why=N_("a browser unseen for a year is a new one")),
        erasable=True,
        begun="first_at",
    ),
    Holding(
        model="identity.Recovery",
        topic="sign-in",
        rows=NamedBy(account=("account__slug",)),
        hidden={
            "secret": "a digest, of use to a thief only",
            "cancel": "a digest, of use to a thief only",
            "asked_by": "an officer",
            "confirmed_by": "an officer",
        },
        retention=deleted(after="ended_at", days=1095, why=N_("a recovery is asked for three years")),
    ),
    Holding(
        model="identity.SetUpCode",
        topic="sign-in",
        rows=NamedBy(account=("account__slug",)),
        hidden={"secret": "a digest, of use to a thief only"},
        retention=deleted(after="expires_at", days=30, why=N_("of use for days")),
        erasable=True,
        begun="handed_at",
    ),
    Holding(
        model="identity.AccessReview",
        topic="posts",
        rows=NamedBy(account=("opened_by__slug",)),
        retention=deleted(
            after="closed_at", days=_TEN_YEARS, why=N_("who held a post is asked for ten years")
        ),
    ),
    Holding(
        model="identity.ReviewedPost",
        topic="posts",
        rows=NamedBy(account=("appointment__account__slug", "by__slug")),
        retention=with_parent("review"),
    ),
    Holding(
        model="identity.Challenge",
        nothing="texts to be signed within minutes",
        retention=deleted(after="expires_at", days=1, why="of use for minutes"),
    ),
    Holding(
        model="identity.SeenToken",
        nothing="numbers of tokens that were used once",
        retention=deleted(after="expires_at", days=1, why="an expired token is refused anyway"),
    ),
    Holding(
        model="identity.Limit",
        nothing="counts of attempts under digests",
        retention=deleted(after="free_at", days=1, why="of use for minutes"),
    ),
    Holding(
        model="identity.DutyPair", nothing="pairs of roles, public", retention=kept("a rule of the agency")
    ),
    Holding(
        model="openid.System",
        nothing="programs of agencies",
        hidden={"secret_digest": "a digest"},
        retention=kept("who was told what names it"),
    ),
    Holding(
        model="openid.Proposal",
        topic="services",
        rows=NamedBy(account=("asked_by__slug", "decided_by__slug")),
        retention=deleted(
            after="decided_at", days=_TEN_YEARS, why=N_("who let a system in is asked for ten years")
        ),
    ),
    Holding(
        model="openid.Consent",
        topic="sign-in",
        rows=NamedBy(account=("account__slug",)),
        retention=with_parent("account"),
    ),
    Holding(
        model="openid.Subject",
        topic="sign-in",
        rows=NamedBy(account=("account__slug",)),
        retention=with_parent("account", N_("a system must know its person again")),
    ),
    Holding(
        model="openid.Visit",
        topic="sign-in",
        rows=NamedBy(account=("account__slug",)),
        hidden={"session_key": "whoever has it is signed in", "sid": "names the visit to systems"},
        retention=deleted(
            after="ended_at", days=90, why=N_("sign-ins are shown to their owner for three months")
        ),
        erasable=True,
        begun="began_at",
    ),
    Holding(
        model="openid.Grant",
        topic="sign-in",
        rows=NamedBy(account=("account__slug",)),
        hidden={"code_digest": "a digest", "challenge": "a digest", "nonce": "the system's own"},
        retention=with_parent("visit"),
    ),
    Holding(
        model="openid.LogoutNotice",
        topic="sign-in",
        rows=NamedBy(account=("visit__account__slug",)),
        retention=with_parent("visit"),
    ),
    Holding(
        model="openid.KeptRequest",
        nothing="what a system asked, for minutes",
        retention=deleted(after="expires_at", days=1, why="of use for minutes"),
    ),
    Holding(
        model="openid.UsedAssertion",
        nothing="digests of what was used once",
        retention=deleted(after="expires_at", days=1, why="an expired one is refused anyway"),
    ),
    Holding(
        model="allauth_idp_oidc.Client",
        nothing="programs of agencies, as the library keeps them",
        hidden={"secret": "a digest"},
        retention=kept("one for each system"),
    ),
    Holding(
        model="allauth_idp_oidc.Token",
        topic="sign-in",
        rows=NamedBy(account=("user__slug",)),
        hidden={"hash": "a digest", "data": "the library's own"},
        retention=deleted(after="expires_at", days=30, why=N_("an expired token opens nothing")),
        erasable=True,
        begun="created_at",
    ),
)
