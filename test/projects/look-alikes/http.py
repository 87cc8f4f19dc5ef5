import requests
from langchain.agents import AgentExecutor
from langchain.tools import Tool


def search(session, text):
    requests.post("https://example.com/search", json={"query": text, "messages": []})
    requests.get("https://api.openai.com/v1/models")
    session.post("https://api.openai.com/v1/files", json={"purpose": "batch"})
    tool = Tool(name="search", func=search, description="")
    tool.run(text)
    tool(text)
    AgentExecutor(agent=text, tools=[tool]).run(text)
