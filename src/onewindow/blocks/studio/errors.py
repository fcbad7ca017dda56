"""What can stand against writing, publishing and retiring. Part of the door, through ``api``."""

from onewindow.kernel.errors import N_, Conflict, InvalidInput, NotAllowed, NotFound, Problems


class NotAnAuthor(NotAllowed):
    code = "not-an-author"
    message = N_("Only authors and administrators of {agency} change its services.")
    way_out = N_("Ask the administrator of the agency for the role “author”.")


class MayNotPublish(NotAllowed):
    code = "may-not-publish"
    message = N_("Only administrators and heads of {agency} publish its services.")
    way_out = N_("Ask one of them to look at the draft and publish it.")


class SecondPersonNeeded(NotAllowed):
    code = "second-person-needed"
    message = N_("You wrote part of this, so somebody else has to decide it.")
    way_out = N_("Ask a colleague who may publish and who did not work on it.")


class DraftNotFound(NotFound):
    code = "draft-not-found"
    message = N_("There is no such draft.")


class DraftIsClosed(Conflict):
    code = "draft-is-closed"
    message = N_("This draft was published or discarded.")
    way_out = N_("Begin a new one from the current version.")


class DraftChanged(Conflict):
    code = "draft-changed"
    message = N_("Somebody changed this draft since you opened it.")
    way_out = N_("Open it again and make your change there.")


class FileNotWelcome(InvalidInput):
    code = "file-not-welcome"
    message = N_("A package has no file “{path}”.")
    way_out = N_(
        "It has service.yaml, process.bpmn, decisions.dmn, benefits.yaml, simulation.yaml, README.md, and "
        "yaml files in forms, documents, messages, texts and scenarios, named in small letters."
    )


class ArchiveNotReadable(InvalidInput):
    code = "archive-not-readable"
    message = N_("This is not a zip archive that we can read: {why}")
    way_out = N_("Pack the folder of the service as a zip file, without a password, and send it again.")


class NotReadyToPublish(Problems):
    """``problems`` are the faults, failed scenarios and uncovered flows and rules."""

    code = "not-ready-to-publish"
    message = N_("The package is not ready to be published.")


class NotReady(InvalidInput):
    """One reason why a package cannot be published."""

    code = "not-ready"
    message = N_("{what}")
    way_out = N_("{way_out}")


class ReasonNeeded(InvalidInput):
    code = "reason-needed"
    message = N_("Say why, in a sentence.")


class NothingToDecide(Conflict):
    code = "nothing-to-decide"
    message = N_("Nobody proposed to retire this service, or it was decided already.")
    way_out = N_("Look at the service again.")


class AlreadyProposed(Conflict):
    code = "already-proposed"
    message = N_("It is proposed already to retire this service.")
    way_out = N_("A second person confirms it.")
