import assert from 'node:assert/strict';
import { promptMarks } from '../../src/core/features/prompt-marks.ts';
import { summaryOf } from '../../src/server/fileSummary.ts';
import { analysed, testService } from '../support/service.ts';

const LONG = Array.from({ length: 10 }, (_, at) => `Rule ${at}: name your sources and keep to the subject. `)
  .join('')
  .trim();

const source = `from datetime import datetime
from anthropic import Anthropic
client = Anthropic()
HANDBOOK = """${LONG}"""

def answer(question):
    return client.messages.create(
        model="claude-opus-5-5",
        max_tokens=400,
        system=f"""You help. {datetime.now()} ${LONG}""",
        tools=[{"name": "look", "description": "Looks.", "input_schema": {"type": "object", "properties": {"q": {"type": "string"}}}}],
        messages=[{"role": "user", "content": question}, {"role": "assistant", "content": "Well,"}],
    )
`;
const uri = 'file:///app/main.py';
const position = { line: 7, character: 12 };

describe('the prompt of a call for counting', () => {
  it('holds what the source shows, in the form of the provider, and says what it does not hold', () => {
    const found = analysed(source).countable(uri, position);
    assert.ok(typeof found === 'object');
    const { at: _, estimate, ...rest } = found;
    assert.deepEqual(rest, {
      provider: 'anthropic',
      model: 'claude-opus-5-5',
      system: `You help.  ${LONG}`,
      messages: [
        { role: 'user', text: '.' },
        { role: 'assistant', text: 'Well,' },
      ],
      tools: [{ name: 'look', description: 'Looks.', input_schema: { type: 'object', properties: { q: { type: 'string' } } } }],
      leftOut: [
        'Values that are filled in at run time are counted as nothing.',
        'A message whose text is only known at run time is counted as one full stop: providers take no empty message.',
      ],
    });
    assert.ok(estimate.low <= estimate.tokens && estimate.tokens <= estimate.high && estimate.tokens > 100);
  });

  it('counts the longest of several texts, and the hover says so', () => {
    const text = `from anthropic import Anthropic
RULES = {"a": "Be brief.", "b": "Answer in whole sentences, and name your sources."}

def answer(kind):
    return Anthropic().messages.create(model="claude-opus-5", max_tokens=9, system=RULES[kind], messages=[{"role": "user", "content": "Hi"}])
`;
    const service = analysed(text);
    const found = service.countable(uri, { line: 4, character: 25 });
    assert.ok(typeof found === 'object');
    assert.equal(found.system, 'Answer in whole sentences, and name your sources.');
    assert.deepEqual(found.leftOut, ['Of several texts of which one is sent, the longest is counted.']);
    assert.ok(found.estimate.low < found.estimate.tokens);
    const contents = service.hover(uri, { line: 4, character: 25 })?.contents;
    assert.match(JSON.stringify(contents), /\| system \| ≈\d+ \| the longest of 2 texts \|/);
  });

  it('has the tools of OpenAI and Gemini in their own form', () => {
    const openai = `from openai import OpenAI
OpenAI().responses.create(model="gpt-5.1", input="Hi", tools=[{"type": "function", "name": "look", "parameters": {"type": "object"}}])
`;
    const found = analysed(openai).countable(uri, { line: 1, character: 3 });
    assert.ok(typeof found === 'object');
    assert.deepEqual(found.tools, [{ type: 'function', name: 'look', description: undefined, parameters: { type: 'object' } }]);
    assert.deepEqual(found.leftOut, []);
  });

  it('sends tools that the maker defines by their type, and says what it sends as plain text', () => {
    const text = `from anthropic import Anthropic
Anthropic().messages.create(model="claude-opus-5", max_tokens=9, tools=[{"type": "bash_20250124", "name": "bash"}], messages=[
    {"role": "user", "content": "List the files."},
    {"role": "assistant", "content": [{"type": "tool_use", "id": "t", "name": "bash", "input": {"command": "ls"}}]},
    {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t", "content": "a.txt"}]},
])
`;
    const found = analysed(text).countable(uri, { line: 1, character: 3 });
    assert.ok(typeof found === 'object');
    assert.deepEqual(found.tools, [{ type: 'bash_20250124', name: 'bash' }]);
    assert.deepEqual(
      found.messages.map((message) => message.text),
      ['List the files.', '{"command":"ls"}', 'a.txt'],
    );
    assert.deepEqual(found.leftOut, [
      'Calls of tools in the history and their results are sent as plain text: what stands around them is not counted.',
    ]);
  });

  it('is refused in words where nobody can be asked', () => {
    const grok = 'from openai import OpenAI\nOpenAI(base_url="https://api.x.ai/v1").responses.create(model="grok-4", input="Hi")\n';
    assert.match(
      JSON.stringify(analysed(grok).countable(uri, { line: 1, character: 3 })),
      /^"xai has no counting endpoint that Pennylint knows/,
    );
    const unknown = 'from openai import OpenAI\nimport os\nOpenAI().responses.create(model=os.environ["M"], input="Hi")\n';
    assert.match(JSON.stringify(analysed(unknown).countable(uri, { line: 2, character: 3 })), /does not name the model/);
    assert.equal(analysed(unknown).countable(uri, { line: 0, character: 0 }), undefined);
  });
});

describe('marks of the cache boundary', () => {
  it('tell the stable start, what ends it, and what stands behind it', () => {
    const service = analysed(source);
    const lines = source.split('\n');
    const marks = service.promptMarks(uri).map(({ kind, range: { start, end }, boundary }) => {
      const text = start.line === end.line ? lines[start.line]?.slice(start.character, end.character) : '…';
      return `${kind}${boundary ? ' (boundary)' : ''}: ${(text ?? '').slice(0, 20)}`;
    });
    assert.deepEqual(marks, [
      'stable: You help. ',
      'changing (boundary): {datetime.now()}',
      'behind:  Rule 0: name your s',
      'changing: question',
      'behind: "Well,"',
    ]);
  });

  it('say why in words, and lie within the text', () => {
    const service = analysed(source);
    for (const { words, at } of service.promptMarks(uri)) {
      assert.match(words, /^[A-Z].*\.$/);
      assert.ok(0 <= at.start && at.start < at.end && at.end <= source.length);
    }
    assert.match(service.promptMarks(uri)[1]?.words ?? '', /^Changes with every request\. What a cache can keep ends here\.$/);
  });

  it('find text that is sent twice', () => {
    const text = `from openai import OpenAI
RULES = """${LONG}"""
OpenAI().responses.create(model="gpt-5.1", instructions=RULES, input="""${LONG}""")
`;
    const kinds = analysed(text)
      .promptMarks(uri)
      .map(({ kind, range }) => `${kind} ${range.start.line}`);
    assert.ok(kinds.includes('duplicate 2'), kinds.join());
  });

  it('give a text that several calls send the mark that costs something', () => {
    const text = `from datetime import datetime
from openai import OpenAI
client = OpenAI()
RULES = "Keep to the rules that everybody knows."
client.responses.create(model="gpt-5.1", instructions=RULES, input="a")
client.responses.create(model="gpt-5.1", instructions=f"{datetime.now()}" + RULES, input="b")
`;
    const service = analysed(text);
    const marks = promptMarks(service.calls(uri), uri).filter(({ at }) => text.slice(at.start, at.end).includes('Keep'));
    assert.deepEqual(
      marks.map(({ kind }) => kind),
      ['behind'],
    );
  });
});

describe('hints in prompts', () => {
  const everywhere = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };

  it('are off by default', () => {
    assert.deepEqual(analysed(source).inlayHints(uri, everywhere), []);
  });

  it('show tokens behind long texts and where the cache ends, and add no line', () => {
    const service = analysed(source, uri, { promptHints: true });
    const hints = service
      .inlayHints(uri, everywhere)
      .map(({ position: at, label, tooltip }) => `${at.line} ${JSON.stringify(label)} | ${JSON.stringify(tooltip)}`);
    assert.equal(hints.length, 2);
    assert.match(hints[0] ?? '', /^9 "cache ends" \| "Changes with every request\. What a cache can keep ends here\."$/);
    assert.match(hints[1] ?? '', /^9 "≈\d+ tokens" \| "≈\d+ tokens, calibrated, counted for claude-opus-5-5"$/);
    assert.equal(service.codeLenses(uri).length, 1);
  });

  it('wait for the analysis of what is being typed', () => {
    const service = analysed(source, uri, { promptHints: true });
    service.change(uri, 2, [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '\n' }]);
    assert.deepEqual(service.inlayHints(uri, everywhere), []);
  });
});

describe('cost hints of every form', () => {
  const everywhere = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };
  const forms: readonly (readonly [form: string, uri: string, text: string])[] = [
    ['call', uri, source],
    [
      'wrapper',
      uri,
      'from openai import OpenAI\ndef ask(q):\n    return OpenAI().responses.create(model="gpt-5.1", input=q)\nask("Hi")\nask("Ho")\n',
    ],
    ['prompt file', 'file:///app/AGENTS.md', '# Rules\n\nUse tabs.\n'],
    ['request file', 'file:///app/request.json', '{"model":"gpt-5.1","messages":[{"role":"user","content":"Hi"}]}\n'],
    [
      'tool set',
      'file:///app/tools.json',
      '[{"type":"function","function":{"name":"look","description":"Looks it up.","parameters":{"type":"object","properties":{"q":{"type":"string"}}}}}]\n',
    ],
  ];

  for (const [form, where, text] of forms) {
    it(`stand above, at the end of the line, or nowhere: ${form}`, () => {
      const above = analysed(text, where);
      const behind = analysed(text, where, { costHints: 'endOfLine' });
      const none = analysed(text, where, { costHints: 'off' });
      const lenses = above.codeLenses(where);
      assert.ok(lenses.length > 0);
      assert.deepEqual(above.inlayHints(where, everywhere), []);
      assert.deepEqual(behind.codeLenses(where), []);
      const hints = behind.inlayHints(where, everywhere);
      assert.deepEqual(
        hints.map(({ label, position: at }) => [at.line, label]),
        lenses.map(({ range, command }) => [range.start.line, command?.title]),
      );
      const lines = text.split('\n');
      for (const { position: at } of hints) assert.equal(at.character, lines[at.line]?.length);
      assert.deepEqual([none.codeLenses(where), none.inlayHints(where, everywhere)], [[], []]);
    });
  }

  it('stand above, at the end of the line, or nowhere: notebook', () => {
    const cells = [
      { uri: 'cell:1', index: 0, languageId: 'python', version: 1, text: 'from openai import OpenAI\nclient = OpenAI()\n' },
      { uri: 'cell:2', index: 1, languageId: 'python', version: 1, text: 'client.responses.create(model="gpt-5.1", input="Hi")  # 😀\n' },
    ];
    const shown = (['codeLens', 'endOfLine', 'off'] as const).map((costHints) => {
      const service = testService({ costHints });
      service.openNotebook({ uri: 'file:///app/n.ipynb', cells });
      service.analyzeNow('file:///app/n.ipynb');
      return [service.codeLenses('cell:2').length, service.inlayHints('cell:2', everywhere).map(({ position: at }) => at)];
    });
    assert.deepEqual(shown, [
      [1, []],
      [0, [{ line: 0, character: (cells[1]?.text.length ?? 0) - 1 }]],
      [0, []],
    ]);
  });
});

describe('the list of calls', () => {
  it('counts the findings of each call, those in a prompt that stands before it too, and none twice', () => {
    const text = `from datetime import datetime
from openai import OpenAI
client = OpenAI()
def answer(question):
    system = f"""It is {datetime.now():%H:%M}. ${LONG.repeat(20)}"""
    return client.responses.create(model="gpt-5.1", instructions=system, input=question)
def other(question):
    return client.responses.create(model="gpt-5.1", input=question, max_output_tokens=9)
`;
    const service = analysed(text);
    const listed = service.callList().flatMap(({ calls }) => calls.map(({ findings }) => findings));
    assert.equal(listed.length, 2);
    assert.equal(listed[1], 0);
    assert.ok(service.findings(uri).some(({ at }) => text.slice(at.start, at.end).includes('datetime')));
    assert.equal(listed[0], service.findings(uri).length);
  });
});

describe('the summary of a file', () => {
  it('says what a file of prompts weighs, and nothing of the kind for a program', () => {
    const where = 'file:///app/AGENTS.md';
    const service = analysed('# Rules\n\nUse tabs.\n', where);
    const { calls, prompt } = summaryOf(where, service);
    assert.equal(calls, 0);
    assert.match(prompt?.tokens ?? '', /^≈?\d+$/);
    // Nobody says which model reads it: no price is made up.
    assert.equal(prompt?.money, undefined);
    assert.match(prompt?.line ?? '', /tokens on every turn/);
    assert.equal(summaryOf(uri, analysed(source)).prompt, undefined);
  });

  it('has a price where a prompt file names its model', () => {
    const where = 'file:///app/a.prompt';
    const service = analysed('---\nmodel: openai/gpt-4o\ninput:\n  schema:\n    q: string\n---\nAnswer politely: {{q}}\n', where);
    assert.match(summaryOf(where, service).prompt?.money ?? '', /^≈\$0\.\d+\+\/call$/);
  });
});
