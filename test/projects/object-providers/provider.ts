import Anthropic from '@anthropic-ai/sdk';

export interface Provider {
  available(): boolean;
  complete(system: string, text: string, limit?: number, model?: string): Promise<string>;
}

// A provider is an object that a function makes; its methods are known wherever the object is.
function createClaude(): Provider {
  return {
    available() {
      return Boolean(process.env.ANTHROPIC_API_KEY);
    },
    async complete(system, text, limit = 1500, model = 'claude-haiku-4-5') {
      const response = await new Anthropic().messages.create({
        model,
        max_tokens: limit,
        system,
        messages: [{ role: 'user', content: text }],
      });
      return JSON.stringify(response.content);
    },
  };
}

// The one that stands in where none is set up asks no model: it says nothing of which model is asked.
export function getProvider(): Provider {
  const claude = createClaude();
  if (claude.available()) return claude;
  return {
    available() {
      return true;
    },
    async complete() {
      console.warn('no key');
      return '';
    },
  };
}
