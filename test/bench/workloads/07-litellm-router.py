# traffic: conversations=60 pause=25
import litellm

HANDBOOK = "Answer politely, name your sources and keep to the subject. " * 250


def route(request):
    return litellm.completion(
        model="anthropic/claude-sonnet-5",
        max_tokens=300,
        messages=[{"role": "system", "content": HANDBOOK}, {"role": "user", "content": request}],
    )
