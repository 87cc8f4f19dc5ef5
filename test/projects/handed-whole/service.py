from typing import Optional
from pydantic_ai import Agent


class Service:
    def make(self, output, system, retries):
        return Agent("openai:gpt-5.1", output_type=output, instructions=system, retries=retries)

    def waiting(self, output, system, retries):
        return self.make(output, system, retries)

    async def run_structured(self, prompt: str, system_prompt: str, output_type=str, retries=2):
        agent = self.waiting(output_type, system_prompt, retries)
        return await agent.run(prompt)

    async def generate_json(self, prompt: str, system_prompt: Optional[str] = None, pydantic_model=None):
        sys_prompt = system_prompt or ""
        if pydantic_model:
            return await self.run_structured(prompt=prompt, system_prompt=sys_prompt, output_type=pydantic_model)
        agent = self.waiting(str, sys_prompt + "\nYou must respond with JSON.", 2)
        return await agent.run(prompt)
