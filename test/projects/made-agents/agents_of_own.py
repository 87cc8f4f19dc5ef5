"""Agents of classes of the project's own: what the SDK's constructor gets is told where it is called, and for who makes such an agent."""
from agents import Agent
from google.adk.agents import LlmAgent
from langchain_openai import ChatOpenAI


class Greeter(LlmAgent):
    def __init__(self):
        super().__init__(name="greeter", model="gemini-2.5-flash", instruction="Greet the customer by name.")


class Handed(LlmAgent):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)


class Plain(LlmAgent):
    """Made like its base."""


class Named(Agent):
    def __init__(self, name, rules):
        Agent.__init__(self, name=name, model="gpt-5", instructions=f"You are careful.\n{rules}")


class Chat(ChatOpenAI):
    """A model object is no agent."""


class Holder:
    RULES: str

    def __init__(self, model="gpt-5-mini", rules=None):
        self.agent = Agent(name="held", model=model, instructions=rules or self.RULES)


class Critic(Holder):
    RULES = "You find fault with every sentence of the draft."


class Editor(Critic):
    def __init__(self):
        super().__init__(model="gpt-5", rules="You mend what the critic found, and nothing else.")


class Silent(Holder):
    def __init__(self):
        self.agent = None


Greeter()
Handed(name="b", model="gemini-2.5-pro", instruction="You look things up.")
Plain(name="c", model="gemini-2.5-flash", instruction="You sort mail.")
Named("d", "Answer with one word.")
Critic()
Editor()
Silent()
Chat(model="gpt-5").invoke("Say hello.")
