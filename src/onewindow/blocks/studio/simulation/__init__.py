"""Simulating a service: thousands of cases through the real engine, in simulated time.

``simulate(package, assumptions)`` runs them; ``compare`` runs them again under a change, with the same random
numbers. Nothing here reads a clock or a database.
"""
