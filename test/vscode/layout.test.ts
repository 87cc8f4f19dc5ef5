import * as assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { closeEditors, lenses, openDocument, setText, waitFor } from './support.ts';

/** Edits of the script. */
const EDITS = 1000;

/** Calls, each with a mark on its first line that no edit touches; between them everything that people type in. */
const SOURCE = `from openai import OpenAI

client = OpenAI()
RULES = """You answer questions about the docs."""


def one(question):
    return client.responses.create(  # call 1
        model="gpt-5.1",
        instructions=RULES,
        input=f"Question: {question}",
        max_output_tokens=200,
    )


def two(question):
    answer = client.chat.completions.create(  # call 2
        model="gpt-4o",
        messages=[{"role": "user", "content": question}],
        max_tokens=100,
    )
    return answer


def three(items):
    for item in items:
        client.responses.create(model="gpt-4o-mini", input=item, max_output_tokens=9)  # call 3
`;

/** What is typed, letter by letter, and where: behind these words. Half of it leaves the syntax broken for a while. */
const TYPED: readonly (readonly [behind: string, text: string])[] = [
  ['about the docs.', ' Be brief, and name "sources" {always}.'],
  ['Question: ', 'please answer {question!r} and '],
  ['client = OpenAI(', 'api_key="x", timeout=('],
  ['    return answer', '.choices[0].message.content if answer else ""\n    # done ('],
  ['model="gpt-5.1",', '\n        temperature=0.2, metadata={"a": [1, 2'],
  ['max_tokens=100,', ' stop=["a", "b'],
  ['# call 3', ' – a note\n        print(item, "'],
  ['from openai import OpenAI', '\nimport os\nDEBUG = os.environ.get("DEBUG'],
];

/** Lines of the calls by their marks. */
function callLines(document: vscode.TextDocument): number[] {
  const lines = document.getText().split('\n');
  return [1, 2, 3].map((call) => lines.findIndex((line) => line.includes(`# call ${call}`)));
}

describe('the layout of an editor', function () {
  this.timeout(150_000);

  afterEach(closeEditors);

  it(`does not move in ${EDITS} edits after the first paint`, async function () {
    const document = await openDocument('ask.py');
    await setText(document, SOURCE);
    const shown = async (): Promise<{ readonly lines: number[]; readonly titles: string[] }> => {
      const found = await lenses(document.uri);
      const own = found.filter((lens) => lens.command?.command === 'pennylint.showCallCost');
      return { lines: own.map((lens) => lens.range.start.line), titles: own.map((lens) => lens.command?.title ?? '') };
    };
    await waitFor(async () => (await shown()).lines.join() === callLines(document).join());
    const wrong: string[] = [];
    let edits = 0;
    let asked = 0;
    const check = async (what: string): Promise<void> => {
      const { lines, titles } = await shown();
      asked++;
      // The answer may be for an earlier text only when somebody types on; here nobody does until it has come.
      if (lines.join() !== callLines(document).join())
        wrong.push(`edit ${edits} (${what}): lenses on ${lines.join()}, calls on ${callLines(document).join()}`);
      if (titles.some((title) => title.trim() === '')) wrong.push(`edit ${edits} (${what}): an empty lens`);
    };
    const apply = async (range: vscode.Range, text: string): Promise<void> => {
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, range, text);
      assert.ok(await vscode.workspace.applyEdit(edit));
      edits++;
    };
    for (let round = 0; edits < EDITS; round++) {
      const [behind, text] = TYPED[round % TYPED.length] ?? ['', ''];
      const start = document.getText().indexOf(behind) + behind.length;
      for (let at = 0; at < text.length && edits < EDITS; at++) {
        const place = document.positionAt(start + at);
        await apply(new vscode.Range(place, place), text[at] ?? '');
        await check(`typing ${JSON.stringify(text.slice(Math.max(0, at - 10), at + 1))}`);
      }
      // Taken back letter by letter, as with the key for it.
      const end = Math.min(text.length, document.getText().length - SOURCE.length);
      for (let at = end; at > 0 && edits < EDITS; at--) {
        await apply(new vscode.Range(document.positionAt(start + at - 1), document.positionAt(start + at)), '');
        await check(`taking back ${JSON.stringify(text.slice(0, at))}`);
      }
    }
    assert.deepEqual(wrong.slice(0, 10), [], `${wrong.length} of ${edits} edits moved a line`);
    if (this.test !== undefined) this.test.title += ` (${asked} answers compared)`;
  });
});
