from anthropic import AnthropicAWS, AnthropicBedrockMantle, AnthropicFoundry, AnthropicGoogleCloud

for make in [AnthropicAWS, AnthropicBedrockMantle, AnthropicFoundry, AnthropicGoogleCloud]:
    print(make)

AnthropicAWS().messages.create(model="claude-sonnet-4-6", max_tokens=100, messages=[{"role": "user", "content": "hi"}])
AnthropicFoundry(resource="team").messages.create(model="claude-sonnet-4-6", max_tokens=200, messages=[{"role": "user", "content": "hi"}])
AnthropicBedrockMantle().messages.create(model="anthropic.claude-sonnet-4-6", max_tokens=300, messages=[{"role": "user", "content": "hi"}])
AnthropicGoogleCloud().messages.create(model="claude-sonnet-4-6", max_tokens=400, messages=[{"role": "user", "content": "hi"}])
