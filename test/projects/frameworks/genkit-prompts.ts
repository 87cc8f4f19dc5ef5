import { googleAI } from '@genkit-ai/googleai';
import { genkit, z } from 'genkit';

const ai = genkit({ plugins: [googleAI()], model: 'googleai/gemini-2.5-flash' });

const review = ai.definePrompt({
  name: 'review',
  input: { schema: z.object({ url: z.string() }) },
  output: { schema: z.object({ text: z.string() }) },
  config: { maxOutputTokens: 900 },
  prompt: 'You review code. Answer in plain text. The repository: {{url}}',
});

export const flow = ai.defineFlow({ name: 'flow' }, async (input: { url: string }) => (await review(input)).output);
