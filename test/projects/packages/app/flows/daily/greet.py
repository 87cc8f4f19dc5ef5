from ...talk import say


def greet():
    return say("Good morning, everybody")
