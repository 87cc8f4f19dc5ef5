"""Names that are imported when they are asked for."""

from importlib import import_module

_MODULES = {"Router": "routing.router", "Renamed": (".router", "Router")}


def __getattr__(name):
    if name == "Judge":
        from .judge import Judge

        return Judge
    return getattr(import_module(_MODULES[name]), name)
