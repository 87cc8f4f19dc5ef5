import assert from 'node:assert/strict';
import { analysed } from '../support/service.ts';

const head = `from anthropic import Anthropic
HANDBOOK = "Answer politely, name your sources and keep to the subject. " * 200
client = Anthropic()
`;
const request = (indent: string): string =>
  `${indent}client.messages.create(model="claude-opus-5", max_tokens=50, messages=[{"role": "user", "content": f"{HANDBOOK}\\n{document}"}])\n`;

/** Severities of the findings about prefixes without a mark. */
function severities(code: string): string[] {
  const uri = 'file:///app/sort.py';
  return analysed(head + code, uri)
    .findings(uri)
    .flatMap(({ rule, severity }) => (rule === 'uncached-prefix' ? [severity] : []));
}

describe('the stable start of a message', () => {
  it('is a warning in a loop', () => {
    assert.deepEqual(severities(`def sort(documents):\n    for document in documents:\n${request('        ')}`), ['warning']);
  });

  it('is information where only callers elsewhere speak for another request', () => {
    assert.deepEqual(severities(`def sort(document):\n${request('    ')}`), ['information']);
  });

  it('is silent where the request is sent once', () => {
    assert.deepEqual(severities(`def main():\n    document = open("one.txt").read()\n${request('    ')}\nmain()\n`), []);
  });
});
