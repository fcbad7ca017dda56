"""Benchmarks, each beside the peer it is held against.

``make bench`` runs them, ``make bench ONLY=engine`` one.
"""
