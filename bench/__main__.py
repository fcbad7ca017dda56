"""``python -m bench [--only GROUP]``.

Run every group, or one. A group is a module here with ``run() -> bool``.
"""

import argparse
import importlib
import pkgutil
import sys

import bench

_PARTS = ("__main__", "report")
_OF_TWO_WORDS = ("sign-in",)


def groups() -> list[str]:
    """Modules of this package that are groups: those whose name has no underscore, and those of two words."""
    found = [one.name for one in pkgutil.iter_modules(bench.__path__) if one.name not in _PARTS]
    return sorted([*(name for name in found if "_" not in name), *_OF_TWO_WORDS])


def main() -> int:
    """Run the groups asked for; 1 when a figure falls short of its goal."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--only", choices=groups(), help="one group")
    only = parser.parse_args().only
    names = [only] if only else groups()
    reached = [importlib.import_module(f"bench.{name.replace('-', '_')}").run() for name in names]
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
