import type { CallCost, TokenRange } from '../cost/call-cost.ts';
import type { PromptCall } from '../ir.ts';
import type { Include, PromptFile } from '../ir-files.ts';
import { promptFormat } from '../prompt-files/formats.ts';
import { formatMicroUsd } from '../pricing/index.ts';
import { priceLines } from './price-lines.ts';
import { escapeMarkdown, markdownCode } from './markdown.ts';
import { sentWords, sessionCost, SESSION_TURNS } from './prompt-wording.ts';
import { formatTokens } from './wording.ts';

/** Tokens of a text for the model of the call. */
export type CountText = (text: string) => TokenRange;

/** The hover of a prompt file as Markdown: when it is sent, what of which file, and what that costs. */
export function instructionHover(call: PromptCall, file: PromptFile, cost: CallCost, count: CountText): string {
  const title = promptFormat(file.format)?.title ?? file.format;
  const piece = file.piece === 'listing' ? ', name and description' : '';
  const lines = [`**${escapeMarkdown(title)}${piece}** · ${escapeMarkdown(sentWords(file))}`, '', '| text of | tokens |', '|---|---:|'];
  const [own, ...more] = tokensByFile(call, count);
  if (own !== undefined) lines.push(`| this file | ${formatTokens(own.tokens, false)} |`);
  for (const { uri, tokens } of more) lines.push(`| ${escapeMarkdown(nameFrom(call.uri, uri))} | ${formatTokens(tokens, false)} |`);
  lines.push(`| **together** | **${formatTokens(cost.input, cost.open)}** |`, '', ...unloaded(file.includes), ...costLines(cost));
  if (file.note !== undefined) lines.push(`${escapeMarkdown(capital(file.note))}.`, '');
  if (file.problem !== undefined) lines.push(`${escapeMarkdown(capital(file.problem))}. A client may leave name and description out.`, '');
  const [model] = cost.models;
  if (model !== undefined) lines.push(...priceLines(model));
  else
    lines.push(
      `Which model reads it is not known here; ${markdownCode('pennylint.yaml')} can say it (${markdownCode('callSites')} with ${markdownCode('files')} and ${markdownCode('model')}).`,
      '',
    );
  if (cost.open) lines.push('What is filled in when it is used is not counted.', '');
  lines.push('What the client writes around the text is not counted.');
  return lines.join('\n');
}

/** Own text first, then each file that is loaded with it. */
function tokensByFile(call: PromptCall, count: CountText): { readonly uri: string; readonly tokens: TokenRange }[] {
  const texts = new Map<string, string[]>([[call.uri, []]]);
  for (const part of call.segments.flatMap((segment) => segment.parts)) {
    if (part.kind !== 'text') continue;
    const list = texts.get(part.at.uri);
    if (list === undefined) texts.set(part.at.uri, [part.text]);
    else list.push(part.text);
  }
  return [...texts].map(([uri, parts]) => ({ uri, tokens: count(parts.join('')) }));
}

const reasons: Readonly<Partial<Record<Include['state'], string>>> = {
  outside: 'outside of the workspace, not counted',
  missing: 'no such file in the workspace, not loaded',
  deep: 'too many hops away, not loaded',
  twice: 'loaded already, counted once',
  unread: 'the workspace is still being read',
};

function unloaded(includes: readonly Include[]): string[] {
  const lines = includes.flatMap(({ path, state }) => {
    const reason = reasons[state];
    // A word behind an @ is a name more often than a file.
    return reason === undefined || (state === 'missing' && !/[./]/.test(path)) ? [] : [`- ${markdownCode(`@${path}`)}: ${reason}`];
  });
  return lines.length === 0 ? [] : [...lines, ''];
}

function costLines(cost: CallCost): string[] {
  const plus = cost.open ? '+' : '';
  return cost.models.flatMap((model) => {
    if (model.cold === undefined) return [];
    const cold = model.cold.mid;
    const warm = model.warm?.mid;
    const each =
      warm === undefined
        ? `≈${formatMicroUsd(cold)}${plus} on each turn`
        : `≈${formatMicroUsd(cold)}${plus} on the first turn, ${formatMicroUsd(warm)}${plus} on each turn that reads it from the cache`;
    const session = `≈${formatMicroUsd(sessionCost(cold, warm))}${plus} for ${SESSION_TURNS} turns of one session, ≈${formatMicroUsd(cold * 1000)}${plus} for 1,000 turns with a cold cache`;
    return [`${each}; ${session}. A turn is one request; agents send several per question. Assumes that the client caches its prompt.`, ''];
  });
}

/** A file as seen from another one's folder. */
function nameFrom(from: string, uri: string): string {
  const folder = from.slice(0, from.lastIndexOf('/') + 1);
  const name = uri.startsWith(folder) ? uri.slice(folder.length) : uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return decodeURI(name);
  } catch (error) {
    if (error instanceof URIError) return name;
    throw error;
  }
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
