import assert from 'node:assert/strict';
import fc from 'fast-check';
import { frontEndFor } from '../../src/core/frontends/index.ts';
import { parseAll } from '../../src/core/frontends/lezer.ts';
import { applyEdits, type Finding } from '../../src/core/index.ts';
import { cacheRules } from '../bench/cache-savings.ts';
import { testService } from '../support/service.ts';

const PROGRAMS = 1500;
const MARKER = /cache_?control|cachePoint|prompt_cache_breakpoint|providerOptions/i;

interface Program {
  readonly uri: string;
  readonly text: string;
}

interface Read {
  readonly findings: readonly Finding[];
  /** Words that are sent, in order of the alphabet; holes as their source. */
  readonly words: readonly string[];
}

const service = testService();

function read({ uri, text }: Program): Read {
  service.open({ uri, languageId: undefined, version: 1, text });
  service.analyzeNow(uri);
  const findings = service.findings(uri).filter(({ rule, fixes }) => cacheRules.has(rule) && fixes.length > 0);
  const texts = service
    .calls(uri)
    .flatMap(({ call }) => call.segments.flatMap(({ parts }) => parts))
    .map((part) => (part.kind === 'text' ? part.text : part.kind === 'hole' ? `<${part.expression}>` : ''));
  service.close(uri);
  return {
    findings,
    words: texts
      .join(' ')
      .split(/[\s<>]+/)
      .filter((word) => word !== '')
      .sort(),
  };
}

function parses({ uri, text }: Program): boolean {
  const parser = frontEndFor(uri, undefined)?.parser;
  return parser !== undefined && !parseAll(parser, text).tree.hasErrors();
}

/** What stands between the marks that the generator sets around the messages, before they are given another form. */
function messagesIn(text: string): readonly [start: number, end: number] {
  const [start, end] = [text.indexOf('START'), text.indexOf('END')];
  assert.ok(start > 0 && end > start);
  return [start, end];
}

const lineBreak = fc.constantFrom('\n', '\r\n');

/** LangChain's own function takes blocks with markers as they are (langchain-core 1, `convert_to_messages`). */
const KEEPS_BLOCKS = 'convert_to_messages(messages)';

/** Ways in which messages get another form before they are sent: functions of frameworks, and those of a program. */
const pythonWays = [
  'llm.invoke(convert_to_messages(messages))',
  'llm.invoke([as_message(m) for m in messages])',
  'llm.invoke([SystemMessage(content=m["content"]) if m["role"] == "system" else HumanMessage(content=m["content"]) for m in messages])',
  'client.messages.create(model="claude-opus-5", max_tokens=9, system="\\n".join(m["content"] for m in messages if m["role"] == "system"), messages=[m for m in messages if m["role"] != "system"])',
  'client.messages.create(model="claude-opus-5", max_tokens=9, system=messages[0]["content"].strip(), messages=messages[1:])',
  'litellm.completion(model="anthropic/claude-opus-5", max_tokens=9, messages=[{"role": m["role"], "content": "# " + m["content"]} for m in messages])',
  'oai.chat.completions.create(model="gpt-6.1-terra", max_completion_tokens=9, messages=[numbered(i, m) for i, m in enumerate(messages)])',
  'oai.responses.create(model="gpt-6.1-terra", max_output_tokens=9, input=to_input(messages))',
];

const pythonText = fc.constantFrom(
  'HANDBOOK',
  'f"Now: {datetime.now()}.\\n{HANDBOOK}\\nBe brief – 😀."',
  '"Id: " + str(uuid.uuid4()) + "\\n" + HANDBOOK',
  'f"""You help.\nAsked: {question}\n{HANDBOOK}\nSay {{braces}}.\n"""',
  '"\\n".join([f"Trace {time.time()}", HANDBOOK, "Be brief."])',
);

const python = fc.tuple(pythonText, fc.constantFrom(...pythonWays), lineBreak, fc.boolean()).map(([system, way, breaks, loop]): Program => {
  const head = loop ? '    for question in questions:\n        ' : '    question = questions\n    ';
  const pad = loop ? '        ' : '    ';
  const text = `import time, uuid, litellm
from datetime import datetime
from anthropic import Anthropic
from openai import OpenAI
from langchain_anthropic import ChatAnthropic
from langchain_core.messages import HumanMessage, SystemMessage, convert_to_messages
HANDBOOK = "Keep to the subject and name your sources. " * 150
client, oai, llm = Anthropic(), OpenAI(), ChatAnthropic(model="claude-opus-5", max_tokens=9)
def as_message(m):
    return SystemMessage(content=m["content"]) if m["role"] == "system" else HumanMessage(content=m["content"])
def numbered(i, m):
    return {"role": m["role"], "content": f"{i}. {m['content']}"}
def to_input(messages):
    return [{"role": m["role"], "content": m["content"].strip()} for m in messages]
def ask(questions):
${head}messages = [  # START
${pad}    {"role": "system", "content": ${system}},
${pad}    {"role": "user", "content": question},
${pad}]  # END
${pad}print(${way})
`;
  return { uri: 'file:///app/main.py', text: text.replaceAll('\n', breaks) };
});

const scriptWays = [
  "generateText({ model: anthropic('claude-opus-5'), maxOutputTokens: 9, messages: convertToModelMessages(messages.map(toUi)) })",
  "streamText({ model: anthropic('claude-opus-5'), maxOutputTokens: 9, messages: messages.map((m) => ({ role: m.role, content: m.content.trim() })) })",
  "generateText({ model: anthropic('claude-opus-5'), maxOutputTokens: 9, system: messages[0].content.trim(), prompt: question })",
  "client.messages.create({ model: 'claude-opus-5', max_tokens: 9, system: messages.filter((m) => m.role === 'system').map((m) => m.content).join('\\n'), messages: messages.filter((m) => m.role !== 'system') })",
  "oai.chat.completions.create({ model: 'gpt-6.1-terra', max_completion_tokens: 9, messages: messages.map(({ role, content }) => ({ role, content: `> ${content}` })) })",
  "new ChatAnthropic({ model: 'claude-opus-5' }).invoke(messages.map((m) => (m.role === 'system' ? new SystemMessage(m.content) : new HumanMessage(m.content))))",
];

const scriptText = fc.constantFrom(
  'HANDBOOK',
  '`Id ${randomUUID()}. ${HANDBOOK}`',
  '`Now: ${new Date()}\nYou help. 😀\n${HANDBOOK}\n`',
  '"Now: " + Date.now() + "\\n" + HANDBOOK',
  "['Trace ' + Date.now(), HANDBOOK].filter(Boolean).join('\\n')",
);

const script = fc.tuple(scriptText, fc.constantFrom(...scriptWays), lineBreak).map(([system, way, breaks]): Program => {
  const text = `import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { randomUUID } from 'node:crypto';
import { anthropic } from '@ai-sdk/anthropic';
import { ChatAnthropic } from '@langchain/anthropic';
import { HumanMessage, SystemMessage } from '@langchain/core/messages';
import { convertToModelMessages, generateText, streamText } from 'ai';
const HANDBOOK = 'Keep to the subject and name your sources. '.repeat(150);
const client = new Anthropic();
const oai = new OpenAI();
const toUi = (m: { role: string; content: string }) => ({ role: m.role, parts: [{ type: 'text', text: m.content }] });
export async function ask(question: string) {
  const messages = [ // START
    { role: 'system', content: ${system} },
    { role: 'user', content: question },
  ]; // END
  return ${way};
}
`;
  return { uri: 'file:///app/main.ts', text: text.replaceAll('\n', breaks) };
});

describe('fixes of the cache rules on messages that get another form before they are sent', () => {
  it('leave the program valid, come to an end, and write no marker where other code reads a text', function () {
    this.timeout(300_000);
    const seen = new Set<string>();
    let applied = 0;
    fc.assert(
      fc.property(fc.oneof(python, script), (program) => {
        if (seen.has(program.text)) return;
        seen.add(program.text);
        assert.ok(parses(program), `the generator makes valid programs:\n${program.text}`);
        let now = program;
        let known = read(now);
        for (let pass = 0; ; pass++) {
          assert.ok(pass < 10, `the fixes do not come to an end:\n${now.text}`);
          const [finding] = known.findings;
          if (finding === undefined) return;
          for (const fix of finding.fixes) {
            const [start, end] = messagesIn(now.text);
            for (const edit of fix.edits)
              assert.ok(
                edit.end <= start || edit.start >= end || !MARKER.test(edit.newText) || now.text.includes(KEEPS_BLOCKS),
                `${finding.rule} writes ${edit.newText} into what is converted:\n${now.text}`,
              );
            assert.ok(parses({ ...now, text: applyEdits(now.text, fix.edits) }), `${fix.title}\n${now.text}`);
          }
          const [fix] = finding.fixes;
          if (fix === undefined) return;
          const next = { ...now, text: applyEdits(now.text, fix.edits) };
          applied++;
          const after = read(next);
          const left = (all: readonly Finding[]): number => all.filter(({ rule }) => rule === finding.rule).length;
          assert.ok(left(after.findings) < left(known.findings), `${finding.rule} is still there:\n${next.text}`);
          assert.deepEqual(after.words, known.words, `${now.text}\n${next.text}`);
          now = next;
          known = after;
        }
      }),
      { numRuns: PROGRAMS, seed: 20261122 },
    );
    assert.ok(applied >= 40, `only ${applied} fixes in ${seen.size} programs`);
  });
});
