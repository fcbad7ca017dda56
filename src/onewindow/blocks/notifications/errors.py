"""Errors of notifications."""

from onewindow.kernel.errors import N_, Conflict, InvalidInput, NotFound


class NothingToSay(InvalidInput):
    code = "nothing-to-say"
    message = N_("A letter needs texts or a template.")
    way_out = N_("Give a subject and a body in at least one language, or the name of a template.")


class NoSuchTemplate(InvalidInput):
    code = "no-such-letter-template"
    message = N_("There is no letter template “{template}”.")
    way_out = N_("The template room.name is the file room/letters/name.txt in the templates of that room.")


class KeyReused(Conflict):
    code = "letter-key-reused"
    message = N_("The key “{key}” already stands for another letter.")
    way_out = N_("Use a new key for a new letter.")


class NoSuchLetter(NotFound):
    code = "no-such-letter"
    message = N_("We have no letter {letter} for you.")
    way_out = N_("Open it from your list of letters.")
