import requests, os, httpx
def ask(prompt, model="gpt-4o"):
    r = requests.post("https://api.openai.com/v1/chat/completions", headers={}, json={"model": model, "messages": [{"role": "user", "content": prompt}]})
    return r.json()
def main():
    print(ask("What is the capital of France?"))
    ask("x", model="gpt-4o-mini")
class C:
    def __init__(self): self.model = "claude-sonnet-4-5"
    async def send(self, system, messages):
        payload = {"model": self.model, "system": system, "max_tokens": 100, "messages": messages}
        async with httpx.AsyncClient() as client:
            return await client.post("https://api.anthropic.com/v1/messages", json=payload)
async def go(m):
    return await C().send("You are a helpful clerk.", m)
