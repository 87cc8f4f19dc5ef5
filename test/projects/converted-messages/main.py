from functools import partial

from models import Base, Large, Message, ask, score


def reflect(model: Base, instruction):
    return model.say(messages=[Message(role="system", content=instruction), Message(role="user", content="Reflect")])


def judged(name):
    return score("A text", judge=name), score("A text", judge="gpt-3.5-turbo")


def cheap(prompt):
    return ask(prompt, model="gpt-3.5-turbo")


def dear(prompt):
    return ask(prompt)


def checked(client, prompt):
    if isinstance(client, Base):
        return client.say([Message("user", prompt)])


def named(**given):
    return given["model"].say([Message("user", "Hello")])


def start():
    return named(model=Large())
