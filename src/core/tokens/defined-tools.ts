/**
 * What tools weigh whose definition is the provider's: a request names their type only. Anthropic, pricing page and pages of the tools (August
 * 2026 and later).
 */
import type { ConstantTokens } from './overhead-facts.ts';

interface Row {
  readonly type: RegExp;
  /** Patterns of model ids with their tokens; the first that fits counts. */
  readonly tokens: readonly (readonly [models: RegExp, tokens: number])[];
  readonly band: readonly [low: number, high: number];
  /** True when the prompt that comes with any tool is in the number. */
  readonly whole?: true;
}

const ALL = /(?:)/;
const NEWER = /claude-(?:opus-(?:4[-.][78]|[5-9])|(?:sonnet|haiku|fable|mythos)-[5-9])/;

const ROWS: readonly Row[] = [
  {
    type: /^bash_\d+$/,
    tokens: [
      [NEWER, 325],
      [ALL, 244],
    ],
    band: [-2, 5],
  },
  { type: /^text_editor_\d+$/, tokens: [[ALL, 700]], band: [-40, 300] },
  // Published: 735 for the definition and 466 to 499 for its prompt; recorded: 1,320 on Sonnet 4 and Opus 4.6 (6 requests).
  { type: /^computer_20(?:25|24)\d+$/, tokens: [[ALL, 1320]], band: [-120, 60] },
  {
    type: /^computer_toolset_\d+$/,
    tokens: [
      [/claude-sonnet-5(?![-.]?\d(?!\d))/, 4590],
      [ALL, 4520],
    ],
    band: [-420, 100],
    whole: true,
  },
  {
    type: /^browser_toolset_\d+$/,
    tokens: [
      [/claude-sonnet-5(?![-.]?\d(?!\d))/, 6670],
      [ALL, 6610],
    ],
    band: [-1000, 900],
    whole: true,
  },
];

/** Tokens of a tool that Anthropic defines; `whole` when the prompt for tools is among them. Undefined for types of which nothing is published. */
export function definedTool(type: string, model: string): (ConstantTokens & { readonly whole: boolean }) | undefined {
  const row = ROWS.find((candidate) => candidate.type.test(type));
  const tokens = row?.tokens.find(([models]) => models.test(model.toLowerCase()))?.[1];
  if (row === undefined || tokens === undefined) return undefined;
  return { tokens, band: row.band, basis: 'calibrated', source: 'Anthropic, pricing page (2026)', whole: row.whole === true };
}
