import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { SystemMessage } from '@langchain/core/messages';
import { MessagesAnnotation, StateGraph } from '@langchain/langgraph';

interface GraphConfig {
  model: BaseChatModel;
  systemPrompt: string;
}

/** The node is called by the framework; who has the graph made says what it sends. */
export function buildGraph(config: GraphConfig) {
  const { model, systemPrompt } = config;
  const callAgent = async (state: typeof MessagesAnnotation.State) => {
    const answer = await model.invoke([new SystemMessage(systemPrompt), ...state.messages]);
    return { messages: [answer] };
  };
  return new StateGraph(MessagesAnnotation).addNode('agent', callAgent).compile();
}

export const graph = buildGraph({ model: new ChatOpenAI({ model: 'gpt-5-mini' }), systemPrompt: 'You sort parcels by their size.' });

export class EmbeddingRegistry {
  private readonly kept = new Map<string, OpenAIEmbeddings>();

  get(name: string): OpenAIEmbeddings {
    const known = this.kept.get(name);
    if (known) return known;
    const made = new OpenAIEmbeddings({ model: 'text-embedding-3-small' });
    this.kept.set(name, made);
    return made;
  }
}
