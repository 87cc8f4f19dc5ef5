import assert from 'node:assert/strict';
import { frontEndFor } from '../../src/core/index.ts';
import { MAX_WHOLE_TEXT } from '../../src/core/frontends/whole-text.ts';
import { assertSpent, threadTime } from '../support/effort.ts';

/** Most that one slice of reading may take, in units of effort: 50 to 75 ms. What it takes in milliseconds is the bench's to tell. */
const MAX_SLICE = 2.5;

/** The longest slice of one reading, and what it found. Time of this thread alone: other work on the machine is no fault of the reader. */
function slices(path: string, text: string): { readonly worst: number; readonly problems: readonly string[]; readonly found: number } {
  const uri = `file:///app/${path}`;
  const frontEnd = frontEndFor(uri, undefined);
  assert.ok(frontEnd !== undefined, path);
  let worst = 0;
  const timed = <T>(work: () => T): T => {
    const before = threadTime();
    const result = work();
    worst = Math.max(worst, threadTime() - before);
    return result;
  };
  timed(() => frontEnd.mayConcern?.(text, uri));
  const pending = timed(() => frontEnd.parser.start(text, undefined, []));
  let result = timed(() => pending.step());
  while (result === undefined) result = timed(() => pending.step());
  const { tree } = result;
  const facts = timed(() => frontEnd.facts(uri, tree));
  return { worst, problems: facts.problems.map(({ message }) => message), found: facts.prompts.length + facts.requests.length };
}

/** The same, with no slice beyond so many units of effort. `what` names the text where there is one. */
function inSlices(most: number, what: string, path: string, text: string): ReturnType<typeof slices> {
  let read: ReturnType<typeof slices> | undefined;
  assertSpent(most, what, () => {
    read = slices(path, text);
    return read.worst;
  });
  assert.ok(read !== undefined);
  return read;
}

const sentence = 'Always answer in the language of the customer, and say “please” 😀 {{name}}.\n';
const prose = (length: number): string => sentence.repeat(Math.ceil(length / sentence.length)).slice(0, length);
const body = (content: unknown): string => JSON.stringify({ model: 'gpt-4o', max_tokens: 5, messages: [{ role: 'user', content }] });
const many = (length: number, one: string): string => one.repeat(Math.ceil(length / one.length));

/** Each format with a text of about so many units, as people (and programs) write it. */
const written: readonly (readonly [name: string, path: string, make: (length: number) => string])[] = [
  ['request', 'a.json', (n) => body(prose(n * 0.9))],
  ['request with many values', 'a.json', (n) => body(Array.from({ length: n / 30 }, () => ({ type: 'text', text: 'abc' })))],
  [
    'tools',
    'a.json',
    (n) =>
      `[${many(n, '{"name": "a", "description": "b c", "inputSchema": {"type": "object", "properties": {"a": {"type": "string"}}}},').slice(0, -1)}]`,
  ],
  ['batch', 'a.jsonl', (n) => many(n, `{"custom_id": "1", "url": "/v1/chat/completions", "body": ${body(prose(500))}}\n`)],
  ['HTTP', 'a.http', (n) => many(n, `POST https://api.openai.com/v1/chat/completions\n\n${body(prose(500))}\n\n###\n`)],
  ['curl', 'a.sh', (n) => many(n, `curl https://api.openai.com/v1/chat/completions -d '${body(prose(500))}'\n`)],
  [
    'YAML, one text',
    'a.yaml',
    (n) => `model: gpt-4o\nmessages:\n  - role: user\n    content: |\n${prose(n / 2).replace(/^/gm, '      ')}\n`,
  ],
  [
    'YAML, many values',
    'promptfooconfig.yaml',
    (n) => `prompts: [a]\nproviders: [openai:gpt-4o]\ntests:\n${many(n, '  - vars: {a: b}\n    assert:\n      - type: equals\n')}`,
  ],
  ['LiteLLM', 'litellm.yaml', (n) => `model_list:\n${many(n, '  - model_name: a\n    litellm_params: {model: openai/gpt-4o}\n')}`],
  ['instructions', 'CLAUDE.md', (n) => prose(n)],
  ['skill', '.claude/skills/a/SKILL.md', (n) => `---\nname: a\ndescription: b\n---\n${prose(n)}`],
  ['Jinja', 'prompts/a.j2', (n) => many(n, '{% if a %}b {{ c }}{% endif %}\n')],
  ['Handlebars', 'prompts/a.hbs', (n) => many(n, '{{#if a}}b {{c}}{{/if}}\n')],
  ['Markdown', 'prompts/a.md', (n) => many(n, '# a\n```\n{b}\n```\ntext {{c}}\n')],
  ['Prompty', 'a.prompty', (n) => `---\nmodel: gpt-4o\n---\n${many(n, 'user:\nHello {{a}}\n')}`],
  ['Dotprompt', 'a.prompt', (n) => `---\nmodel: googleai/gemini-2.5-flash\n---\n${many(n, '{{role "user"}}Hello {{a}}\n')}`],
  ['BAML', 'a.baml', (n) => many(n, 'function F(a: string) -> string { client "openai/gpt-4o" prompt #"b {{ a }}"# }\n')],
  ['BAML clients', 'a.baml', (n) => many(n, 'client<llm> A { provider openai options { model "gpt-4o" } }\n')],
  ['POML', 'a.poml', (n) => `<poml>${many(n, '<p>a {{b}} <item if="c">d</item></p>\n')}</poml>`],
];

/** What somebody may hand in who means no good. */
const hostile = [
  '{',
  '[',
  '{"a":',
  '- ',
  '&a *a ',
  '<',
  '<a ',
  '</a>',
  '<!--',
  '{{',
  '{% if a %}',
  'function f(',
  'client<llm> a {',
  '"',
  "'",
  '#"',
  '\\',
  '\t',
  ' ',
  '\r',
  '---\n',
  '\u0000',
  '\uFFFD',
  '\uD83D',
  '`',
  '@a ',
];

describe('readers of text', () => {
  for (const [name, path, make] of written) {
    it(`read ${name} in slices, or say what they do not read`, () => {
      for (const length of [100_000, 310_000, 990_000, 4_000_000]) {
        const { problems, found } = inSlices(MAX_SLICE, `${length} units`, path, make(length));
        assert.ok(found > 0 || problems.length === 1 || name === 'BAML clients', `${length} units: ${found} found, ${problems.join('; ')}`);
        assert.ok(problems.length <= 1, problems.join('; '));
      }
    });
  }

  it('take no longer for what is written to harm', () => {
    const paths = [...new Set(written.map(([, path]) => path))];
    const leads = new Map([
      ['a.json', '{"model": "x", "messages": ['],
      ['a.yaml', 'model: x\nmessages:\n  - '],
      ['promptfooconfig.yaml', 'prompts: '],
      ['litellm.yaml', 'model_list: '],
      ['a.jsonl', '{"custom_id": "1", "body": {"model": "x", "messages": ['],
      ['a.http', 'POST https://api.openai.com/v1/chat/completions\n\n{"model": '],
      ['a.sh', "curl https://api.openai.com/v1/chat/completions -d '"],
      ['a.prompty', '---\n'],
      ['a.prompt', '---\n'],
      ['a.poml', '<poml>'],
      ['a.baml', 'function f('],
    ]);
    for (const path of paths) {
      for (const unit of hostile) {
        const text = (leads.get(path) ?? '') + many(MAX_WHOLE_TEXT * 0.2, unit);
        const { problems } = inSlices(2 * MAX_SLICE, `${path} of ${JSON.stringify(unit)}`, path, text);
        assert.ok(problems.length <= 1, `${path} of ${JSON.stringify(unit)}: ${problems.join('; ')}`);
      }
    }
  });
});
