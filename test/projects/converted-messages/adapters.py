import anthropic
from google import genai
from langchain_openai import ChatOpenAI
from langchain_core.messages import SystemMessage, HumanMessage, AIMessage

class Claude:
    def __init__(self):
        self.client = anthropic.Anthropic()
    def generate(self, messages, model="claude-sonnet-4-5"):
        system = None
        if messages and messages[0]["role"] == "system":
            system = messages[0]["content"]
            messages = messages[1:]
        return self.client.messages.create(model=model, max_tokens=900, system=system, messages=messages)

class Gemini:
    def __init__(self):
        self.client = genai.Client()
    def generate(self, messages):
        contents = []
        system_instruction = None
        for msg in messages:
            role = msg.get("role")
            if role == "system":
                system_instruction = msg.get("content")
                continue
            contents.append({"role": "model" if role == "assistant" else "user", "parts": [{"text": msg.get("content", "")}]})
        return self.client.models.generate_content(model="gemini-2.5-flash", contents=contents, config={"system_instruction": system_instruction})

class Lang:
    def generate(self, messages):
        out = []
        for m in messages:
            if m["role"] == "system":
                out.append(SystemMessage(content=m["content"]))
            elif m["role"] == "user":
                out.append(HumanMessage(content=m["content"]))
            else:
                out.append(AIMessage(content=m["content"]))
        return ChatOpenAI(model="gpt-5-mini").invoke(out)

def pop(messages):
    client = anthropic.Anthropic()
    system = ""
    if messages[0]["role"] == "system":
        system = messages.pop(0)["content"]
    return client.messages.create(model="claude-sonnet-4-5", max_tokens=900, system=system, messages=messages)

def use(question, history):
    messages = [{"role": "system", "content": "You are a helper of the house, and you answer shortly."}]
    messages.extend(history)
    messages.append({"role": "user", "content": question})
    Claude().generate(messages)
    Gemini().generate(messages)
    Lang().generate(messages)
    pop(messages)
    Claude().generate([{"role": "user", "content": question}])
