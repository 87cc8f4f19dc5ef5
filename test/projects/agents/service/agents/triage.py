from agents import Agent

triage = Agent(name="Triage", instructions="Send the customer to the right desk.", model="gpt-4.1-mini")
