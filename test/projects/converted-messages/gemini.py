from google import genai
from google.genai import types


class Base:
    def __init__(self):
        self.client = genai.Client()

    # The system text is told apart, the others become objects of the SDK.
    def converted(self, messages):
        system_parts = []
        contents = []
        for message in messages:
            content = message.get("content", "")
            if message.get("role", "user") == "system":
                system_parts.append(content)
            else:
                contents.append(types.Content(role="user", parts=[types.Part.from_text(text=content)]))
        return contents, "\n\n".join(system_parts) if system_parts else None


class Planner(Base):
    async def call_model(self, messages):
        contents, system = self.converted(messages)
        config = types.GenerateContentConfig(system_instruction=system)
        return await self.client.aio.models.generate_content(model="gemini-2.5-flash", contents=contents, config=config)

    async def run(self, question):
        return await self.call_model([{"role": "system", "content": "You plan trips."}, {"role": "user", "content": question}])


def ask(params):
    client = genai.Client()
    return client.models.generate_content(model=params.get("model", "gemini-2.5-pro"), contents=params.get("contents"))


def greet():
    return ask({"model": "gemini-2.5-flash-lite", "contents": "Say hello."})
