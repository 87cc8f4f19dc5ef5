import assert from 'node:assert/strict';
import { analysed } from '../support/service.ts';

/** The system text of the one call of a program: text as it stands, values in angle brackets. */
function systemOf(language: 'py' | 'ts', fill: string): string {
  const [head, tail] = PROGRAMS[language];
  const uri = `file:///app/main.${language}`;
  const [found] = analysed(`${head}${fill}${tail}`, uri).calls(uri);
  const parts = found?.call.segments.find(({ role }) => role === 'system')?.parts ?? [];
  return parts.map((part) => (part.kind === 'text' ? part.text : part.kind === 'hole' ? `<${part.expression}>` : '')).join('');
}

const PROGRAMS = {
  py: [
    'import re\nfrom openai import OpenAI\nclient = OpenAI()\nTEMPLATE = "Hi {{ name }}, {{topic}} of {shop} [[x]] ${y}."\ndef ask(name, variables):\n    values = {"name": name, "topic": "bikes"}\n    system = ',
    '\n    client.chat.completions.create(model="gpt-5.1", messages=[{"role": "system", "content": system}])\n',
  ],
  ts: [
    'import OpenAI from "openai";\nconst client = new OpenAI();\nconst TEMPLATE = "Hi {{ name }}, {{topic}} of {shop} [[x]] ${y}.";\nexport async function ask(name: string) {\n  const values: Record<string, string> = { name, topic: "bikes" };\n  const system = ',
    ';\n  await client.chat.completions.create({ model: "gpt-5.1", messages: [{ role: "system", content: system }] });\n}\n',
  ],
} as const;

describe('templates that a program fills by a pattern of its own', () => {
  for (const [language, fill, expected] of [
    ['py', String.raw`re.sub(r"\{\{\s*(\w+)\s*\}\}", lambda m: values[m.group(1)], TEMPLATE)`, 'Hi <name>, bikes of {shop} [[x]] ${y}.'],
    [
      'py',
      String.raw`re.sub(r"{{(.*?)}}", lambda m: values.get(m.group(1).strip(), ""), TEMPLATE)`,
      'Hi <name>, bikes of {shop} [[x]] ${y}.',
    ],
    [
      'py',
      String.raw`re.sub(r"\[\[(?P<key>[^\]]+)\]\]", lambda m: variables[m["key"]], TEMPLATE)`,
      'Hi {{ name }}, {{topic}} of {shop} <x> ${y}.',
    ],
    [
      'ts',
      String.raw`TEMPLATE.replace(/\{\{\s*([^}]+)\s*\}\}/g, (all, key) => values[key.trim()] ?? all)`,
      'Hi <name>, bikes of {shop} [[x]] ${y}.',
    ],
    [
      'ts',
      String.raw`TEMPLATE.replace(/\$\{(\w+)\}/g, function (all, key) { return lookUp(key); })`,
      'Hi {{ name }}, {{topic}} of {shop} [[x]] <y>.',
    ],
  ] as const) {
    it(fill, () => {
      assert.equal(systemOf(language, fill), expected);
    });
  }

  for (const [name, language, fill] of [
    ['a pattern that is no placeholder', 'py', String.raw`re.sub(r"\s+", lambda m: " ", TEMPLATE)`],
    ['one text for all places', 'py', String.raw`re.sub(r"\{\{(\w+)\}\}", "?", TEMPLATE)`],
    ['a pattern with other words in it', 'ts', String.raw`TEMPLATE.replace(/\{\{user (\w+)\}\}/g, (all, key) => values[key])`],
    ['a pattern that would take for ever', 'ts', String.raw`TEMPLATE.replace(/\{\{${'( )'.repeat(30)}!\}\}/g, (all, key) => values[key])`],
  ] as const) {
    it(`leaves ${name} unknown`, () => {
      assert.match(systemOf(language, fill), /^<[^>]*/);
    });
  }
});
