from agents import Agent
from agents.sandbox import SandboxAgent

planner = Agent(name="Planner", model="gpt-5-mini", instructions="Plan the searches that answer the question.")
coder = SandboxAgent(name="Coder", model="gpt-5", instructions="Repair what the tests complain about.")
