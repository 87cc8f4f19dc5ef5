import openai
from langchain_core.prompts import ChatPromptTemplate
from langchain_openai import ChatOpenAI


class Helper:
    def __init__(self, config: dict):
        self.client = openai.AsyncOpenAI(api_key=config["api_key"])
        self.config = config
        self.conversations: dict[int, list] = {}

    async def get_response(self, chat_id: int, query: str):
        response = await self.__common(chat_id, query)
        return response

    async def get_stream(self, chat_id: int, query: str):
        response = await self.__common(chat_id, query, stream=True)
        async for chunk in response:
            yield chunk

    async def __common(self, chat_id: int, query: str, stream=False):
        if chat_id not in self.conversations:
            self.reset(chat_id)
        self.__add(chat_id, role="user", content=query)
        args = {"model": self.config["model"], "messages": self.conversations[chat_id], "stream": stream}
        return await self.client.chat.completions.create(**args)

    def reset(self, chat_id, content=""):
        if content == "":
            content = self.config["assistant_prompt"]
        self.conversations[chat_id] = [{"role": "system", "content": content}]

    def __add(self, chat_id, role, content):
        self.conversations[chat_id].append({"role": role, "content": content})


class Bot:
    def __init__(self, helper: Helper):
        self.helper = helper

    async def prompt(self, update):
        text = update.message.text
        await self.helper.get_response(chat_id=1, query=text)
        async for part in self.helper.get_stream(chat_id=1, query=text):
            print(part)


def create_analyst(llm, toolkit):
    def node(state):
        prompt = ChatPromptTemplate.from_messages([("system", "You are an analyst of the market."), ("user", "{x}")])
        chain = prompt | llm.bind_tools([])
        result = chain.invoke({"x": 1})
        other = llm.invoke("a question to the handed model")
        return result, other

    return node


class Graph:
    def __init__(self, config):
        if config["provider"] == "openai":
            self.llm = ChatOpenAI(model=config["model"])
        else:
            self.llm = None

    def setup(self):
        return create_analyst(self.llm, None)


def look(messages, objective):
    messages.append({"role": "user", "content": [{"type": "text", "text": "Look at this fixed picture now"}]})
    return openai.OpenAI().chat.completions.create(model="gpt-4o", messages=messages)


def act(model, messages, objective):
    if model == "a":
        return look(messages, objective)
    return None


def loop(model):
    messages = [{"role": "system", "content": "You operate a computer for somebody."}]
    act(model, messages, "x")


class Client:
    def __init__(self, client=None):
        self.client = client or openai.OpenAI()

    def go(self):
        return self.client.chat.completions.create(model="gpt-4o", messages=[])


def default_client(client: "openai.OpenAI | None" = None):
    client = client if client is not None else openai.OpenAI()
    return client.responses.create(model="gpt-4o", input="hi")


_llm = None


def llm():
    global _llm
    if _llm is None:
        _llm = Client()
    return _llm


def ask_with_retry(prompt, tries=3):
    for attempt in range(tries):
        try:
            return openai.OpenAI().responses.create(model="gpt-4o", input=prompt)
        except Exception:
            pass


def build_and_ask(item):
    prompt = f"Explain {item}"
    return ask_with_retry(prompt)


results = [ask_with_retry(f"Explain {x}") for x in range(3)]


def in_lambda(messages):
    import asyncio

    return asyncio.get_event_loop().run_in_executor(None, lambda: openai.OpenAI().chat.completions.create(model="gpt-4o", messages=messages))


in_lambda([{"role": "user", "content": "a question inside of a lambda"}])


def nested(prompt):
    def call():
        return openai.OpenAI().responses.create(model="gpt-4o", input=prompt)

    return retry_it(call)


nested("a question inside of an inner function")
