# traffic: conversations=10 turns=6 gap=10 pause=120 user=200
from pydantic_ai import Agent

HANDBOOK = "Answer politely, name your sources and keep to the subject. " * 250


def search(query: str) -> str:
    """Searches the catalogue."""
    return find(query)


agent = Agent("anthropic:claude-sonnet-5", instructions=HANDBOOK, tools=[search])
