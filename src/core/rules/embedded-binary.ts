import { toSource } from '../frontends/source-map.ts';
import { formatMicroUsd } from '../pricing/index.ts';
import { inputMoney } from './money.ts';
import { instructionParts } from './prompt-text.ts';
import { defineRule, pricedModel } from './rule.ts';

/** A data URI, or a run of base64 that is too long for a key or a hash: with capitals, small letters and digits, and no blanks. */
const BINARY = /data:[\w.+-]+\/[\w.+-]+;base64,[A-Za-z0-9+/=]{100,}|[A-Za-z0-9+/]{400,}={0,2}/g;

/** Finds pictures and files that are sent as text. */
export const embeddedBinary = defineRule({
  id: 'embedded-binary',
  summary: 'A picture or file stands in the prompt as base64 text, which is billed as text and read as noise.',
  category: 'size',
  saves: true,
  severity: 'warning',
  messages: {
    found:
      'Base64 data of {{size}} characters in the prompt: ≈{{tokens}} tokens per call{{cost}}, and the model cannot see what it holds. Send it as an image or file.',
  },
  check(call, { cost, count, report }) {
    for (const part of instructionParts(call, ['system', 'user', 'assistant', 'tool', 'other'])) {
      if (!mayHoldBinary(part.text)) continue;
      for (const match of part.text.matchAll(BINARY)) {
        if (!match[0].startsWith('data:') && !looksBinary(match[0])) continue;
        const model = pricedModel(cost);
        const { tokens, basis } = count(match[0], { provider: call.provider, model: model?.model });
        const money = inputMoney(model, tokens, cost.input.tokens);
        report({
          at: { uri: part.at.uri, start: toSource(part.map, match.index), end: toSource(part.map, match.index + match[0].length) },
          messageId: 'found',
          data: {
            size: match[0].length.toLocaleString('en-US'),
            tokens: tokens.toLocaleString('en-US'),
            cost: money === undefined ? '' : `, ≈${formatMicroUsd(money)}`,
          },
          impact: { tokens, microUsdPerCall: money, basis },
        });
      }
    }
  },
});

/** Characters of the shortest run of base64 that is looked at. */
const LONG_RUN = 400;

/** False for nearly every prompt, without reading more than a few of its characters: a long run covers one of the places that are looked at. */
function mayHoldBinary(text: string): boolean {
  if (text.includes(';base64,')) return true;
  for (let at = LONG_RUN - 1; at < text.length; at += LONG_RUN) {
    let [start, end] = [at, at];
    while (start > 0 && isBase64(text.charCodeAt(start))) start--;
    while (end < text.length && isBase64(text.charCodeAt(end))) end++;
    if (end - start >= LONG_RUN) return true;
  }
  return false;
}

/** `A`–`Z`, `a`–`z`, `0`–`9`, `+` and `/`. */
function isBase64(unit: number): boolean {
  return (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122) || (unit >= 47 && unit <= 57) || unit === 43;
}

/** Base64 of data has all kinds of characters; repeated letters and long numbers have not. */
function looksBinary(text: string): boolean {
  return /[A-Z]/.test(text) && /[a-z]/.test(text) && /\d/.test(text) && new Set(text.slice(0, 400)).size > 30;
}
