/** Reads a rule's page: documentation for people, and cases for the test of the rule. */

/** An expected finding. */
export interface Expected {
  readonly rule: string;
  /** 1-based line in the code without its markers. */
  readonly line: number;
  readonly part: string | undefined;
}

/** One code block with what is expected of it. */
export interface PageCase {
  readonly section: string;
  /** 1-based line of the fence in the page. */
  readonly pageLine: number;
  readonly language: string;
  readonly code: string;
  readonly expected: readonly Expected[];
  /** Text after the fixes, when the next block gives it. */
  readonly fixed: string | undefined;
}

/** A page in pieces. */
export interface RulePage {
  readonly title: string;
  readonly summary: string;
  readonly headings: readonly string[];
  /** The block `yaml pennylint.yaml`, which holds for all cases of the page. */
  readonly config: string | undefined;
  readonly cases: readonly PageCase[];
}

interface Fence {
  readonly section: string;
  readonly pageLine: number;
  readonly info: string;
  readonly code: string;
}

const marker = /[ \t]*(?:#|\/\/|<!--)\s*expect:\s*([a-z-]+)(?:\s+"([^"]*)")?(?:\s*-->)?[ \t]*$/;

/** Reads a page. Throws for a `fixed` block that follows nothing. */
export function readPage(markdown: string): RulePage {
  const lines = markdown.split('\n');
  const title = (lines[0] ?? '').replace(/^# /, '');
  const summary = lines.slice(1).find((line) => line.trim() !== '') ?? '';
  const headings = lines.filter((line) => line.startsWith('## ')).map((line) => line.slice(3));
  const all = readFences(lines);
  const config = all.find((fence) => fence.info === 'yaml pennylint.yaml');
  const fences = all.filter((fence) => fence !== config);
  const cases: PageCase[] = [];
  for (const [index, fence] of fences.entries()) {
    const [language = '', ...words] = fence.info.split(' ');
    if (words.includes('fixed')) {
      if (index === 0) throw new Error(`line ${fence.pageLine}: a fixed block follows nothing`);
      continue;
    }
    const next = fences[index + 1];
    const { code, expected } = readMarkers(fence.code);
    const named = words.filter((word) => word.startsWith('expect=')).flatMap((word) => word.slice('expect='.length).split(','));
    const inFence = named.map((entry): Expected => ({
      rule: entry.split(':')[0] ?? '',
      line: Number(entry.split(':')[1]),
      part: undefined,
    }));
    cases.push({
      section: fence.section,
      pageLine: fence.pageLine,
      language,
      code,
      expected: [...inFence, ...expected],
      fixed: next?.info.split(' ').includes('fixed') === true ? next.code : undefined,
    });
  }
  return { title, summary, headings, config: config?.code, cases };
}

function readFences(lines: readonly string[]): Fence[] {
  const result: Fence[] = [];
  let section = '';
  let open: { info: string; pageLine: number; code: string[] } | undefined;
  for (const [index, line] of lines.entries()) {
    if (open === undefined) {
      if (line.startsWith('## ')) section = line.slice(3);
      if (line.startsWith('```')) open = { info: line.slice(3).trim(), pageLine: index + 1, code: [] };
    } else if (line === '```') {
      result.push({ section, pageLine: open.pageLine, info: open.info, code: `${open.code.join('\n')}\n` });
      open = undefined;
    } else open.code.push(line);
  }
  return result;
}

function readMarkers(code: string): { code: string; expected: Expected[] } {
  const expected: Expected[] = [];
  const lines = code.split('\n').map((line, index) => {
    const match = marker.exec(line);
    if (match === null) return line;
    expected.push({ rule: match[1] ?? '', line: index + 1, part: match[2] });
    return line.slice(0, match.index);
  });
  return { code: lines.join('\n'), expected };
}
