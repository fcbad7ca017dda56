"""What happens in the ten-step case, for both engines."""

from pathlib import Path

MODELS = Path(__file__).parent / "models"
PROCESS, CALLED = "certificate", "pay-a-fee"
REQUEST = {"chapter": "28", "amount": 250000, "currency": "EUR", "country": "DE", "supplier": "Chemie AG"}
MESSAGE = "invoice"
HAPPENINGS: tuple[str | None, ...] = (
    "complete-request",
    None,  # the message comes
    "technical-opinion",
    "domiciliation",
    "pay",
    "inspect",
    "inspect",
    "inspect",
    "sign",
)
"""After the start: the task that is done, or None for the message."""
