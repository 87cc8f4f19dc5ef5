import { azure, generateText } from './lib/aiSdk';

export async function ask() {
  return generateText({ model: azure('my-deployment'), prompt: 'Hello' });
}
