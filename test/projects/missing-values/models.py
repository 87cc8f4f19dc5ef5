"""Values that stand in for others where those are missing are defaults, however it is written."""
import os

from pydantic_ai import Agent

USUAL = "openai:gpt-5"


def usual_model(provider: str = "openai") -> str:
    variable = f"MODEL_{provider.upper()}"
    if provider == "openai":
        return os.getenv(variable, USUAL)
    elif provider == "anthropic":
        return os.getenv(variable, "anthropic:claude-sonnet-4-5")
    raise ValueError(provider)


class Support:
    def __init__(self, model: str = None):
        if model is None:
            model = usual_model("openai")
        self.agent = Agent(model, system_prompt="Be kind.")


def by_none(model=None):
    if model is None:
        model = "openai:gpt-5-mini"
    return Agent(model, system_prompt="Be kind.")


def by_not(model=None):
    if not model:
        model = os.getenv("MODEL", USUAL)
    return Agent(model, system_prompt="Be kind.")


def by_or(model=None):
    return Agent(model or USUAL, system_prompt="Be kind.")


def by_condition(model=None):
    chosen = model if model is not None else USUAL
    return Agent(chosen, system_prompt="Be kind.")


def by_else(model=None):
    if model:
        chosen = model
    else:
        chosen = USUAL
    return Agent(chosen, system_prompt="Be kind.")


def in_turn(model=None):
    if model is None:
        model = os.getenv("MODEL")
    if model is None:
        model = USUAL
    return Agent(model, system_prompt="Be kind.")


def of_something_else(model, fast):
    if fast is None:
        model = USUAL
    return Agent(model, system_prompt="Be kind.")
