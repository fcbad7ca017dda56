"""Put this checkout and its commands into the virtual environment that runs this; nothing is built."""

import site
import stat
import sys
from pathlib import Path

SOURCES = Path(__file__).resolve().parent.parent / "src"
COMMANDS = {"onewindow": "onewindow.cli", "onewindow-verify": "onewindow_verify.__main__"}


def main() -> None:
    Path(site.getsitepackages()[0], "onewindow.pth").write_text(f"{SOURCES}\n", encoding="utf-8")
    for name, module in COMMANDS.items():
        command = Path(sys.executable).parent / name
        command.write_text(
            f"#!{sys.executable}\nimport sys\nfrom {module} import main\nsys.exit(main())\n", encoding="utf-8"
        )
        command.chmod(command.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)


if __name__ == "__main__":
    main()
