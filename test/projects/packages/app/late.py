"""A library that is loaded when it is first used."""
import importlib


class Late:
    _module = None

    def __getattr__(self, name):
        if name == "_module":
            return super()
        self._load()
        return getattr(self._module, name)

    def _load(self):
        if self._module is None:
            self._module = importlib.import_module("litellm")


litellm = Late()
