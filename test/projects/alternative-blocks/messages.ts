import { anthropic } from '@ai-sdk/anthropic';
import { generateText } from 'ai';

const RULES = 'Answer politely and name your sources.';

export function seen(question: string, picture?: Uint8Array) {
  const content = picture
    ? [
        { type: 'text' as const, text: RULES },
        { type: 'image' as const, image: picture },
        { type: 'text' as const, text: question },
      ]
    : [
        { type: 'text' as const, text: RULES },
        { type: 'text' as const, text: question },
      ];
  return generateText({ model: anthropic('claude-opus-5'), maxOutputTokens: 90, messages: [{ role: 'user', content }] });
}
