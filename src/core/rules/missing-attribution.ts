import { insertValue } from './insert.ts';
import { isCaller } from './prompt-text.ts';
import { platformOf } from '../pricing/index.ts';
import { defineRule, pricedModel, type Fix } from './rule.ts';

/** Gateways that break spend down by tag: the provider that a base URL names, or the API of the gateway's own SDK. */
function behindGateway(provider: string | undefined, api: string, reason: string): boolean {
  if (api.startsWith('litellm')) return true;
  if (provider !== undefined && platformOf(provider)?.role === 'router') return true;
  return /litellm|portkey|helicone|openrouter|bifrost|gateway|localhost:4000|127\.0\.0\.1:4000/i.test(reason);
}

/** Finds calls through a gateway that nobody can tell apart on the bill. */
export const missingAttribution = defineRule({
  id: 'missing-attribution',
  summary: 'A call through a gateway carries no tag, so that its spend cannot be told from that of other calls.',
  category: 'metering',
  severity: 'off',
  messages: {
    found: 'This call goes through a gateway without a tag: its spend cannot be told from that of other calls.',
  },
  check(call, { cost, report }) {
    const option = call.options?.tag;
    if (option?.state !== 'missing' || isCaller(call) || call.free || !behindGateway(call.provider, call.api, call.providerReason)) return;
    const { insertion } = option;
    const name = call.around?.functionName ?? fileName(call.uri);
    const value = insertion?.path.at(-1) === 'tags' ? [name] : name;
    const fixes: Fix[] =
      insertion === undefined ? [] : [{ title: `Tag the call as \`${name}\``, safety: 'safe', edits: insertValue(insertion, value) }];
    report({
      at: call.calleeAt,
      messageId: 'found',
      data: {},
      fixes,
      impact: { tokens: cost.input.tokens, microUsdPerCall: pricedModel(cost)?.cold?.mid, basis: 'assumed' },
    });
  },
});

function fileName(uri: string): string {
  const name = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1)).replace(/\.\w+$/, '');
  return name.replace(/[^\w.-]/g, '-') || 'call';
}
