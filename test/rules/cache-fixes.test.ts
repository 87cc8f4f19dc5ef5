import assert from 'node:assert/strict';
import fc from 'fast-check';
import { frontEndFor } from '../../src/core/frontends/index.ts';
import { parseAll } from '../../src/core/frontends/lezer.ts';
import { applyEdits, type Finding } from '../../src/core/index.ts';
import { cacheRules } from '../bench/cache-savings.ts';
import { testService } from '../support/service.ts';

/** Programs of the seeded run; as many as the bar for fixes asks for. */
const PROGRAMS = 5000;

interface Program {
  readonly uri: string;
  readonly text: string;
}

/** What is said about a program: findings that can be fixed, and what the model is sent, holes as their source. */
interface Read {
  readonly findings: readonly Finding[];
  readonly sent: Readonly<Record<string, string>>;
}

/** One service for all, so that texts are counted once. */
const service = testService();

function read({ uri, text }: Program): Read {
  service.open({ uri, languageId: undefined, version: 1, text });
  service.analyzeNow(uri);
  const findings = service.findings(uri).filter(({ rule, fixes }) => cacheRules.has(rule) && fixes.length > 0);
  const sent: Record<string, string> = {};
  for (const { call } of service.calls(uri)) {
    for (const { role, parts } of call.segments) {
      const own = parts.map((part) => (part.kind === 'text' ? part.text : part.kind === 'hole' ? `<${part.expression}>` : '<media>'));
      sent[role] = `${sent[role] ?? ''}\n${own.join('')}`;
    }
  }
  service.close(uri);
  return { findings, sent };
}

function parses({ uri, text }: Program): boolean {
  const parser = frontEndFor(uri, undefined)?.parser;
  return parser !== undefined && !parseAll(parser, text).tree.hasErrors();
}

const words = (texts: Readonly<Record<string, string>>): string[] =>
  Object.values(texts)
    .join(' ')
    .split(/[\s<>]+/)
    .filter((word) => word !== '')
    .sort();

const lineBreaks = fc.constantFrom('\n', '\r\n');
const stable = fc.constantFrom('HANDBOOK', '(HANDBOOK)', 'HANDBOOK + "\\n😀 Be kind."', 'f"{HANDBOOK}\\nBe {{kind}}."', 'RULES');
const changing = fc.constantFrom('datetime.now()', 'uuid.uuid4()', 'time.time()');

/** A system text in every form of putting text together; the value that changes is in front. */
const systemText = fc
  .tuple(fc.constantFrom('plain', 'template', 'lines', 'plus', 'adjacent', 'list', 'format', 'percent'), stable, changing)
  .map(([form, text, value]) => {
    switch (form) {
      case 'plain':
        return text;
      case 'template':
        return `f"Id {${value}}. {HANDBOOK}"`;
      case 'lines':
        return `f"""Now: {${value}}\nYou help – always.\n{HANDBOOK}\n"""`;
      case 'plus':
        return `"Now: " + str(${value}) + "\\n" + HANDBOOK + "\\nBe brief."`;
      case 'adjacent':
        return `(f"Now {${value}}.\\n" f"{HANDBOOK}\\n" "Be brief.\\n")`;
      case 'list':
        return `"\\n".join([f"Trace {${value}}", "You help.", HANDBOOK])`;
      case 'format':
        return `"Now {now}.\\nYou help.\\n{book}\\n".format(now=${value}, book=HANDBOOK)`;
      default:
        return `"Now %(now)s.\\nYou help.\\n%(book)s\\n" % {"now": ${value}, "book": HANDBOOK}`;
    }
  });

const requests: readonly ((system: string, comma: string) => string)[] = [
  (system, comma) => `client.messages.create(model="claude-opus-5", max_tokens=9, system=${system}, messages=[USER]${comma})`,
  (system, comma) =>
    `client.messages.create(model="claude-opus-5", max_tokens=9, system=[{"type": "text", "text": ${system}${comma}}], messages=[USER])`,
  (system, comma) =>
    `client.messages.create(model="claude-opus-5", max_tokens=9, messages=[USER], system=[{'type': 'text', 'text': ${system}, 'cache_control': {'type': 'ephemeral'}${comma}}])`,
  (system, comma) =>
    `oai.chat.completions.create(model="gpt-6.1-terra", max_completion_tokens=9, messages=[{"role": "system", "content": ${system}}, USER${comma}])`,
  (system, comma) =>
    `oai.chat.completions.create(model="gpt-5.1", max_completion_tokens=9, messages=[{"role": "system", "content": ${system}${comma}}, USER])`,
  (system) => `oai.responses.create(model="gpt-6.1-terra", max_output_tokens=9, instructions=${system}, input=question)`,
  (system, comma) =>
    `litellm.completion(model="anthropic/claude-opus-5", max_tokens=9, messages=[{"role": "system", "content": ${system}}, USER]${comma})`,
  (system) => `llm.invoke([SystemMessage(content=${system}), HumanMessage(question)])`,
  (system, comma) =>
    `bedrock.converse(modelId="us.anthropic.claude-opus-5", system=[{"text": ${system}}${comma}], messages=[{"role": "user", "content": [{"text": question}]}])`,
  (system, comma) =>
    `client.messages.create(model="claude-opus-5", max_tokens=9, system=[{"type": "text", "text": f"At {time.time()}"}, {"type": "text", "text": ${system}}${comma}], messages=[USER])`,
  (system, comma) =>
    `client.messages.create(model="claude-opus-5", max_tokens=9, system=${system}, messages=[{"role": "user", "content": [{"type": "text", "text": question, "cache_control": {"type": "ephemeral"}${comma}}]}])`,
  (_system, comma) =>
    `client.messages.create(model="claude-opus-5", max_tokens=9, system=[{"type": "text", "text": "Short.", "cache_control": {"type": "ephemeral"}${comma}}], messages=[USER])`,
];

const python = fc
  .record({
    system: systemText,
    request: fc.constantFrom(...requests),
    comma: fc.constantFrom('', ',', ' ,', ',  # last\n        '),
    repeat: fc.constantFrom('def ask(question):\n    return', 'def ask(questions):\n    for question in questions:\n        '),
    lineBreak: lineBreaks,
    length: fc.integer({ min: 146, max: 150 }),
  })
  .map(({ system, request, comma, repeat, lineBreak, length }): Program => {
    const text = `import time, uuid, boto3, litellm
from datetime import datetime
from anthropic import Anthropic
from openai import OpenAI
from langchain_anthropic import ChatAnthropic
from langchain_core.messages import HumanMessage, SystemMessage
HANDBOOK = "Keep to the subject and name your sources. " * ${length}
RULES = HANDBOOK + "Be polite."
client = Anthropic()
oai = OpenAI()
bedrock = boto3.client("bedrock-runtime")
llm = ChatAnthropic(model="claude-opus-5", max_tokens=9)
${repeat} ${request(system, comma).replaceAll('USER', '{"role": "user", "content": question}')}
`;
    return { uri: 'file:///app/main.py', text: text.replaceAll('\n', lineBreak) };
  });

const script = fc
  .record({
    system: fc.constantFrom(
      'HANDBOOK',
      '`${HANDBOOK}\\nBe kind. 😀`',
      '`Id ${randomUUID()}. ${HANDBOOK}`',
      '`Now: ${new Date()}\nYou help.\n${HANDBOOK}\n`',
      '"Now: " + Date.now() + "\\n" + HANDBOOK',
      "['Trace ' + Date.now(), HANDBOOK].join('\\n')",
    ),
    request: fc.constantFrom(
      (system: string, comma: string) =>
        `client.messages.create({ model: 'claude-opus-5', max_tokens: 9, system: ${system}, messages: [USER]${comma} })`,
      (system: string, comma: string) =>
        `client.messages.create({ model: 'claude-opus-5', max_tokens: 9, system: [{ type: 'text', text: ${system}${comma} }], messages: [USER] })`,
      (system: string, comma: string) =>
        `generateText({ model: anthropic('claude-opus-5'), maxOutputTokens: 9, system: ${system}, prompt: question${comma} })`,
      (system: string, comma: string) =>
        `generateText({ model: anthropic('claude-opus-5'), maxOutputTokens: 9, messages: [{ role: 'system', content: ${system}${comma} }, USER] })`,
      (system: string, comma: string) =>
        `oai.chat.completions.create({ model: 'gpt-6.1-terra', max_completion_tokens: 9, messages: [{ "role": "system", "content": ${system} }, USER]${comma} })`,
      (system: string, comma: string) =>
        `oai.responses.create({ model: 'gpt-6.1-terra', max_output_tokens: 9, instructions: ${system}, input: question${comma} })`,
    ),
    comma: fc.constantFrom('', ',', ', // last\n  '),
    lineBreak: lineBreaks,
  })
  .map(({ system, request, comma, lineBreak }): Program => {
    const text = `import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { randomUUID } from 'node:crypto';
import { anthropic } from '@ai-sdk/anthropic';
import { generateText } from 'ai';
const HANDBOOK = 'Keep to the subject and name your sources. '.repeat(150);
const client = new Anthropic();
const oai = new OpenAI();
export function ask(question: string) {
  return ${request(system, comma).replaceAll('USER', "{ role: 'user', content: question }")};
}
`;
    return { uri: 'file:///app/main.ts', text: text.replaceAll('\n', lineBreak) };
  });

describe('fixes of the cache rules', () => {
  it(`leave ${PROGRAMS} programs valid, come to an end, and send the model the same`, function () {
    this.timeout(600_000);
    const applied = new Map<string, number>();
    const seen = new Map<string, boolean>();
    const check = (program: Program): void => {
      assert.ok(parses(program), `the generator makes valid programs:\n${program.text}`);
      let now = program;
      let known = read(now);
      for (let pass = 0; ; pass++) {
        assert.ok(pass < 10, `the fixes do not come to an end:\n${now.text}`);
        const [finding] = known.findings;
        const [fix] = finding?.fixes ?? [];
        if (finding === undefined || fix === undefined) return;
        const next = { ...now, text: applyEdits(now.text, fix.edits) };
        applied.set(finding.rule, (applied.get(finding.rule) ?? 0) + 1);
        assert.ok(parses(next), `${fix.title}\n${now.text}\n${next.text}`);
        const after = read(next);
        const left = (all: readonly Finding[]): number => all.filter(({ rule }) => rule === finding.rule).length;
        assert.ok(left(after.findings) < left(known.findings), `${finding.rule} is still there:\n${next.text}`);
        if (fix.safety === 'safe') assert.deepEqual(after.sent, known.sent, next.text);
        else assert.deepEqual(words(after.sent), words(known.sent), `${now.text}\n${next.text}`);
        now = next;
        known = after;
      }
    };
    fc.assert(
      fc.property(fc.oneof({ arbitrary: python, weight: 3 }, { arbitrary: script, weight: 1 }), (program) => {
        // Equal programs have equal fixes.
        if (seen.has(program.text)) return;
        seen.set(program.text, true);
        check(program);
      }),
      { numRuns: PROGRAMS, seed: 20261122 },
    );
    for (const [rule, count] of Object.entries({
      'volatile-prefix': 500,
      'uncached-prefix': 200,
      'write-only-cache': 200,
      'inert-breakpoint': 20,
    }))
      assert.ok((applied.get(rule) ?? 0) >= count, `only ${applied.get(rule) ?? 0} fixes of ${rule} in ${seen.size} programs`);
  });
});
