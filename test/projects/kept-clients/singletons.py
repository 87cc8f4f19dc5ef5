import threading, openai, boto3, functools
class A:
    def client(self):
        tl = threading.local()
        try:
            return tl.client
        except AttributeError:
            tl.client = openai.OpenAI()
            return tl.client
    def go(self, q):
        c = self.client()
        return c.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": q}])

class BedrockClient:
    def __init__(self):
        try:
            self.client = boto3.client("bedrock-runtime")
            self.chat = Chat(self.client)
        except Exception:
            pass
class Chat:
    def __init__(self, client):
        self.completions = Completions(client)
class Completions:
    def __init__(self, client):
        self.client = client
    def create(self, model, messages):
        return self.client.converse(modelId=model, messages=messages)

def get_client():
    global _client
    if _client is None:
        _client = openai.OpenAI()
    return _client
_client = None
get_client().chat.completions.create(model="gpt-4o-mini", messages=[])

def load(endpoint):
    global client2
    match endpoint:
        case "a":
            client2 = openai.OpenAI()
        case _:
            client2 = openai.OpenAI(base_url="x")

def rate_limit(f):
    def decorator(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            return func(*args, **kwargs)
        return wrapper
    return decorator

@rate_limit(lambda: 3)
def get_completion(prompt, system="You are."):
    return client2.chat.completions.create(model="gpt-4o", messages=[{"role": "system", "content": system}, {"role": "user", "content": prompt}])

get_completion("hi there")

class S:
    _instance = None
    def __new__(cls):
        if cls._instance is None:
            cls._instance = super().__new__(cls)
            cls._instance.client = openai.OpenAI()
        return cls._instance
    def ask(self, q):
        return self.client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": q}])
S().ask("hello")
class T:
    _client = None
    @classmethod
    def get(cls):
        if cls._client is None:
            cls._client = openai.OpenAI()
        return cls._client
T.get().responses.create(model="gpt-5", input="hi")

class U:
    _instance = None
    @classmethod
    def instance(cls):
        if cls._instance is None:
            cls._instance = cls()
        return cls._instance
    def __init__(self):
        self.c = openai.OpenAI()
    def ask(self, q):
        return self.c.responses.create(model="gpt-5", input=q)
U.instance().ask("hi")
