from azure.ai.inference import ChatCompletionsClient
from azure.ai.inference.models import SystemMessage, UserMessage
from azure.core.credentials import AzureKeyCredential
from mistralai import Mistral
ENDPOINT, KEY = "https://models.example", "-"
client = ChatCompletionsClient(endpoint=ENDPOINT, credential=AzureKeyCredential(KEY))
mistral = Mistral(api_key=KEY)
def f(q):
    r = client.complete(messages=[SystemMessage(content="You are a helper."), UserMessage(content=q)], max_tokens=90, model="Phi-4")
    return r
async def g(q):
    return await mistral.beta.conversations.append_async(conversation_id="c", inputs=q)
