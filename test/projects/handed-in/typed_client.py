from anthropic import AnthropicBedrock
def send(client: AnthropicBedrock, model_id: str, messages, max_tokens: int) -> str:
    response = client.messages.create(model=model_id, max_tokens=max_tokens, messages=messages)
    return response.content
def generate(client, argument, model_id: str):
    messages = [{"role": "user", "content": f"Sum up {argument['abstract']}"}]
    return send(client, model_id, messages, 100)
def main(title, cfg):
    client = AnthropicBedrock(aws_region="us-east-1")
    return generate(client, {"abstract": title}, model_id=cfg["id"])
