"""The record: a tamper-evident log of everything that happened."""
