"""Models that are given or not, and words that choose nothing."""
from typing import Optional

from openai import OpenAI
from pydantic import BaseModel

client = OpenAI()
STANDARD = "gpt-4o"
SMALL = "gpt-4o-mini"


class Request(BaseModel):
    question: str
    model: Optional[str] = None
    level: Optional[str] = "default"


def normal(name, standard):
    if name is None:
        return standard
    own = str(name).strip()
    if own == "" or own.lower() == "default":
        return standard
    return own


def ask(model, question):
    return client.chat.completions.create(model=model, messages=[{"role": "user", "content": question}])


def by_function(question, model="default"):
    return ask(normal(model, STANDARD), question)


def by_condition(question, model=None):
    return ask(model if model and model != "auto" else SMALL, question)


def by_branch(request: Request):
    chosen = STANDARD
    if request.level and request.level != "default":
        chosen = request.level
    return ask(chosen, request.question)


def by_own_name(question, model: str = "auto"):
    if not model or model == "auto":
        model = SMALL
    return ask(model, question)


def of_request(request: Request):
    return by_function(request.question, request.model)


def no_model(question, model="None"):
    return ask(model, question)


by_function("Which model is asked without one?")
by_function("And which with one?", "gpt-4.1")
by_condition("And here?")
