export * from 'ai';
export * from '@ai-sdk/azure';
export * from '@ai-sdk/openai';
export { OpenAI as Client } from 'openai';
