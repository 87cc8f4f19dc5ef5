import { ChatOpenAI } from '@langchain/openai';
import { Command, StateGraph } from '@langchain/langgraph';
const model = new ChatOpenAI({ model: 'gpt-5-mini' });
function makeAgent(params: { name: string; tools: any[]; systemPrompt: string }) {
  return async (state: any) => {
    const m = model.bindTools(params.tools);
    const messages = [{ role: 'system', content: params.systemPrompt }, ...state.messages];
    const ai = await m.invoke(messages, { tags: ['x'] });
    return new Command({ goto: 'x', update: { messages: [ai] } });
  };
}
const hotel = makeAgent({ name: 'hotel', tools: [], systemPrompt: 'You are the hotel expert.' });
const flight = makeAgent({ name: 'flight', tools: [], systemPrompt: ['You are', 'the flight expert.'].join('\n') });
const builder = new StateGraph({}).addNode('hotel', hotel).addNode('flight', flight);
