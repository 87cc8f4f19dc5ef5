from dependency_injector.wiring import Provide, inject

from containers import Container, find, find_or_none, get_writer
from services import Other, Writer


def by_type():
    find(Writer).write("By the class that is asked for.")
    find_or_none(Writer).write("By the class that is asked for, or nothing.")
    get_writer().write("By the declared result of a function that sees nothing itself.")
    find(Other).write("Of another class.")


@inject
def wired(writer: Writer = Provide[Container.writer]):
    writer.write("By a provider that is wired in.")


def made():
    Container().writer().write("By a provider that is called.")
    Container.writer().write("By a provider of the class.")
    Container.other().write("Of another class.")
