"""Our table of algorithms (``policy``), as the library that walks certificates asks for it."""

from datetime import datetime
from typing import Any

from pyhanko_certvalidator.policy_decl import AlgorithmUsageConstraint, AlgorithmUsagePolicy

from onewindow.standards.signing.algorithms import use_of
from onewindow.standards.signing.policy import AlgorithmUse, Policy


class Algorithms(AlgorithmUsagePolicy):
    """A policy at a moment.

    :param moment: when the library does not name one.
    """

    def __init__(self, policy: Policy, moment: datetime) -> None:
        self._policy, self._moment = policy, moment

    def digest_algorithm_allowed(self, algo: Any, moment: datetime | None) -> AlgorithmUsageConstraint:
        """Whether a hash is trusted."""
        use = AlgorithmUse(str(algo["algorithm"].native))
        return AlgorithmUsageConstraint(self._policy.trusts(use, at=moment or self._moment))

    def signature_algorithm_allowed(
        self, algo: Any, moment: datetime | None, public_key: Any
    ) -> AlgorithmUsageConstraint:
        """Whether a way to sign is trusted, with a key of that size."""
        use = use_of(algo, public_key)
        return AlgorithmUsageConstraint(self._policy.trusts(use, at=moment or self._moment))
