"""``python -m bench [--only GROUP]``.

Run every group, or one. A group is a module here with ``run() -> bool``.
"""

import argparse
import importlib
import pkgutil
import sys

import bench

_PARTS = ("__main__", "report")


def groups() -> list[str]:
    """Modules of this package that are groups: those whose name has no underscore."""
    return sorted(
        one.name
        for one in pkgutil.iter_modules(bench.__path__)
        if one.name not in _PARTS and "_" not in one.name
    )


def main() -> int:
    """Run the groups asked for; 1 when a figure falls short of its goal."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--only", choices=groups(), help="one group")
    only = parser.parse_args().only
    reached = [importlib.import_module(f"bench.{name}").run() for name in ([only] if only else groups())]
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
