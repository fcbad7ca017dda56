"""What can go wrong with a case, and the way out."""

from onewindow.blocks.cases.types import MoveBlocker
from onewindow.foundation.access.api import StrongerSignInNeeded
from onewindow.kernel.errors import N_, Conflict, InvalidInput, NotAllowed, NotFound


class CaseNotFound(NotFound):
    code = "case-not-found"
    message = N_("There is no case {number} that you may see.")
    way_out = N_("Check the number, or sign in as the person who filed it.")


class WorkNotFound(NotFound):
    code = "task-not-found"
    message = N_("There is no such task that you may see.")
    way_out = N_("Go back to your inbox.")


class WorkEnded(Conflict):
    code = "task-ended"
    message = N_("This task is already done.")
    way_out = N_("Open the case to see what was decided.")


class WorkClaimed(Conflict):
    code = "task-claimed"
    message = N_("{name} is working on this task.")
    way_out = N_("Choose another task, or ask them to hand it over.")


class ChangedSince(Conflict):
    """What the caller saw is not what is there now (RFC 9110 §13.1.1)."""

    code = "changed-since"
    status = 412
    message = N_("Somebody changed this while you were working on it. Your answers were not saved.")
    way_out = N_("Look at what changed, then send your answers again.")


class SecondPersonNeeded(NotAllowed):
    code = "second-person-needed"
    message = N_("You proposed this decision. A second person has to confirm it.")
    way_out = N_("Ask a colleague with the same role.")


class NotWaitingForYou(Conflict):
    code = "not-waiting-for-you"
    message = N_("This does not wait for your answer any more.")
    way_out = N_("Go to the counter again, or file it yourself.")


class WaitsForApplicant(Conflict):
    code = "waits-for-applicant"
    message = N_("The applicant was asked to confirm this, so it stays as it was written.")
    way_out = N_("Begin a new request. The applicant can refuse this one.")


class ApplicantConfirms(NotAllowed):
    code = "applicant-confirms"
    message = N_("The applicant must confirm what is filed at the counter for this service.")
    way_out = N_("Begin a draft at the counter and file that: the applicant is asked.")


class OthersMustSign(NotAllowed):
    code = "others-must-sign"
    message = N_("This company is bound only when further officers sign.")
    way_out = N_("Keep it as a draft and ask them to sign it. When all have signed, it is filed by itself.")


class OthersMustSignToo(OthersMustSign):
    """In a case that was filed: act on it, answer what it asks, confirm what a clerk filled in."""

    way_out = N_("Sign it, and ask them to sign it too. When all have signed, it is done by itself.")


class AskerLeft(NotAllowed):
    """For whoever is told why something that was signed was not done."""

    code = "asker-left"
    message = N_("Who asked for the signatures does not act for the company any more.")
    way_out = N_("Another officer can ask for the signatures again.")


class OwnCase(NotAllowed):
    code = "own-case"
    message = N_("You cannot decide in a case of your own, or of somebody whom you act for.")
    way_out = N_("Hand the task over to a colleague.")


class DutiesCollide(NotAllowed):
    code = "duties-collide"
    message = N_("You cannot do this, because you do or did “{other}” here. One person may not do both.")
    way_out = N_("Hand the task over to a colleague.")


class SignatureNeeded(InvalidInput):
    code = "signature-needed"
    message = N_("This request has to be signed.")
    way_out = N_("Sign it with your signing key, or with a program of your own, and file it again.")


class SignatureNotTaken(InvalidInput):
    code = "signature-not-taken"
    message = N_("This is not a signature that can be taken here.")
    way_out = N_("Send your draft as signed PDF (PAdES), JSON (JAdES) or XML (XAdES), or a file (.asice).")


class SignatureNotGood(InvalidInput):
    code = "signature-not-good"
    message = N_("The signature does not hold: {reasons}")
    way_out = N_("Sign again with a certificate that is valid.")


class SignatureOfSomethingElse(InvalidInput):
    code = "signature-of-something-else"
    message = N_("The signature is not about this request as it is now.")
    way_out = N_("Get what is to be signed again, sign it without changing it, and send the signature.")


class SignatureNotYours(InvalidInput):
    code = "signature-not-yours"
    message = N_("The certificate of this signature belongs to somebody else: {signer}.")
    way_out = N_("Sign with your own certificate. Whoever files has to be who signs.")


class SignatureUsed(Conflict):
    code = "signature-used"
    message = N_("A request with this signature was filed already.")
    way_out = N_("Look at your cases: it may be there.")


class KeyReused(Conflict):
    code = "key-reused"
    message = N_("The idempotency key {key} was already used for something else.")
    way_out = N_("Use a new key for a new request.")


class CannotMoveCase(Conflict):
    """Nothing was changed. ``blockers`` names each step that stands in the way, and why."""

    code = "cannot-move-case"
    message = N_("The case cannot be moved to this version: {why}")
    way_out = N_("Leave it on its version, or move it once it has passed these steps.")

    def __init__(self, *, blockers: tuple[MoveBlocker, ...]) -> None:
        self.blockers = blockers
        super().__init__(why=" ".join(one.message.format(**one.values) for one in blockers))


class NotAtThisTime(Conflict):
    code = "not-at-this-time"
    message = N_("The case is not at a point where this can be done.")
    way_out = N_("Open the case to see what can be done now.")


class MayNotFile(NotAllowed):
    code = "may-not-file"
    message = N_("You may not file this request for {applicant}.")
    way_out = N_("Ask them for a mandate, or file for yourself.")


class AssuranceTooLow(StrongerSignInNeeded):
    code = "assurance-too-low"
    message = N_("This service needs a stronger sign-in ({needed}).")
    way_out = N_("Sign in again with a second factor.")


class ChannelNotOffered(InvalidInput):
    code = "channel-not-offered"
    message = N_("This service cannot be asked for in this way ({channel}).")
    way_out = N_("Use one of: {offered}.")


class WrongKindOfApplicant(InvalidInput):
    code = "wrong-kind-of-applicant"
    message = N_("Who may ask for this service: {needed}.")
    way_out = N_("Choose on whose behalf you act, then start again.")


class HookNotFound(NotFound):
    code = "webhook-not-found"
    message = N_("You have no such webhook.")
    way_out = N_("List your webhooks to see which there are.")


class TooManyHooks(InvalidInput):
    code = "too-many-webhooks"
    message = N_("You have {most} webhooks, the most that an account may have.")
    way_out = N_("Remove one that you no longer need.")


class HookNotListed(InvalidInput):
    code = "webhook-not-listed"
    message = N_("The operator of this window did not list the address {url}.")
    way_out = N_("Ask the operator to allow it.")


class ApplicantNotChosen(InvalidInput):
    code = "applicant-not-chosen"
    message = N_("Choose for whom you file.")


class HookNotTaken(Conflict):
    """For the job, which tries again: nobody is shown it."""

    code = "webhook-not-taken"
    message = N_("The address answered with status {status}.")


class NothingToFillFrom(InvalidInput):
    code = "nothing-to-fill-from"
    message = N_("This file holds no message that could fill the form.")
    way_out = N_("Send an electronic invoice (XML, or a PDF with one inside) where the service takes one.")


class NobodyToFileFor(NotAllowed):
    code = "nobody-to-file-for"
    message = N_("There is nobody for whom you may ask for this service.")
    way_out = N_("Ask a company's representative for a mandate.")


class RegisterNotOurs(NotAllowed):
    """For the process, which stops where it stands: the package's agency may not write the register."""

    code = "register-not-ours"
    message = N_("The agency “{agency}” may not write the register “{register}”.")
    way_out = N_("Ask the register's owner to name the agency among its writers.")


class EntryAlreadyThere(Conflict):
    """For the process, which may catch it."""

    code = "entry-exists"
    message = N_("The register “{register}” has the entry “{key}” already.")


class EntryNotThere(NotFound):
    """For the process, which may catch it."""

    code = "entry-unknown"
    message = N_("The register “{register}” has no entry “{key}”.")


class PartNotUndone(Conflict):
    """For the process, which may catch it; else the case waits for somebody to look."""

    code = "part-not-undone"
    message = N_("The case {number} is past the point where what it did could be taken back.")
    way_out = N_("Ask the agency that decided it.")


class NotOfOneKind(InvalidInput):
    code = "tasks-not-of-one-kind"
    message = N_("These tasks cannot be decided together.")
    way_out = N_(
        "Choose open tasks of one step of one service. Leave out those that wait for a second person."
    )


class TooManyAtOnce(InvalidInput):
    code = "too-many-tasks"
    message = N_("You may decide {most} tasks at once.")
    way_out = N_("Choose fewer.")


class NothingProposed(Conflict):
    code = "nothing-proposed"
    message = N_("Nobody proposed this.")
    way_out = N_("Read the case again: a colleague may have been faster.")


class WorthMoreThanMandate(NotAllowed):
    code = "worth-more-than-mandate"
    message = N_("This is worth {amount}, more than your mandate covers.")
    way_out = N_("Ask whom you act for to file it, or for a mandate with a higher limit.")
