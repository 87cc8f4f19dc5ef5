import { VertexAI } from '@google-cloud/vertexai';
const v = new VertexAI({ project: 'p', location: 'l' });
const m = v.preview.getGenerativeModel({ model: 'gemini-1.5-pro', systemInstruction: 'You are kind', generationConfig: { maxOutputTokens: 100 } });
export async function go() { return m.generateContent({ contents: [{ role: 'user', parts: [{ text: 'hi' }] }] }); }

import { getAI, getGenerativeModel } from 'firebase/ai';
const flash = getGenerativeModel(getAI(), { model: 'gemini-2.5-flash', systemInstruction: 'You are short' });
export async function inApp(q: string) {
  return flash.generateContent(q);
}
