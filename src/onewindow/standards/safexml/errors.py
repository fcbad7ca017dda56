"""Why an XML document was refused, and on which line."""

from onewindow.kernel.errors import N_, InvalidInput


class XmlRefused(InvalidInput):
    """The base of all refusals. ``values["line"]`` is the line where it was seen; 0 where none is known."""

    code = "xml-refused"
    message = N_("This XML file cannot be read.")

    @property
    def line(self) -> int:
        """The line, counted from 1; 0 where the file as a whole is at fault."""
        line = self.values.get("line", 0)
        return line if isinstance(line, int) else 0


class NotXml(XmlRefused):
    code = "not-xml"
    message = N_("This is not well-formed XML. Line {line}: {reason}.")
    way_out = N_("Export the file again from the program that made it, as XML.")


class DoctypeRefused(XmlRefused):
    code = "xml-doctype"
    message = N_(
        "Line {line} has a DOCTYPE. We do not accept these files, because a DOCTYPE can hide content."
    )
    way_out = N_("Remove the <!DOCTYPE …> part and send the file again.")


class WrongEncoding(XmlRefused):
    code = "xml-encoding"
    message = N_("The text of this file is not in UTF-8 or UTF-16 ({found}).")
    way_out = N_("Save the file as UTF-8 and send it again.")


class TooLarge(XmlRefused):
    code = "xml-too-large"
    message = N_("This file is too large: {what} of {found}, and at most {limit} can be read (line {line}).")
    way_out = N_("Send a smaller file, or split it.")


class TooDeep(XmlRefused):
    code = "xml-too-deep"
    message = N_("Line {line}: elements are more than {limit} levels inside each other.")
    way_out = N_("Send a file with fewer levels.")


class TooMany(XmlRefused):
    code = "xml-too-many"
    message = N_("Line {line}: there are more than {limit} {what}.")
    way_out = N_("Send a smaller file, or split it.")
