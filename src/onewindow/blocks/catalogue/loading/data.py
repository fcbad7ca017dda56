"""YAML of a package that the catalogue itself does not look into, such as simulation.yaml."""

from onewindow.blocks.catalogue.loading.faults import Faults
from onewindow.blocks.catalogue.loading.section import plain
from onewindow.blocks.catalogue.loading.yaml_marks import read_yaml


def read_data(*, file: str, content: bytes) -> object:
    """The file as plain values. Raises PackageNotValid with all faults that were found."""
    faults = Faults()
    marked = read_yaml(file=file, content=content, faults=faults)
    faults.stop_if_any()
    return plain(marked)
