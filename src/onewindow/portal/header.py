"""What the header offers, in order. An entry shows where a room answers and the actor's rule allows."""

from onewindow.foundation.web.api import Entry
from onewindow.kernel.errors import N_

ENTRIES = (
    Entry(label=N_("Services"), path="/search/", order=10),
    Entry(label=N_("My cases"), path="/cases/", rule="signed-in", order=20),
    Entry(label=N_("My documents"), path="/documents/", rule="signed-in", order=30),
    Entry(label=N_("My letters"), path="/letters/", rule="signed-in", order=40),
    Entry(label=N_("Desk"), path="/desk/", rule="officer", order=50),
    Entry(label=N_("Agency"), path="/agency/", rule="officer", order=60),
    Entry(label=N_("Registers"), path="/registers/", rule="officer", order=62),
    Entry(label=N_("Studio"), path="/studio/", rule="studio", order=65),
    Entry(label=N_("Verify a document"), path="/verify/", order=70),
)
