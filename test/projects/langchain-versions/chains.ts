import { ChatOpenAI } from 'langchain/chat_models/openai';
import { OpenAI } from 'langchain/llms/openai';
import { LLMChain, RetrievalQAChain, loadQAStuffChain } from 'langchain/chains';
import { HumanChatMessage, SystemChatMessage } from 'langchain/schema';
import { PromptTemplate } from 'langchain/prompts';
import { createToolCallingAgent, initializeAgentExecutorWithOptions } from 'langchain/agents';
import { ChatPromptTemplate } from '@langchain/core/prompts';

const chat = new ChatOpenAI({ modelName: 'gpt-3.5-turbo', maxTokens: 300 });
await chat.call([new SystemChatMessage('Answer in French.'), new HumanChatMessage('Hello')]);
const chain = new LLMChain({ llm: chat, prompt: PromptTemplate.fromTemplate('Describe {thing} in a sentence.') });
await chain.call({ thing: 'rain' });
await RetrievalQAChain.fromLLM(new OpenAI({ modelName: 'gpt-4' }), retriever).call({ query: 'who?' });
await loadQAStuffChain(chat).call({ input_documents: documents, question: 'why?' });
const executor = await initializeAgentExecutorWithOptions(tools, chat, { agentType: 'zero-shot-react-description' });
await executor.call({ input: 'not a site of its own' });
createToolCallingAgent({ llm: chat, tools, prompt: ChatPromptTemplate.fromMessages([['system', 'Use the tools.'], ['human', '{input}']]) });
