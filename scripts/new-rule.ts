/** Writes the files of a new rule and its line in the list. Run by `npm run new:rule <id>`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const id = process.argv[2] ?? '';
if (!/^[a-z]+(-[a-z]+)+$/.test(id)) {
  console.error('A rule id is two or more lower-case words with hyphens that name the pattern found: npm run new:rule oversized-prompt');
  process.exit(2);
}
const name = id.replace(/-([a-z])/g, (_match, letter: string) => letter.toUpperCase());
const folder = 'src/core/rules';
if (existsSync(`${folder}/${id}.ts`)) {
  console.error(`${folder}/${id}.ts exists already.`);
  process.exit(2);
}
const summary = `A call has the pattern ${id}.`;

writeFileSync(
  `${folder}/${id}.ts`,
  `import { defineRule } from './rule.ts';

/** Finds calls with the pattern. */
export const ${name} = defineRule({
  id: '${id}',
  summary: '${summary}',
  category: 'size',
  severity: 'hint',
  messages: {
    found: 'What is wrong, in one sentence.',
  },
  check(call, { report }) {
    if (call.segments.length > 1000) report({ at: call.calleeAt, messageId: 'found', data: {} });
  },
});
`,
);

writeFileSync(
  `${folder}/${id}.md`,
  `# ${id}

${summary}

## Why it costs

Two or three sentences and one worked number with its source.

## Incorrect

\`\`\`python
from openai import OpenAI

OpenAI().responses.create(model="gpt-4o", input="x", max_output_tokens=9)  # expect: ${id}
\`\`\`

## Correct

\`\`\`python
from openai import OpenAI

OpenAI().responses.create(model="gpt-4o", input="x", max_output_tokens=9)
\`\`\`

## When to ignore it

When the pattern is what the user wants.
`,
);

const index = readFileSync(`${folder}/index.ts`, 'utf8');
const names = [...(/= \[([^\]]*)\]/.exec(index)?.[1] ?? '').matchAll(/\w+/g)].map(([found]) => found);
const all = [...names, name].sort();
const withImport = index.replace(/(\nimport [^\n]*\n)(?!import)/, `$1import { ${name} } from './${id}.ts';\n`);
writeFileSync(`${folder}/index.ts`, withImport.replace(/= \[[^\]]*\]/, `= [${all.join(', ')}]`));
console.log(`Wrote ${folder}/${id}.ts and ${id}.md. Fill them, then run: npm run gen && npm run build && npm run test:unit`);
