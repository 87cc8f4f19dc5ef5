import json, requests, httpx, aiohttp, urllib.request
URL = "https://api.openai.com/v1/chat/completions"
def ask(q):
    payload = {"model": "gpt-4o", "messages": [{"role": "system", "content": "Be terse."}, {"role": "user", "content": q}], "max_tokens": 20}
    r = requests.post(URL, headers={}, json=payload)
    r = requests.post(URL, headers={}, data=json.dumps(payload))
    r = requests.request("POST", "https://api.anthropic.com/v1/messages", data=json.dumps({"model": "claude-3", "max_tokens": 5, "messages": []}))
    requests.get(URL)
    requests.post("https://example.com/x", json=payload)
    requests.post("http://localhost:11434/api/generate", json={"model": "llama3", "prompt": q})
async def two(base, model):
    async with httpx.AsyncClient() as client:
        await client.post(f"{base}/v1/chat/completions", json={"model": model, "messages": []})
    async with aiohttp.ClientSession() as session:
        async with session.post("https://api.groq.com/openai/v1/chat/completions", json={"model": model, "messages": []}) as resp:
            pass
req = urllib.request.Request(URL, data=json.dumps({"model": "gpt-4", "messages": []}).encode("utf-8"))
