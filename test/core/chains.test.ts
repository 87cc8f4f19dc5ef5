import assert from 'node:assert/strict';
import { analysed } from '../support/service.ts';

const tools = (text: string, uri?: string): string[] => {
  const at = uri ?? 'file:///app/main.py';
  return analysed(text, at)
    .calls(at)
    .filter(({ call }) => call.kind === 'direct')
    .map(({ call }) => `${call.tools.state} ${call.tools.tools.length}`);
};

describe('tools that do not stand in the call', () => {
  it('are bound to the model before', () => {
    const before = 'from langchain_openai import ChatOpenAI\nmodel = ChatOpenAI(model="gpt-4o")\n';
    assert.deepEqual(tools(`${before}model.invoke("Hello")\n`), ['absent 0']);
    assert.deepEqual(tools(`${before}model.bind_tools(find_tools()).invoke("Hello")\n`), ['runtime 0']);
    assert.deepEqual(tools(`${before}model.bind_tools([{"name": "find"}]).invoke("Hello")\n`), ['present 1']);
  });

  it('come with a spread on a condition, or not at all', () => {
    const uri = 'file:///app/main.ts';
    const call = (spread: string): string =>
      `import OpenAI from 'openai';\nexport const ask = (t, x) => new OpenAI().chat.completions.create({ model: 'gpt-4o', messages: [], ${spread} });\n`;
    assert.deepEqual(tools(call('...(x ? { seed: 1 } : {})'), uri), ['absent 0']);
    assert.deepEqual(tools(call('...(x && { tools: t })'), uri), ['runtime 0']);
    assert.deepEqual(tools(call('...x'), uri), ['runtime 0']);
  });
});
