"""What can go wrong with many entries at once."""

from onewindow.kernel.errors import N_, Conflict, InvalidInput, NotAllowed, NotFound


class FileNotReadable(InvalidInput):
    code = "file-not-readable"
    message = N_("{name}, line {line}: {rule}.")
    way_out = N_("Save the table again as CSV in UTF-8, XLSX, Parquet or JSON lines, and try once more.")


class MappingNotValid(InvalidInput):
    code = "mapping-not-valid"
    message = N_("The mapping is wrong at “{where}”: {rule}.")
    way_out = N_("Correct the mapping; the guide to bulk imports says what it may hold.")


class ColumnMissing(InvalidInput):
    code = "column-missing"
    message = N_("The file has no column “{column}”.")
    way_out = N_("Name the column as it is in the file, or change the mapping.")


class KeyMissing(InvalidInput):
    code = "key-missing"
    message = N_("The row has no number.")
    way_out = N_("Fill the column that holds the number of the entry.")


class CellNotValid(InvalidInput):
    code = "cell-not-valid"
    message = N_("“{value}” cannot be read: {rule}.")
    way_out = N_("Correct the cell, then import the file again.")


class TwiceInTheFile(InvalidInput):
    code = "twice-in-the-file"
    message = N_("The number {key} came already, in line {line}.")
    way_out = N_("Keep one of the two rows.")


class RowOfAnotherPart(NotAllowed):
    code = "row-of-another-part"
    message = N_("This row belongs to the part of the register that {agency} keeps.")
    way_out = N_("Leave it out; an officer of that agency imports it.")


class NoEventChangesIt(NotAllowed):
    code = "no-event-changes-it"
    message = N_("No event that you may record changes “{attribute}”.")
    way_out = N_("Leave the column out, or ask an officer who may record such an event.")


class NoEventMakesIt(NotAllowed):
    code = "no-event-makes-it"
    message = N_("No event that you may record makes a new entry of this register.")
    way_out = N_("Leave the row out, or ask an officer who may record such an event.")


class LineNotReadable(InvalidInput):
    code = "line-not-readable"
    message = N_("The line cannot be read: {rule}.")
    way_out = N_("Correct the line, then import the file again.")


class RunMovedOn(Conflict):
    code = "run-moved-on"
    message = N_("This import does not wait for a second officer.")
    way_out = N_("Open it again and see where it stands.")


class RunUnknown(NotFound):
    code = "run-unknown"
    message = N_("There is no import with the number {number}.")


class RunBusy(Conflict):
    code = "run-busy"
    message = N_("This import is being done already.")
    way_out = N_("Wait until it is through.")


class GrownOtherwise(Conflict):
    code = "grown-otherwise"
    message = N_("This country has grown with other names already: {names}.")
    way_out = N_("Grow on with the same names, or begin with an empty database.")
