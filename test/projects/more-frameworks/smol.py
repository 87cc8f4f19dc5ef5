from smolagents import CodeAgent, OpenAIServerModel, LiteLLMModel, ToolCallingAgent
model = OpenAIServerModel(model_id="gpt-4o", max_completion_tokens=900)
agent = CodeAgent(tools=[], model=model, system_prompt="You are a careful coder.", max_steps=5)
m2 = LiteLLMModel(model_id="anthropic/claude-3-5-sonnet-latest", max_tokens=700)
a2 = ToolCallingAgent(tools=[], model=m2, instructions="Be brief and careful.")
