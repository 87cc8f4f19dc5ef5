import autogen
from autogen import AssistantAgent, UserProxyAgent, GroupChat, GroupChatManager
llm_config = {"config_list": [{"model": "gpt-4", "api_key": "x"}], "temperature": 0}
a = AssistantAgent("coder", llm_config=llm_config, system_message="You write code.")
u = UserProxyAgent("user", llm_config=llm_config, human_input_mode="NEVER")
u2 = UserProxyAgent("user2", code_execution_config=False)
g = GroupChat(agents=[a, u], messages=[], max_round=12)
m = GroupChatManager(groupchat=g, llm_config=llm_config)
cl = autogen.config_list_from_json("OAI_CONFIG_LIST", filter_dict={"model": ["gpt-4-turbo"]})
from autogen_agentchat.agents import AssistantAgent as AA
from autogen_ext.models.openai import OpenAIChatCompletionClient
mc = OpenAIChatCompletionClient(model="gpt-4o")
x = AA("x", model_client=mc, system_message="sys")
team = SelectorGroupChat([x], model_client=mc, max_turns=5)
