import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
const client = new BedrockRuntimeClient({});
export async function a(prompt: string) {
  return client.send(new InvokeModelCommand({ modelId: 'anthropic.claude-3-haiku-20240307-v1:0', body: new TextEncoder().encode(JSON.stringify({ max_tokens: 1000, messages: [{ role: 'user', content: prompt }] })) }));
}
export async function b(prompt: string) {
  return client.send(new InvokeModelCommand({ modelId: 'anthropic.claude-3-haiku-20240307-v1:0', body: Buffer.from(JSON.stringify({ max_tokens: 1000, messages: [{ role: 'user', content: prompt }] }), 'utf-8') }));
}
