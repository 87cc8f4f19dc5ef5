import openai, boto3
def load(endpoint):
    global client2
    if endpoint:
        client2 = openai.OpenAI()
def load3(endpoint):
    global client3
    match endpoint:
        case "a":
            client3 = openai.OpenAI()
def q2(p):
    return client2.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": p}])
def q3(p):
    return client3.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": p}])
class Bc:
    def __init__(self):
        self.client = boto3.client("bedrock-runtime")
        self.chat = Ch(self.client)
class Ch:
    def __init__(self, client):
        self.completions = Co(client)
class Co:
    def __init__(self, client):
        self.client = client
    def create(self, model, messages):
        return self.client.converse(modelId=model, messages=messages)
class Bd:
    def __init__(self):
        self.client = boto3.client("bedrock-runtime")
        self.chat = Cd(self.client)
class Cd:
    def __init__(self, client):
        self.client = client
    def create(self, model, messages):
        return self.client.converse(modelId=model, messages=messages)
