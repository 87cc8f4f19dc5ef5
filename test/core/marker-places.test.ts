import assert from 'node:assert/strict';
import { mayMarkConversations } from '../../src/core/linker/marker-places.ts';

const START = [
  'system = [{"type": "text", "text": RULES, "cache_control": {"type": "ephemeral"}}]',
  'create(model=m, system=[{"type": "text", "text": rules, "cache_control": mark}], messages=messages)',
  'tools[-1]["cache_control"] = {"type": "ephemeral"}',
  'const tools = defs.map((d) => ({ ...d, cache_control: { type: "ephemeral" } }));',
  "messages: [{ role: 'system', content: [{ type: 'text', text, cache_control: mark }] }, ...history]",
  "messages: [{ role: 'system', content, providerOptions: { anthropic: { cacheControl: { type: 'ephemeral' } } } }, ...rest]",
  'function systemBlocks(text: string) {\n  return [{ type: "text", text, cache_control: { type: "ephemeral" } }];\n}',
  'def system_blocks(text):\n    return [{"type": "text", "text": text, "cache_control": MARK}]',
  '// the last message gets a cache_control marker\nconst x = 1;',
  'interface Block {\n  cache_control?: { type: string };\n}',
  'new SystemMessage({ content: [{ type: "text", text, cache_control: { type: "ephemeral" } }] })',
  'system=[{"text": rules}, {"cachePoint": {"type": "default"}}]',
];

const ANYWHERE = [
  'messages[-1]["content"][-1]["cache_control"] = {"type": "ephemeral"}',
  'lastMessage.cache_control = mark;',
  'block["cache_control"] = {"type": "ephemeral"}',
  "messages: [{ role: 'user', content: [{ type: 'text', text, cache_control: mark }] }]",
  'def add_markers(blocks):\n    return [{**b, "cache_control": MARK} for b in blocks]',
  'tool_results.append({"type": "tool_result", "content": text, "cache_control": MARK})',
  'settings = AnthropicModelSettings(anthropic_cache_messages=True)',
  'new ChatBedrockConverse({ model, cachePrompt: true })',
  'createAgent({ model, middleware: [anthropicPromptCachingMiddleware({ ttl: "5m" })] })',
];

describe('places of cache markers', () => {
  for (const text of START)
    it(`leaves turns unmarked: ${text.slice(0, 60)}`, () => {
      assert.equal(mayMarkConversations(text), false);
    });
  for (const text of ANYWHERE)
    it(`may mark turns: ${text.slice(0, 60)}`, () => {
      assert.equal(mayMarkConversations(text), true);
    });
});
