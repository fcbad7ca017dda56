"""What identity holds about people."""

from onewindow.foundation.holdings.types import Holding, NamedBy, deleted, kept, with_parent

_LAW = "an account stays as long as its owner wants it"
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
        retention=deleted(after="ends_at", days=3650, why="who held a post is asked for ten years"),
    ),
    Holding(
        model="identity.Absence",
        topic="posts",
        rows=NamedBy(account=("absent__slug", "substitute__slug", "arranged_by__slug")),
        retention=deleted(after="last_day", days=1095, why="who covered for whom is asked for three years"),
    ),
    Holding(
        model="identity.ApiToken",
        topic="sign-in",
        rows=NamedBy(account=("account__slug",)),
        hidden={"digest": "a digest, of use to a thief only"},
        retention=deleted(after="expires_at", days=365, why="what a key did is asked for a year"),
        erasable=True,
    ),
    Holding(
        model="identity.SignedIn",
        topic="sign-in",
        rows=NamedBy(account=("account__slug",)),
        hidden={"session_key": "whoever has it is signed in"},
        retention=deleted(after="seen_at", days=90, why="sign-ins are shown to their owner for three months"),
        erasable=True,
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
        retention=deleted(after="created", days=7, why="a confirmation is of use for hours"),
        erasable=True,
    ),
    Holding(
        model="mfa.Authenticator",
        topic="sign-in",
        rows=NamedBy(account=("user__slug",)),
        hidden={"data": "a secret of the second factor"},
        retention=with_parent("user", "a factor stays until its owner removes it"),
    ),
    Holding(
        model="sessions.Session",
        nothing="a signed-in browser; what is told of it is in identity.SignedIn",
        retention=deleted(after="expire_date", days=1, why="nothing reads it after it ended"),
    ),
)
