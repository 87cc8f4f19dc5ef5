import boto3, json
c = boto3.client("bedrock-runtime")
def a(p):
    return c.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps({"max_tokens": 500, "messages": [{"role": "user", "content": p}]}).encode("utf-8"))
def b(p):
    return c.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=bytes(json.dumps({"max_tokens": 500, "messages": [{"role": "user", "content": p}]}), "utf-8"))
