from typing import Any, Optional, Type, TypeVar

from dependency_injector import containers, providers

from services import Other, Writer

T = TypeVar("T")


class Registry:
    def __init__(self):
        self.kept: dict[type, Any] = {}

    def find(self, kind: Type[T]) -> T:
        if kind in self.kept:
            return self.kept[kind]
        raise KeyError(kind)


registry = Registry()


def find(kind: Type[T]) -> T:
    return registry.find(kind)


def find_or_none(kind: type[T]) -> Optional[T]:
    return registry.kept.get(kind)


def get_writer() -> Writer:
    return registry.find(Writer)


class Container(containers.DeclarativeContainer):
    writer = providers.Singleton(Writer, model="gpt-5.1")
    other = providers.Factory(Other)
