"""On what basis somebody acts for another, in words."""

from django.utils.translation import gettext as _

from onewindow.kernel.errors import N_

_ROLES = {
    "manager": N_("manager"),
    "director": N_("director"),
    "president": N_("president"),
}


def role_name(role: str) -> str:
    """How a company's officer is called; the register's own word where we know no other."""
    return _(_ROLES[role]) if role in _ROLES else role or _("officer of the company")


def in_words(basis: str, role: str) -> str:
    """See ``mandates.api.basis_in_words``."""
    kind, _sep, key = basis.partition("/")
    if kind == "mandate":
        return _("by mandate %(code)s") % {"code": key}
    if kind == "employee":
        return _("as an employee, %(code)s") % {"code": key}
    if kind == "counter":
        return _("at the counter, for the applicant")
    register = key.partition("/")[0] if kind == "register" else ""
    if register == "companies":
        return _as_officer(role)
    said = {"people": _("as a parent"), "guardianships": _("as a guardian")}
    return said.get(register, "")


def _as_officer(role: str) -> str:
    if not role:
        return _("as a representative of the company")
    return _("as %(role)s of the company") % {"role": role_name(role)}
