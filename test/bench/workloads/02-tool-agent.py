# traffic: conversations=8 turns=12 gap=8 pause=200 user=400 answer=120 tools=2500
from anthropic import Anthropic

HANDBOOK = "Answer politely, name your sources and keep to the subject. " * 250
client = Anthropic()
TOOLS = load_tools()


def run(task):
    messages = [{"role": "user", "content": task}]
    while True:
        answer = client.messages.create(model="claude-opus-5", max_tokens=900, system=HANDBOOK, tools=TOOLS, messages=messages)
        messages.append({"role": "assistant", "content": answer.content})
        if answer.stop_reason != "tool_use":
            return answer
        messages.append({"role": "user", "content": results(answer)})
