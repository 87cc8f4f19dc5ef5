from anthropic import Anthropic
from mcp import types

client = Anthropic()
SHARED = "Id of the ticket: take it from list_tickets."

TOOLS = [
    {
        "name": "list_tickets",
        "description": "List open tickets. 😀",
        "input_schema": {"type": "object", "properties": {"team": {"type": "string"}}},
    },
    {
        "name": "close_ticket",
        "description": f"Close a ticket of {load_team()}.",
        "input_schema": {"type": "object", "properties": {"id": {"type": "string", "description": SHARED}}, "required": ["id"]},
    },
]


def answer(question):
    return client.messages.create(
        model="claude-opus-5", max_tokens=300, tools=TOOLS, messages=[{"role": "user", "content": question}]
    )


async def list_tools():
    return [
        types.Tool(
            name="search",
            description="Search the tickets.",
            inputSchema={"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]},
        ),
        types.Tool(name="reindex", description="Build the index again.", inputSchema={"type": "object", "properties": {}}),
    ]


def helper(name, schema):
    return [{"name": name, "input_schema": schema}]


SETTINGS = {"name": "desk", "parameters": ["a", "b"], "type": "object"}
