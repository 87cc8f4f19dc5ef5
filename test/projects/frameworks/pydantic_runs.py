"""An agent that serves several models: the run names the model."""

from pydantic_ai import Agent
from pydantic_ai.models.google import GoogleModel
class LLMClient:
    def __init__(self):
        self._agent = Agent(output_type=str)
        self._other = Agent(output_type=str, retries=2)
    def run(self, content, model_id: str, language: str):
        agent = self._agent if isinstance(content, str) else self._other
        return agent.run_sync(content, model=GoogleModel(model_id), instructions="Be kind.", model_settings={"max_tokens": 300})

client = LLMClient()
client.run(content=["Sum up", "text"], model_id="gemini-2.5-flash", language="de")
fixed = Agent("openai:gpt-5-mini", instructions="Short.")
fixed.run_sync("hello")
fixed.run_sync("hello", model="openai:gpt-5")
