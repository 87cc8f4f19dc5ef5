import type { FileFacts } from '../../facts.ts';
import { readJson } from '../data/json.ts';
import { verbatimText } from '../data/mapped-text.ts';
import { FactsBuilder } from '../facts-builder.ts';
import type { FrontEnd } from '../front-end.ts';
import { textParser } from '../text-parser.ts';
import { batchItem, mayBeRequest } from './json-file.ts';
import { grouped } from '../../grouped.ts';

/** Lines of a batch file that are read as requests; the others are like them. */
export const MAX_BATCH_SITES = 20;

/** Longest line that is read, in UTF-16 units; a longer one holds data. */
const MAX_LINE = 1_000_000;

/** Files of batch jobs: one request on each line. */
export const jsonlFile: FrontEnd = {
  language: 'jsonl',
  languageIds: ['jsonl', 'ndjson', 'json-lines'],
  extensions: ['.jsonl', '.ndjson'],
  lineComment: undefined,
  parser: textParser,
  mayConcern: (text) => isBatchLine(text.slice(0, text.search(/[\r\n]|$/)).slice(0, MAX_LINE)),
  facts(uri, tree) {
    return jsonlFacts(uri, tree.text);
  },
};

/** True for a line that may be a request of a batch: an envelope with a request in it, not a conversation to train on. */
export function isBatchLine(line: string): boolean {
  return /"(?:body|params|request|modelInput)"\s*:\s*\{/.test(line) && mayBeRequest(line);
}

function jsonlFacts(uri: string, text: string): FileFacts {
  const out = new FactsBuilder(text.length);
  let broken = false;
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  for (let line = 0; line < 2 * MAX_BATCH_SITES && out.requests.length < MAX_BATCH_SITES && at < text.length; line++) {
    const found = text.indexOf('\n', at);
    const end = found < 0 ? text.length : found;
    const written = text.slice(at, Math.min(end, at + MAX_LINE));
    const start = { start: at, end: Math.min(end, at + 1) };
    if (isBatchLine(written) && end - at > MAX_LINE)
      out.problems.push({
        message: `lines of more than ${grouped(MAX_LINE)} characters are not read`,
        unread: true,
        span: start,
      });
    else if (isBatchLine(written)) {
      const document = readJson(verbatimText(text, at, end));
      broken ||= document.broken;
      if (document.unclosed)
        out.problems.push({ message: 'the JSON of this line ends before all of its brackets and quotes are closed', span: start });
      const fact = document.value === undefined ? undefined : batchItem(document.value);
      if (fact !== undefined) out.requests.push(fact);
    }
    at = end + 1;
  }
  return out.finish(uri, 'jsonl', broken);
}
