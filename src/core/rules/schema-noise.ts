import { noiseKinds, noiseOf, noiseTokens, nonNullBranch, type Noise, type NoiseKind } from '../tool-sets/waste.ts';
import type { Edit } from '../ir.ts';
import { cutFields } from './cut-fields.ts';
import { defineRule, type Fix, type RuleContext } from './rule.ts';
import { moneyWords, number, toolContext, toolImpact, type ToolContext } from './tool-context.ts';

/** Less than this is not worth a word, in tokens per request. */
const WORTHWHILE_TOKENS = 20;
/** The same as a share of all tools. */
const WORTHWHILE_SHARE = 0.01;

/** Finds parts of tool schemas that are sent and tell the model nothing. */
export const schemaNoise = defineRule({
  id: 'schema-noise',
  summary: 'Tool schemas carry parts that are sent with every request and tell the model nothing.',
  category: 'tools',
  saves: true,
  severity: 'information',
  messages: {
    found: '{{what}} in {{where}}: {{tokens}} tokens with every request{{money}} that tell the model nothing{{advice}}.',
    nullable:
      '{{count}} optional {{parameters}} also null, as `anyOf` with `default: null`: {{tokens}} tokens with every request{{money}} more than the plain type.',
  },
  check(call, context) {
    const tools = toolContext(call, context);
    if (tools === undefined) return;
    const all = tools.own.flatMap(noiseOf);
    const total = context.cost.toolSet?.tokens ?? 0;
    for (const kind of noiseKinds) {
      const noise = all.filter((one) => one.kind === kind);
      const [first] = noise;
      const at = first?.fields[0]?.keyAt;
      if (first === undefined || at === undefined) continue;
      const tokens = noiseTokens(noise, tools.family, tools.count);
      if (tokens < WORTHWHILE_TOKENS || tokens < total * WORTHWHILE_SHARE) continue;
      const count = new Set(noise.map((one) => one.tool)).size;
      const shared = {
        at,
        impact: toolImpact(tokens, context),
        fixes: tools.generated ? [] : fixesFor(kind, noise, tokens, tools, context),
        related: others(noise),
      };
      const [numbers, money] = [number(tokens), moneyWords(tokens, context)];
      if (kind === 'nullable') {
        const parameters = noise.length === 1 ? 'parameter may be' : 'parameters may be';
        context.report({
          ...shared,
          messageId: 'nullable',
          data: { count: number(noise.length), parameters, tokens: numbers, money },
          severity: 'hint',
        });
        continue;
      }
      const where = count === 1 ? `the tool \`${first.tool.name ?? 'tool'}\`` : `${number(count)} tools`;
      const advice = tools.generated ? '; the server that writes them can leave them out' : '';
      context.report({ ...shared, messageId: 'found', data: { what: WORDS[kind], where, tokens: numbers, money, advice } });
    }
  },
});

const WORDS: Readonly<Record<Exclude<NoiseKind, 'nullable'>, string>> = {
  $schema: '`$schema`',
  definitions: 'Definitions that nothing refers to',
  title: 'Generated titles, which repeat the names,',
};

const TITLES: Readonly<Record<NoiseKind, string>> = {
  $schema: 'Remove `$schema`',
  definitions: 'Remove the definitions that nothing refers to',
  title: 'Remove the generated titles',
  nullable: 'Write the plain type',
};

function fixesFor(kind: NoiseKind, noise: readonly Noise[], tokens: number, tools: ToolContext, { textOf }: RuleContext): Fix[] {
  const edits: Edit[] = [];
  for (const one of noise) {
    const text = textOf(one.owner.at.uri);
    const cut = text === undefined ? undefined : kind === 'nullable' ? plainType(one, text) : cutAll(one, noise, text);
    if (cut === undefined) return [];
    edits.push(...cut);
  }
  // What two tools share is written once and cut once.
  const unique = [...new Map(edits.map((edit) => [`${edit.uri} ${edit.start}`, edit])).values()];
  const safety = kind !== 'nullable' && tools.data ? 'safe' : 'review';
  return [{ title: `${TITLES[kind]} (−${number(tokens)} tokens per request)`, safety, edits: unique }];
}

/** Fields of one object are cut together. */
function cutAll(one: Noise, noise: readonly Noise[], text: string): Edit[] | undefined {
  const together = noise.filter(({ owner }) => owner === one.owner);
  return cutFields(
    one.owner,
    together.flatMap(({ fields }) => fields),
    text,
  );
}

/** The branch that is not null takes the place of `anyOf`, and the default goes. JSON only. */
function plainType({ owner, fields }: Noise, text: string): Edit[] | undefined {
  const [anyOf, byDefault] = fields;
  if (anyOf?.value.kind !== 'list' || byDefault === undefined || text[owner.at.start] !== '{') return undefined;
  const inner = nonNullBranch(anyOf.value.items);
  const cut = cutFields(owner, [byDefault], text);
  const list = cutFields(owner, [anyOf], text);
  if (inner === undefined || cut === undefined || list === undefined || text[inner.at.start] !== '{' || text[inner.at.end - 1] !== '}')
    return undefined;
  const start = anyOf.keyAt.start - (/["']/.test(text[anyOf.keyAt.start - 1] ?? '') ? 1 : 0);
  const newText = text.slice(inner.at.start + 1, inner.at.end - 1).trim();
  return [{ uri: owner.at.uri, start, end: anyOf.value.at.end, newText }, ...cut];
}

/** The other places of the same noise, a few of them. */
function others(noise: readonly Noise[]): { readonly at: Noise['owner']['at']; readonly message: string }[] {
  return noise.slice(1, 6).flatMap(({ fields, tool }) => {
    const at = fields[0]?.keyAt;
    return at === undefined ? [] : [{ at, message: `the same in \`${tool.name ?? 'tool'}\`` }];
  });
}
