import json

import boto3
import instructor
import litellm
from agents import Agent, ModelSettings
from agno.agent import Agent as AgnoAgent
from agno.models.anthropic import Claude
from google import genai
from google.genai import types
from langchain.agents import create_agent
from langchain_openai import ChatOpenAI
from litellm import acompletion as ask
from openai import OpenAI
from pydantic_ai import Agent as PydanticAgent

triage = Agent(name="triage", instructions="Send the customer to the right desk.")
billing = Agent(name="billing", instructions="Answer questions about bills.", model="gpt-4.1", model_settings=ModelSettings(max_tokens=400))
writer = AgnoAgent(model=Claude(id="claude-sonnet-4-5", max_tokens=900), description="A writer.", instructions=["Write.", "Be brief."])
typed = PydanticAgent("anthropic:claude-opus-5", instructions="Answer in JSON.", output_type=dict)
llm = ChatOpenAI(model="gpt-4o-mini", max_tokens=200)
graph = create_agent(llm, tools=[], system_prompt="You plan trips.")


async def others(question):
    await ask("anthropic/claude-haiku-4-5", messages=[{"role": "user", "content": question}])
    litellm.completion(model="gpt-4o", messages=[{"role": "user", "content": question}], max_tokens=5)
    client = genai.Client()
    client.models.generate_content(
        model="gemini-2.5-flash",
        contents=question,
        config=types.GenerateContentConfig(system_instruction="Be kind.", max_output_tokens=64),
    )
    runtime = boto3.client("bedrock-runtime", region_name="eu-west-1")
    runtime.converse(modelId="anthropic.claude-opus-4-8", system=[{"text": "Be exact."}], messages=[{"role": "user", "content": [{"text": question}]}], inferenceConfig={"maxTokens": 99})
    runtime.invoke_model(modelId="anthropic.claude-opus-4-8", body=json.dumps({"max_tokens": 7, "system": "S", "messages": [{"role": "user", "content": question}]}))
    instructor.from_openai(OpenAI()).chat.completions.create(model="gpt-4o", response_model=dict, messages=[{"role": "user", "content": "x"}])
