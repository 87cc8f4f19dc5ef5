import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  bundledPriceSources,
  costLine,
  createPriceBook,
  defaultSettings,
  replacedCharacter,
  type LanguageService,
} from '../../core/index.ts';
import { oneOf, readArguments } from '../arguments.ts';
import { UsageError } from '../errors.ts';
import { decode, type FileProblem } from '../../files/index.ts';
import { COUNTING_APIS, countByProvider, type CountingProvider } from '../../provider-counts/index.ts';
import { createService } from '../workspace.ts';

/** Where the providers' own tools look for a key. */
const KEY_VARIABLES: Readonly<Record<CountingProvider, readonly string[]>> = {
  anthropic: ['ANTHROPIC_API_KEY'],
  openai: ['OPENAI_API_KEY'],
  gemini: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
};

/** `pennylint count`: tokens of a text, with how sure the number is. Offline, unless `--ask-provider` sends the text to its provider. */
export async function count(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(argv, {
    format: { type: 'string' },
    model: { type: 'string' },
    provider: { type: 'string' },
    'ask-provider': { type: 'boolean' },
    'base-url': { type: 'string' },
  });
  const format = oneOf('format', values.format, ['text', 'json'], 'text');
  if (positionals.length > 1) throw new UsageError('count takes one file, or - for standard input.');
  const [name = '-'] = positionals;
  const problems: FileProblem[] = [];
  const text = decode(readInput(name), name, problems);
  if (text === undefined) {
    process.stderr.write(`${name}: ${problems[0]?.message ?? 'cannot be read'}\n`);
    return 3;
  }
  if (values['ask-provider'] === true) return askProvider(text, format, values.model, values.provider, values['base-url']);
  if (values['base-url'] !== undefined) throw new UsageError('--base-url goes with --ask-provider.');
  const service = await createService(defaultSettings, (message) => process.stderr.write(`${message}\n`));
  const counted = service.counter.count(text, {
    ...(values.model === undefined ? {} : { model: values.model }),
    ...(values.provider === undefined ? {} : { provider: values.provider }),
  });
  const model = values.model ?? null;
  const damage = replacedCharacter(text);
  const { tokens, low, high, basis, encoding } = counted;
  const sets = toolSetsOf(name, text, service);
  if (format === 'json') {
    const toolSets = sets.length === 0 ? {} : { toolSets: sets.map(({ json }) => json) };
    process.stdout.write(
      `${JSON.stringify({ tokens, low, high, basis, encoding, model, ...toolSets, ...(damage === undefined ? {} : { problems: [{ file: name, message: damage.message, partial: true }] }) })}\n`,
    );
  } else {
    const band = basis === 'exact' && low === high ? '' : ` (${low.toLocaleString('en-US')}–${high.toLocaleString('en-US')})`;
    process.stdout.write(
      `${tokens.toLocaleString('en-US')} tokens${band}, ${basis}, ${encoding}${counted.note === undefined ? '' : `: ${counted.note}`}\n`,
    );
    for (const { line } of sets) process.stdout.write(`${line}\n`);
    if (damage !== undefined) process.stderr.write(`${name}: ${damage.message}\n`);
  }
  return 0;
}

/** The tool sets in a file of data: what of the text is sent as definitions, which is less than the text. */
function toolSetsOf(name: string, text: string, service: LanguageService): { readonly line: string; readonly json: object }[] {
  const uri = pathToFileURL(path.resolve(name)).href;
  if (!/\.(?:jsonc?|ya?ml|snap)$/i.test(name) || service.open({ uri, languageId: undefined, version: 1, text }) !== undefined) return [];
  service.analyzeNow(uri);
  return service.calls(uri).flatMap(({ call, cost }) => {
    if (call.kind !== 'tool-set' || cost.toolSet === undefined) return [];
    const { tokens, family, tools } = cost.toolSet;
    const each = tools.map(({ tool, tokens: weight }) => ({ name: tool.name ?? null, tokens: weight }));
    return [{ line: `sent as tools: ${costLine(call, cost)}`, json: { tokens, rendering: family, tools: each } }];
  });
}

/** The provider's own count of the text as one user message, its frame included. */
async function askProvider(
  text: string,
  format: 'text' | 'json',
  model: string | undefined,
  named: string | undefined,
  baseUrl: string | undefined,
): Promise<number> {
  if (model === undefined) throw new UsageError('--ask-provider needs --model.');
  const provider = countingProvider(model, named);
  const api = COUNTING_APIS[provider];
  const variables = KEY_VARIABLES[provider];
  const key = variables.map((name) => process.env[name]).find((value) => value !== undefined && value !== '');
  if (key === undefined) throw new UsageError(`--ask-provider needs a key of ${api.name} in ${variables.join(' or ')}.`);
  const prompt = { messages: [{ role: 'user' as const, text }] };
  const counted = await countByProvider({ provider, model, prompt, key, ...(baseUrl === undefined ? {} : { baseUrl }) });
  if (counted.state === 'failed') {
    process.stderr.write(`${counted.message}\n`);
    return 3;
  }
  const { tokens, estimate, origin } = counted;
  const basis = estimate ? 'calibrated' : 'exact';
  const encoding = `counted by ${origin}`;
  if (format === 'json') process.stdout.write(`${JSON.stringify({ tokens, low: tokens, high: tokens, basis, encoding, model })}\n`);
  else {
    const note = estimate ? `: ${api.name} calls its count an estimate` : '';
    process.stdout.write(`${tokens.toLocaleString('en-US')} tokens as one message, ${basis}, ${encoding}${note}\n`);
  }
  return 0;
}

/** The named provider, or the maker of the model. */
function countingProvider(model: string, named: string | undefined): CountingProvider {
  const lookup = createPriceBook(bundledPriceSources()).lookup({ provider: named, model, at: Date.now() });
  const provider = lookup.state === 'priced' ? lookup.matched.provider : named;
  const known = Object.keys(COUNTING_APIS) as CountingProvider[];
  const found = known.find((name) => name === provider);
  if (found === undefined) {
    throw new UsageError(`--ask-provider knows ${known.join(', ')}; say with --provider which of them has ${model}.`);
  }
  return found;
}

function readInput(name: string): Buffer {
  try {
    return readFileSync(name === '-' ? 0 : name);
  } catch (error) {
    throw new UsageError(`${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
