from enum import Enum
from typing import Annotated, Literal, Optional

from agents import Agent, function_tool, RunContextWrapper
from google import genai
from google.genai import types
from langchain_core.tools import tool, StructuredTool
from langchain_openai import ChatOpenAI
from openai import OpenAI, pydantic_function_tool
from pydantic import BaseModel, Field
from pydantic_ai import Agent as PydanticAgent, RunContext


class Unit(str, Enum):
    C = "celsius"
    F = "fahrenheit"


class Weather(BaseModel):
    """Looks up the weather."""

    city: str = Field(description="The city")
    unit: Unit = Unit.C
    days: Optional[int] = None
    tags: list[str] = Field(default_factory=list, description="Labels")


def get_time(zone: str, style: Literal["short", "long"] = "short") -> str:
    """Tells the time.

    Args:
        zone: IANA name of the zone
    """
    return zone


@function_tool(name_override="search_docs")
async def search(ctx: RunContextWrapper, query: Annotated[str, "What to look for"], limit: int = 5) -> str:
    """Searches the documentation."""
    return query


@tool
def add(a: int, b: int) -> int:
    """Adds two numbers."""
    return a + b


client = OpenAI()
TOOLS = [pydantic_function_tool(Weather), {"type": "function", "function": {"name": "stop", "parameters": {"type": "object", "properties": {}}}}]
client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": "hi"}], tools=TOOLS)

agent = Agent(name="a", instructions="Help.", model="gpt-4o", tools=[search, get_time])

typed = PydanticAgent("openai:gpt-4o", instructions="Help.", tools=[get_time])


@typed.tool
def lookup(ctx: RunContext[None], key: str) -> str:
    """Looks a key up."""
    return key


@typed.tool_plain
def untyped(key):
    return key


llm = ChatOpenAI(model="gpt-4o").bind_tools([add, Weather, StructuredTool.from_function(func=get_time, name="clock")])
llm.invoke("hi")

google = genai.Client()
google.models.generate_content(
    model="gemini-2.5-flash",
    contents="hi",
    config=types.GenerateContentConfig(
        tools=[types.Tool(function_declarations=[types.FunctionDeclaration(name="f", description="d", parameters={"type": "OBJECT"})]), get_time]
    ),
)


def with_unknown(extra):
    client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": "hi"}], tools=[*TOOLS, extra])
