import assert from 'node:assert/strict';
import fc from 'fast-check';
import { toSource } from '../../src/core/frontends/source-map.ts';
import type { PromptCall } from '../../src/core/ir.ts';
import { analysed } from '../support/service.ts';

/** What one unit of source stands for, where a format writes some of them otherwise; undefined for a unit that stands for itself. */
type Decode = (source: string, at: number) => string | undefined;

/** A format: how a text is written in it, and read back unit by unit. */
interface Format {
  readonly name: string;
  readonly path: string;
  readonly write: (text: string) => string;
  readonly decode?: Decode;
  /** True where white space is folded: any of it may stand for any other. */
  readonly folds?: true;
  /** Texts that cannot be written in this format. */
  readonly except?: RegExp;
}

const json: Decode = (source, at) => {
  const escape = /^\\(?:u[0-9a-fA-F]{4}|.)/s.exec(source.slice(at, at + 6))?.[0];
  return escape === undefined ? undefined : (JSON.parse(`"${escape}"`) as string);
};

const pomlEscapes: Readonly<Record<string, string>> = {
  quot: '"',
  apos: "'",
  amp: '&',
  lt: '<',
  gt: '>',
  hash: '#',
  lbrace: '{',
  rbrace: '}',
};

const poml: Decode = (source, at) => pomlEscapes[/^[#&]([a-z]{2,6});/.exec(source.slice(at, at + 8))?.[1] ?? ''];

function lines(text: string, indent: string): string {
  return text
    .split('\n')
    .map((line) => indent + line)
    .join('\n');
}

const quoted = (text: string): string => JSON.stringify(text);
const request = (text: string): string =>
  `{"model": "gpt-4o", "max_tokens": 5, "messages": [{"role": "user", "content": ${quoted(text)}}]}`;
const head = '---\nname: x\ndescription: y\n---\n';

const formats: readonly Format[] = [
  { name: 'JSON request', path: 'a.json', write: request, decode: json },
  { name: 'JSON request with comments', path: 'a.jsonc', write: (text) => `// c\n${request(text)} /* "d" */`, decode: json },
  {
    name: 'batch lines',
    path: 'a.jsonl',
    write: (text) => `{"custom_id": "1", "method": "POST", "url": "/v1/chat/completions", "body": ${request(text)}}\n`,
    decode: json,
  },
  {
    name: 'HTTP file',
    path: 'a.http',
    write: (text) => `POST https://api.openai.com/v1/chat/completions\n\n${request(text)}\n`,
    decode: json,
    except: /\{\{|^###|\n###/,
  },
  {
    name: 'curl',
    path: 'a.sh',
    write: (text) => `curl https://api.openai.com/v1/chat/completions -d '${request(text).replaceAll("'", "'\\''")}'\n`,
    decode: json,
    // Between two quotes the shell has an escape of its own.
    except: /'/,
  },
  {
    name: 'Langfuse',
    path: 'a.json',
    write: (text) => `{"name": "a", "type": "text", "labels": [], "config": {"model": "gpt-4o"}, "prompt": ${quoted(text)}}`,
    decode: json,
  },
  {
    name: 'n8n',
    path: 'a.json',
    write: (text) =>
      `{"nodes": [{"name": "A", "type": "@n8n/n8n-nodes-langchain.agent", "parameters": {"text": ${quoted(`={{ $json.x }} ${text}`)}}}], "connections": {}}`,
    decode: json,
  },
  {
    name: 'Semantic Kernel',
    path: 'a.yaml',
    write: (text) => `template_format: semantic-kernel\ntemplate: ${quoted(text)}\n`,
    decode: json,
    folds: true,
    except: /<\/?message/,
  },
  ...['|', '|-', '>', '>+'].map((mark): Format => ({
    name: `GitHub Models, ${mark}`,
    path: 'a.prompt.yml',
    write: (text) =>
      `model: openai/gpt-4o\nmodelParameters: {maxTokens: 5}\nmessages:\n  - role: user\n    content: ${mark}\n${lines(text, '      ')}\n`,
    folds: true,
  })),
  {
    name: 'messages, double quotes',
    path: 'a.yaml',
    write: (text) => `model: gpt-4o\nmessages:\n  - {role: user, content: ${quoted(text)}}\n`,
    decode: json,
    folds: true,
  },
  {
    name: 'messages, single quotes',
    path: 'a.yaml',
    write: (text) =>
      `model: gpt-4o\nmessages:\n  - role: user\n    content: '${text.replaceAll("'", "''").replaceAll('\n', '\n\n      ')}'\n`,
    folds: true,
  },
  {
    name: 'promptfoo',
    path: 'promptfooconfig.yaml',
    write: (text) => `prompts:\n  - ${quoted(text)}\nproviders: [openai:gpt-4o]\n`,
    decode: json,
    folds: true,
  },
  {
    name: 'CrewAI',
    path: 'config/agents.yaml',
    write: (text) => `writer:\n  role: r\n  goal: g\n  backstory: |\n${lines(text, '    ')}\n`,
    folds: true,
  },
  {
    name: 'LiteLLM',
    path: 'litellm.yaml',
    write: (text) =>
      `model_list:\n  - model_name: a\n    litellm_params: {model: openai/gpt-4o}\nprompts:\n  - prompt_id: p\n    litellm_params:\n      dotprompt_content: |\n${lines(text, '        ')}\n`,
    folds: true,
    except: /---/,
  },
  { name: 'Prompty', path: 'a.prompty', write: (text) => `---\nmodel: gpt-4o\n---\nuser:\n${text}\n` },
  { name: 'Dotprompt', path: 'a.prompt', write: (text) => `---\nmodel: googleai/gemini-2.5-flash\n---\n{{role "system"}}${text}` },
  {
    name: 'BAML',
    path: 'a.baml',
    write: (text) => `function F(x: string) -> string {\n  client "openai/gpt-4o"\n  prompt ##"\n${lines(text, '    ')}\n  "##\n}\n`,
    except: /"##/,
  },
  {
    name: 'POML',
    path: 'a.poml',
    write: (text) =>
      `<poml>\n  <task>${text.replace(/[<>&#"]/g, (unit) => `#${Object.entries(pomlEscapes).find(([, one]) => one === unit)?.[0] ?? ''};`)}</task>\n</poml>`,
    decode: poml,
    folds: true,
  },
  { name: 'Semantic Kernel text', path: 'skprompt.txt', write: (text) => text },
  ...['j2', 'hbs', 'mustache', 'liquid', 'txt', 'md'].map((ending): Format => ({
    name: `template .${ending}`,
    path: `prompts/a.${ending}`,
    write: (text) => text,
  })),
  ...['CLAUDE.md', 'AGENTS.md', 'GEMINI.md', '.cursorrules', '.github/copilot-instructions.md'].map((path): Format => ({
    name: path,
    path,
    write: (text) => text,
  })),
  ...[
    '.claude/rules/a.md',
    '.claude/agents/a.md',
    '.claude/commands/a.md',
    '.claude/skills/a/SKILL.md',
    '.github/instructions/a.instructions.md',
    '.github/agents/a.agent.md',
    '.github/prompts/a.prompt.md',
    '.cursor/rules/a.mdc',
  ].map((path): Format => ({ name: path, path, write: (text) => head + text })),
];

const piece = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('word', 'Zwölf', '😀', '👩‍👩‍👧', ' ', '  ', '\t', '\n', '\n\n', ' # ', ': ', '- ', '\\', '\\n', '"q"', "it's"),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '{{x}}',
      '{y}',
      '{% if a %}b{% endif %}',
      '${z}',
      '&amp;',
      '<b>',
      '*',
      '`code`',
      '@a.md',
      '| ',
      '%',
      '\u00A0',
      'e\u0301',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 4 }).filter((text) => !/[\p{C}\p{Z}]/u.test(text)) },
);
const texts = fc.array(piece, { minLength: 1, maxLength: 20 }).map((pieces) => `Begin ${pieces.join('')} end`);

function partsOf(call: PromptCall): PromptCall['segments'][number]['parts'] {
  return call.segments.flatMap((segment) => segment.parts);
}

/** Checks every text of every call; returns how many units were checked. */
function check(format: Format, source: string): number {
  const uri = `file:///app/${format.path}`;
  let units = 0;
  for (const { call } of analysed(source, uri).calls(uri)) {
    for (const part of partsOf(call)) {
      if (part.at.uri !== uri) continue;
      assert.ok(
        part.at.start >= 0 && part.at.start <= part.at.end && part.at.end <= source.length,
        `${format.name}: ${JSON.stringify(part)}`,
      );
      if (part.kind !== 'text' || part.at.start === part.at.end) continue;
      for (let i = 0; i < part.text.length; i++, units++) {
        const unit = part.text[i] ?? '';
        const at = toSource(part.map, i);
        const there = format.decode?.(source, at) ?? source[at] ?? '';
        const same = there.includes(unit) || (format.folds === true && /\s/.test(unit) && (/\s/.test(there) || at >= source.length - 1));
        assert.ok(
          same,
          `${format.name}: ${JSON.stringify(unit)} at ${i} of ${JSON.stringify(part.text)} leads to ${JSON.stringify(source.slice(at, at + 8))}`,
        );
      }
    }
  }
  return units;
}

describe('places of texts', () => {
  for (const format of formats) {
    it(`lead back to the source: ${format.name}`, () => {
      let units = 0;
      fc.assert(
        fc.property(texts, fc.boolean(), fc.boolean(), (text, crlf, mark) => {
          fc.pre(format.except?.test(text) !== true);
          const written = format.write(text);
          units += check(format, `${mark ? '\uFEFF' : ''}${crlf ? written.replaceAll('\n', '\r\n') : written}`);
        }),
        { numRuns: 60 },
      );
      assert.ok(units > 500, `${format.name}: only ${units} units of text`);
    });
  }
});
