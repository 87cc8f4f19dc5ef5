import httpx

class P:
    def __init__(self, config):
        self._base_url = (config.base_url or "https://api.anthropic.com").rstrip("/")
        self._client = httpx.AsyncClient(base_url=self._base_url, headers={"x-api-key": config.api_key, "anthropic-version": "2023-06-01"})
    async def go(self, messages):
        body = {"model": "claude-sonnet-4-5", "messages": messages, "max_tokens": 300, "stream": True}
        async with self._client.stream("POST", "/v1/messages", json=body) as response:
            return response

class Q:
    def __init__(self, config):
        self._client = httpx.AsyncClient(base_url=config.base_url or "https://api.anthropic.com")
    async def go(self, messages):
        body = {"model": "claude-sonnet-4-5", "messages": messages, "max_tokens": 300, "stream": True}
        return await self._client.post("/v1/messages", json=body)
