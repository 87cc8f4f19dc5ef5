import { ChatGoogleGenerativeAI } from '@langchain/google-genai';
import { StateGraph } from '@langchain/langgraph';

export function createGraph(llm: ChatGoogleGenerativeAI) {
  const graph = new StateGraph({});
  graph.addNode('answer', async (state: { question: string }) => {
    const answer = await llm.invoke([['system', 'Answer politely.'], ['human', state.question]]);
    return { answer: answer.content };
  });
  return graph.compile();
}

export function createDefaultGraph(config?: { model?: string }) {
  return createGraph(new ChatGoogleGenerativeAI({ model: config?.model ?? 'gemini-2.5-flash', maxOutputTokens: 512 }));
}
