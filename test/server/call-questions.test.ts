import assert from 'node:assert/strict';
import {
  COMPARE_MODELS,
  COUNTABLE_CALL,
  PROMPT_MARKS,
  type CompareModelsAnswer,
  type CountableCallAnswer,
  type PromptMarksAnswer,
} from '../../src/shared/call-messages.ts';
import { callLinks } from '../../src/server/callQuestions.ts';
import { startTestClient, type TestClient } from '../support/lsp.ts';

const text = `from openai import OpenAI
client = OpenAI()

def ask(question):
    return client.responses.create(model="gpt-5.1", instructions="Be brief.", input=f"{question}", max_output_tokens=99)
`;
const uri = 'file:///app/main.py';
const position = { line: 4, character: 20 };

describe('questions about a call', () => {
  let client: TestClient;

  beforeEach(async () => {
    client = await startTestClient();
    client.open(uri, text);
  });

  afterEach(async () => {
    // The server runs with every socket denied: an attempt to open one would be an error here.
    assert.deepEqual(client.errors, []);
    await client.stop();
  });

  it('are answered with other models, each amount with its source', async () => {
    const answer = await client.connection.sendRequest<CompareModelsAnswer>(COMPARE_MODELS, { uri, position });
    assert.equal(answer.callee, 'client.responses.create');
    assert.equal(answer.models[0]?.group, 'current');
    assert.equal(answer.models[0].model, 'gpt-5.1');
    assert.ok(answer.models.length > 3);
    for (const { money, detail } of answer.models) {
      assert.match(money, /^≈\$[\d.,]+\+\/call/);
      assert.match(detail, /input tokens, (?:exact|calibrated|assumed) · .*\d{4}-\d\d-\d\d/);
    }
    assert.match(answer.note, /^Assumes 99 output tokens for every model; list prices; .* filled in at run time are not counted\.$/);
  });

  it('are answered with the prompt, and the server itself asks nobody', async () => {
    const answer = await client.connection.sendRequest<CountableCallAnswer>(COUNTABLE_CALL, { uri, position });
    assert.ok(answer.state === 'countable');
    assert.equal(answer.call.provider, 'openai');
    assert.deepEqual(answer.call.prompt, { system: 'Be brief.', messages: [{ role: 'user', text: '.' }] });
  });

  it('are answered with the marks of a text', async () => {
    const marks = await client.connection.sendRequest<PromptMarksAnswer>(PROMPT_MARKS, { uri });
    assert.deepEqual(
      marks?.map(({ kind, range }) => [kind, range.start.line]),
      [
        ['stable', 4],
        ['changing', 4],
      ],
    );
  });

  it('are answered with null where no call is', async () => {
    const elsewhere = { uri, position: { line: 0, character: 0 } };
    assert.equal(await client.connection.sendRequest(COMPARE_MODELS, elsewhere), null);
    assert.equal(await client.connection.sendRequest(COUNTABLE_CALL, elsewhere), null);
    assert.equal(await client.connection.sendRequest(PROMPT_MARKS, { uri: 'file:///app/other.py' }), null);
  });

  it('are not linked in the hovers of a client that has no such commands', async () => {
    assert.doesNotMatch(JSON.stringify(await client.hover(uri, position)), /command:/);
  });

  it('are linked with the place of the call', () => {
    const links = [...callLinks('file:///a b.py', { line: 1, character: 2 }).matchAll(/\(command:([\w.]+)\?([^)]*)\)/g)];
    assert.deepEqual(
      links.map(([, command, argument]) => [command, JSON.parse(decodeURIComponent(argument ?? '')) as unknown]),
      ['compareModels', 'countExactly', 'showCacheBoundary'].map((name) => [
        `pennylint.${name}`,
        ['file:///a b.py', { line: 1, character: 2 }],
      ]),
    );
  });
});
