"""onewindow-verify: checks receipts and exported logs of a One Window, from files alone.

It shares no code with the program that writes the log, so that a mistake in one does not hide in the other.
It needs Python and the package ``cryptography``; docs/record.md says what it checks, for those who would
rather write their own.
"""
