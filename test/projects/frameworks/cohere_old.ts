import cohere from 'cohere-ai';

export async function friendly(message: string) {
  cohere.init(process.env.COHERE_API_KEY);
  const output = await cohere.generate({ model: 'command-light', prompt: `Answer kindly: ${message}`, max_tokens: 50 });
  return output.body.generations[0].text;
}
