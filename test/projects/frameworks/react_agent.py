from llama_index.core.agent import ReActAgent
from llama_index.llms.openai import OpenAI

agent = ReActAgent.from_tools([], llm=OpenAI(model="gpt-4o", max_tokens=200), context="Answer from the tools.", max_iterations=6)
