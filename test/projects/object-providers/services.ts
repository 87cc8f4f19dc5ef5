import Anthropic from '@anthropic-ai/sdk';
import Groq from 'groq-sdk';

export interface Message {
  role: string;
  content: string;
}

export interface Service {
  chat(messages: Message[]): Promise<unknown>;
}

class GroqService implements Service {
  private client = new Groq();

  chat(messages: Message[]) {
    return this.client.chat.completions.create({ model: 'llama-3.3-70b-versatile', messages });
  }
}

// Its messages are made from those it is given, in a way that shows none of them.
class ClaudeService implements Service {
  private client = new Anthropic();

  chat(messages: Message[]) {
    const converted: Anthropic.MessageParam[] = [];
    let system = '';
    for (const message of messages) {
      if (message.role === 'system') system += message.content;
      else converted.push({ role: 'user', content: message.content });
    }
    return this.client.messages.create({ model: 'claude-haiku-4-5', max_tokens: 900, system, messages: converted });
  }
}

export function makeService(): Service {
  return process.env.SERVICE === 'groq' ? new GroqService() : new ClaudeService();
}
