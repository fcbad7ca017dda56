"""Where the packages of this repository are."""

from pathlib import Path

SERVICES = Path(__file__).parents[5] / "services"
FOLDERS = sorted(found.parent for found in SERVICES.glob("*/*/service.yaml"))
