"""Playing a package in memory: the real engine, the real forms and rules, no database and no clock.

``play(package, scenario)`` runs a scenario to its end. ``Player`` is the case underneath, for whoever
wants to say what people do line by line.
"""

from onewindow.blocks.studio.playing.people import do, pass_time
from onewindow.blocks.studio.playing.player import Player
from onewindow.blocks.studio.playing.registers import ScenarioRegisters
from onewindow.blocks.studio.playing.scenario import given_of, play, prepared
from onewindow.blocks.studio.playing.stuck import Stuck

__all__ = ["Player", "ScenarioRegisters", "Stuck", "do", "given_of", "pass_time", "play", "prepared"]
