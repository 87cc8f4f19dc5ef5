from agents import Agent, OpenAIChatCompletionsModel
from openai import AsyncOpenAI

deepseek = AsyncOpenAI(base_url="https://api.deepseek.com", api_key="key")
local = AsyncOpenAI(base_url="http://localhost:8080/v1", api_key="none")

planner = Agent(
    name="Planner", instructions="Plan the work.", model=OpenAIChatCompletionsModel(model="deepseek-chat", openai_client=deepseek)
)
writer = Agent(name="Writer", instructions="Write the page.", model=OpenAIChatCompletionsModel("gpt-4o", local))
checker = Agent(name="Checker", instructions="Check the page.", model=OpenAIChatCompletionsModel("gpt-4o", AsyncOpenAI()))
