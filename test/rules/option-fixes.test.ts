import assert from 'node:assert/strict';
import fc from 'fast-check';
import { javascript } from '../../src/core/frontends/javascript/javascript.ts';
import { parseAll } from '../../src/core/frontends/lezer.ts';
import { python } from '../../src/core/frontends/python/python.ts';
import { applyEdits, type Finding, type Fix } from '../../src/core/index.ts';
import { analysed } from '../support/service.ts';

/** Rules whose fixes add an option to a call, or replace a constant of it. */
const RULES = new Set([
  'unbounded-output',
  'oversized-max-tokens',
  'json-without-schema',
  'unmetered-stream',
  'retired-model',
  'unbounded-agent-loop',
  'stacked-retries',
  'missing-attribution',
  'excessive-reasoning',
  'frontier-for-simple-task',
]);
const ON = { rules: { 'missing-attribution': 'hint', 'excessive-reasoning': 'hint', 'frontier-for-simple-task': 'hint' } } as const;

/** A call of one API: what stands before its arguments, what must be among them, what may be. */
interface Template {
  readonly head: string;
  readonly tail: string;
  readonly needed: readonly string[];
  readonly optional: readonly string[];
}

const ASK = 'Classify the mood. Respond only with JSON: {\\"mood\\": \\"good|bad\\", \\"score\\": 3}';
const HEADER = [
  'import boto3, litellm',
  'from openai import OpenAI',
  'from anthropic import Anthropic',
  'from agents import Agent',
  'from google import genai',
  'from google.genai import types',
  'from claude_agent_sdk import query, ClaudeAgentOptions',
  'from pydantic_ai import Agent as Typed',
  'from tenacity import retry, stop_after_attempt',
  '@retry(stop=stop_after_attempt(4))',
  'def run(text):',
].join('\n');

const chatOptions = [
  'temperature=0',
  'stop=["a", "b"]',
  'seed=f(x, y=2)',
  'stream=True',
  'max_completion_tokens=999_999',
  'extra_body={}',
  'user=""',
];
const pythonCalls: readonly Template[] = [
  {
    head: 'OpenAI().chat.completions.create(',
    tail: ')',
    needed: ['model="gpt-4-turbo"', `messages=[{"role": "user", "content": "${ASK}"}]`],
    optional: chatOptions,
  },
  {
    head: 'OpenAI(timeout=3).responses.create(',
    tail: ')',
    needed: ['model="gpt-6.1-sol"', `input="${ASK}"`],
    optional: ['text={}', 'reasoning={"effort": "high"}', 'stream=False', "instructions='''Be\nkind'''"],
  },
  {
    head: 'Anthropic().messages.create(',
    tail: ')',
    needed: ['model="claude-sonnet-4-5"', 'max_tokens=9', `messages=[{"role": "user", "content": "${ASK}"}]`],
    optional: ['output_config={"effort": "high"}', 'system="Be kind"', 'metadata={}'],
  },
  {
    head: 'genai.Client().models.generate_content(',
    tail: ')',
    needed: ['model="gemini-2.5-flash"', `contents="${ASK}"`],
    optional: ['config=types.GenerateContentConfig(temperature=0.2)', 'config={"temperature": 0, "stop_sequences": ["x"]}', 'config={}'],
  },
  {
    head: 'boto3.client("bedrock-runtime").converse(',
    tail: ')',
    needed: ['modelId="amazon.nova-pro-v1:0"', 'messages=[]'],
    optional: ['inferenceConfig={"temperature": 0}', 'inferenceConfig={}', 'system=[{"text": "Hi"}]'],
  },
  { head: 'Agent(', tail: ')', needed: ['name="Guide"', 'model="gpt-4o"'], optional: ['instructions="Help."', 'tools=[search]'] },
  {
    head: 'Typed(',
    tail: ')',
    needed: ['"openai:gpt-4o"'],
    optional: ['instructions="Help."', 'model_settings={"temperature": 0}', 'model_settings={}'],
  },
  {
    head: 'query(',
    tail: ')',
    needed: ['prompt="Fix it"'],
    optional: ['options=ClaudeAgentOptions(model="claude-sonnet-5-5")', 'options=ClaudeAgentOptions()'],
  },
  {
    head: 'litellm.completion(',
    tail: ')',
    needed: ['model="gpt-6-luna"', 'messages=[]'],
    optional: ['stream=True', 'temperature=0', 'n=1'],
  },
];

const SCRIPT_HEADER = [
  "import OpenAI from 'openai';",
  "import Anthropic from '@anthropic-ai/sdk';",
  "import { GoogleGenAI } from '@google/genai';",
  "import { generateText } from 'ai';",
  "import { openai } from '@ai-sdk/openai';",
  "import { Agent } from '@openai/agents';",
  "import { query } from '@anthropic-ai/claude-agent-sdk';",
].join('\n');
const SCRIPT_ASK = 'Classify the mood. Respond only with JSON: {"mood": "good|bad", "score": 3}';
const scriptCalls: readonly Template[] = [
  {
    head: 'await new OpenAI().chat.completions.create({',
    tail: '})',
    needed: ["model: 'gpt-4-turbo'", `messages: [{ role: 'user', content: '${SCRIPT_ASK}' }]`],
    optional: ['temperature: 0', "stop: ['a', 'b']", 'stream: true', 'seed: f(x)', 'max_completion_tokens: 999_999', 'n'],
  },
  {
    head: 'await new OpenAI({ timeout: 3 }).responses.create({',
    tail: '})',
    needed: ["model: 'gpt-6.1-sol'", `input: '${SCRIPT_ASK}'`],
    optional: ["reasoning: { effort: 'high' }", 'text: {}', 'instructions: `Be\nkind`'],
  },
  {
    head: 'await new Anthropic().messages.create({',
    tail: '})',
    needed: ["model: 'claude-sonnet-4-5'", 'max_tokens: 9', `messages: [{ role: 'user', content: '${SCRIPT_ASK}' }]`],
    optional: ["output_config: { effort: 'high' }", "system: 'Be kind'"],
  },
  {
    head: 'await new GoogleGenAI({}).models.generateContent({',
    tail: '})',
    needed: ["model: 'gemini-2.5-flash'", `contents: '${SCRIPT_ASK}'`],
    optional: ['config: { temperature: 0 }', 'config: {}'],
  },
  {
    head: 'await generateText({',
    tail: '})',
    needed: ["model: openai('gpt-4o')", "prompt: 'Hello'"],
    optional: ['temperature: 0', 'maxRetries: 3'],
  },
  {
    head: 'new Agent({',
    tail: '})',
    needed: ["name: 'Guide'", "model: 'gpt-4o'"],
    optional: ['modelSettings: { temperature: 0 }', 'modelSettings: {}', 'tools: [search]'],
  },
  { head: 'query({', tail: '})', needed: ["prompt: 'Fix it'"], optional: ["options: { model: 'claude-sonnet-5-5' }", 'options: {}'] },
];

interface Shape {
  readonly which: number;
  readonly picks: readonly boolean[];
  readonly multiLine: boolean;
  readonly trailingComma: boolean;
  readonly comment: boolean;
  readonly lineBreak: string;
}

const shapes = fc.record({
  which: fc.nat(),
  picks: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
  multiLine: fc.boolean(),
  trailingComma: fc.boolean(),
  comment: fc.boolean(),
  lineBreak: fc.constantFrom('\n', '\r\n'),
});

function callText({ head, tail, needed, optional }: Template, shape: Shape, mark: string, indent: string): string {
  const names = new Set<string>();
  const chosen = optional.filter((text, index) => {
    const name = text.split(/[=:]/)[0] ?? '';
    if (shape.picks[index] !== true || names.has(name)) return false;
    names.add(name);
    return true;
  });
  const args = [...needed, ...chosen];
  const comma = shape.trailingComma ? ',' : '';
  if (!shape.multiLine) return `${head}${args.join(', ')}${comma}${tail}`;
  const comment = shape.comment ? ` ${mark} why, (a, b)` : '';
  return `${head}\n${args.map((arg) => `${indent}    ${arg}`).join(',\n')}${comma}${comment}\n${indent}${tail}`;
}

const isBroken = (frontEnd: typeof python, text: string): boolean => parseAll(frontEnd.parser, text).tree.hasErrors();

/** Applies the first fix of one finding after the other and checks each step. Returns how many there were. */
function checkFixes(source: string, uri: string, frontEnd: typeof python): number {
  const findings = (text: string): readonly Finding[] =>
    analysed(text, uri, ON)
      .findings(uri)
      .filter((finding) => RULES.has(finding.rule));
  assert.ok(!isBroken(frontEnd, source), source);
  const before = findings(source);
  let fixes = 0;
  for (const finding of before) {
    for (const fix of finding.fixes) {
      fixes++;
      const result = applyEdits(source, fix.edits);
      assert.ok(!isBroken(frontEnd, result), `${finding.rule} breaks:\n${result}`);
      assert.notEqual(result, source);
      assert.equal(undone(result, source, fix), source, `${finding.rule} touches other bytes:\n${result}`);
      const after = findings(result);
      const left = after.filter((one) => one.rule === finding.rule).length;
      // A cheaper model of the middle tier may leave a cheaper one still.
      assert.ok(left < before.filter((one) => one.rule === finding.rule).length, `${finding.rule} is still there:\n${result}`);
    }
  }
  return fixes;
}

/** The result with everything that a fix wrote taken out, and what it replaced put back. */
function undone(result: string, source: string, fix: Fix): string {
  let text = result;
  const edits = [...fix.edits].sort((a, b) => a.start - b.start);
  let shift = 0;
  for (const edit of edits) {
    const at = edit.start + shift;
    assert.equal(text.slice(at, at + edit.newText.length), edit.newText);
    shift += edit.newText.length - (edit.end - edit.start);
  }
  for (const edit of edits)
    text = text.slice(0, edit.start) + source.slice(edit.start, edit.end) + text.slice(edit.start + edit.newText.length);
  return text;
}

describe('fixes that write options', () => {
  it('keep Python programs valid, remove their finding and touch nothing else', () => {
    let fixes = 0;
    fc.assert(
      fc.property(shapes, (shape) => {
        const template = pythonCalls[shape.which % pythonCalls.length] ?? pythonCalls[0]!;
        const source = `${HEADER}\n    return ${callText(template, shape, '#', '    ')}\n`.replaceAll('\n', shape.lineBreak);
        fixes += checkFixes(source, 'file:///app/main.py', python);
      }),
      { numRuns: 250 },
    );
    assert.ok(fixes > 200, `only ${fixes} fixes`);
  });

  it('keep scripts valid, remove their finding and touch nothing else', () => {
    let fixes = 0;
    fc.assert(
      fc.property(shapes, (shape) => {
        const template = scriptCalls[shape.which % scriptCalls.length] ?? scriptCalls[0]!;
        const source = `${SCRIPT_HEADER}\n${callText(template, shape, '//', '')};\n`.replaceAll('\n', shape.lineBreak);
        fixes += checkFixes(source, 'file:///app/main.ts', javascript);
      }),
      { numRuns: 250 },
    );
    assert.ok(fixes > 150, `only ${fixes} fixes`);
  });
});
