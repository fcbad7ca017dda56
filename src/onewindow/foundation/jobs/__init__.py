"""Work that calls the outside or takes long, and the loops of the worker.

Timers and events are not jobs: their rooms drain their own tables (see ``api.drain``).
"""
