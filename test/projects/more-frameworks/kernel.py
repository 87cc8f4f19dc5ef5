import asyncio
from semantic_kernel import Kernel
from semantic_kernel.agents import ChatCompletionAgent
from semantic_kernel.connectors.ai.open_ai import AzureChatCompletion, OpenAIChatCompletion, OpenAIChatPromptExecutionSettings
from semantic_kernel.contents import ChatHistory
kernel = Kernel()
kernel.add_service(OpenAIChatCompletion(service_id="chat", ai_model_id="gpt-4o"))
agent = ChatCompletionAgent(kernel=kernel, name="Host", instructions="You are a host. Answer in one line.")
agent2 = ChatCompletionAgent(service=AzureChatCompletion(deployment_name="gpt-4o-dep"), name="B", instructions="You are B.")
chat = OpenAIChatCompletion(ai_model_id="gpt-4.1-mini")
async def main():
    history = ChatHistory()
    history.add_system_message("You are a librarian.")
    history.add_user_message("hi")
    settings = OpenAIChatPromptExecutionSettings(max_tokens=200)
    r = await chat.get_chat_message_content(chat_history=history, settings=settings)
    r2 = await kernel.invoke_prompt("Tell me a joke about {{$topic}}", topic="x")
    svc = kernel.get_service("chat")
    r3 = await svc.get_chat_message_contents(chat_history=history, settings=settings)
