from strands import Agent
from strands.models import BedrockModel

plain = Agent(system_prompt="Answer in one sentence.")
chosen = Agent(
    model=BedrockModel(model_id="us.anthropic.claude-sonnet-4-5-20250929-v1:0", max_tokens=300),
    system_prompt="Answer in one sentence.",
)
