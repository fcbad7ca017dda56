"""Calls that this program never makes, outside the one place that each has (DESIGN §5)."""

import ast

from tests.architecture.source import Source, dotted, sources

_ANYWHERE = {
    "eval": "no code from strangers runs",
    "exec": "no code from strangers runs",
    "compile": "no code from strangers runs",
    "pickle.loads": "a pickle runs code",
    "pickle.load": "a pickle runs code",
    "marshal.loads": "it crashes on bad input",
    "yaml.load": "it builds objects: yaml.safe_load",
    "yaml.unsafe_load": "it builds objects: yaml.safe_load",
    "os.system": "it starts a shell",
    "os.popen": "it starts a shell",
    "mark_safe": "use templates, which escape",
    "format_html_join": "use templates, which escape",
    "random.random": "use secrets",
    "random.choice": "use secrets",
    "random.randint": "use secrets",
    "datetime.now": "use kernel.clock",
    "datetime.utcnow": "use kernel.clock",
    "datetime.today": "use kernel.clock",
    "date.today": "use kernel.clock",
    "timezone.now": "use kernel.clock",
    "ssl._create_unverified_context": "certificates are verified",
}
_MODULES = {
    "pickle": (),
    "marshal": (),
    "shelve": (),
    "xml": (),
    "telnetlib": (),
    "requests": (),
    "httpx": (),
    "aiohttp": (),
    "urllib3": (),
    "urllib.request": (),
    "http.client": ("onewindow.foundation.egress.fetching", "onewindow.commands.run"),
    "socket": (
        "onewindow.foundation.egress.",
        "onewindow.commands.run",
        # Speaks its protocol over a socket that egress gave it.
        "onewindow.blocks.notifications.adapters.smtp",
        # Breaks the connections to a server that no longer answers; it opens none.
        "onewindow.foundation.database.engine.watching",
    ),
    "smtplib": ("onewindow.blocks.notifications.adapters.smtp",),
    # An invented country follows from its seed; nothing in it is a secret.
    "random": ("onewindow.commands.growing.",),
}
_ITS_OWN_PLACE = {
    "datetime.now": ("onewindow.kernel.clock",),
    "etree.XMLParser": ("onewindow.standards.safexml.",),
    "etree.parse": ("onewindow.standards.safexml.",),
    "etree.fromstring": ("onewindow.standards.safexml.",),
    "etree.XML": ("onewindow.standards.safexml.",),
    "etree.iterparse": ("onewindow.standards.safexml.",),
    "etree.XSLT": (),
}
_NOWHERE = ("(nowhere)",)
_BANNED = {**dict.fromkeys(_ITS_OWN_PLACE, "it has a place of its own"), **_ANYWHERE}


def _calls(source: Source) -> list[tuple[str, ast.Call]]:
    return [(dotted(node.func), node) for node in ast.walk(source.tree) if isinstance(node, ast.Call)]


def test_banned_calls() -> None:
    found = [
        f"{source.path}:{node.lineno} {name}: {why}"
        for source in sources()
        for name, node in _calls(source)
        for banned, why in _BANNED.items()
        if _is(name, banned) and not _is_safe(node) and not source.name.startswith(_places(banned))
    ]
    assert not found


def test_banned_modules() -> None:
    found = [
        f"{source.path}:{node.lineno} imports {name}"
        for source in sources()
        for node in ast.walk(source.tree)
        for name in _imported(node)
        for banned, places in _MODULES.items()
        if (name == banned or name.startswith(f"{banned}."))
        and not source.name.startswith(places or _NOWHERE)
    ]
    assert not found


def test_sql_is_never_put_together_from_values() -> None:
    found = [
        f"{source.path}:{node.lineno} {name}"
        for source in sources()
        for name, node in _calls(source)
        if _assembles_sql(name, node) or name.endswith(".objects.extra")
    ]
    assert not found


def _is(name: str, banned: str) -> bool:
    return name == banned or ("." in banned and name.endswith(f".{banned}"))


def _is_safe(node: ast.Call) -> bool:
    """``yaml.load`` with a safe loader, the fast one in C, is safe."""
    return any(word.arg == "Loader" and dotted(word.value).endswith("SafeLoader") for word in node.keywords)


def _places(banned: str) -> tuple[str, ...]:
    return _ITS_OWN_PLACE.get(banned, ()) or _NOWHERE


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []


def _assembles_sql(name: str, node: ast.Call) -> bool:
    if name.rpartition(".")[2] not in ("execute", "executemany", "raw") or not node.args:
        return False
    text = node.args[0]
    if isinstance(text, ast.Call) and isinstance(text.func, ast.Attribute):
        return text.func.attr == "format" and isinstance(text.func.value, ast.Constant)
    return isinstance(text, ast.JoinedStr)
