from .... import talk
from ....talk import say


def first():
    return say("The first of all steps") + talk.say("And one more")
