/** Gateways that run as a service: Portkey, Vercel AI Gateway, Cloudflare AI Gateway. */
import { DAY, HOUR, MINUTE } from '../ledger.ts';
import { refuse, type Decoded, type Reading } from '../reading.ts';
import { rowWindow } from './rows.ts';
import { BEARER, list, member, number, usd, type HttpSource, type Question } from './source.ts';

/**
 * Portkey's analytics. Amounts are cents (two public clients divide by 100). Shape: Portkey documentation, analytics API, 2026; the plan must be
 * Enterprise.
 */
export const portkey: HttpSource = {
  id: 'portkey',
  name: 'Portkey',
  home: 'https://api.portkey.ai',
  key: { header: 'x-portkey-api-key', prefix: '' },
  pollMs: 60_000,
  leastMs: 60_000,
  money: 'reported',
  lacks: { cacheHitRate: 'Portkey’s analytics count its own cache only.', tasks: 'Portkey’s graphs name no session.' },
  notes: ['Portkey counts in cents; the unit is not documented for every figure.'],
  async poll({ ask, now }): Promise<Decoded> {
    // One sum per UTC day: the distance of the points of a graph changes with the range that is asked for, a sum does not.
    const from = Math.floor(now / DAY) * DAY;
    const query = { time_of_generation_min: new Date(from).toISOString(), time_of_generation_max: new Date(now).toISOString() };
    const cost = await ask({ path: '/v1/analytics/graphs/cost', query });
    if (cost.state === 'refused') {
      return cost.kind === 'forbidden' ? { ...cost, advice: 'Portkey’s analytics API needs the Enterprise plan.' } : cost;
    }
    const cents = number(member(cost.value, 'summary', 'total'));
    if (cents === undefined) return refuse('not-data', 'The answer has no sum.', 'Check the address of the source.');
    const requests = await ask({ path: '/v1/analytics/graphs/requests', query });
    const calls = requests.state === 'json' ? number(member(requests.value, 'summary', 'total')) : undefined;
    const amounts = { reported: cents * 10_000, ...(calls === undefined ? {} : { calls }) };
    return { state: 'read', readings: [{ kind: 'window', series: 'day', from, to: from + DAY, dims: {}, amounts }] };
  },
};

/**
 * Vercel AI Gateway. Only the credits are read: each question to its report is billed. Shape: Vercel documentation, AI Gateway, 2026-09; numbers come
 * as texts.
 */
export const vercel: HttpSource = {
  id: 'vercel',
  name: 'Vercel AI Gateway',
  home: 'https://ai-gateway.vercel.sh/v1',
  key: BEARER,
  pollMs: 60_000,
  leastMs: 60_000,
  money: 'reported',
  lacks: {
    calls: 'the credits are a sum of money.',
    cacheHitRate: 'the credits have no tokens.',
    failedCalls: 'the credits have no calls.',
    tasks: 'the credits name no session.',
  },
  notes: ['Vercel’s report by model is not asked for, because every question to it is billed.'],
  async poll({ ask }): Promise<Decoded> {
    const answer = await ask({ path: '/credits' });
    if (answer.state === 'refused') return answer;
    const used = usd(member(answer.value, 'total_used'));
    const balance = usd(member(answer.value, 'balance'));
    if (used === undefined) return refuse('not-data', 'The answer holds no credits.', 'Check the address of the source.');
    const readings: Reading[] = [
      { kind: 'counter', series: 'credits', dims: {}, amounts: { reported: used } },
      { kind: 'total', period: 'ever', microUsd: used },
    ];
    if (balance !== undefined && used + balance > 0) readings.push({ kind: 'budget', name: 'credits', limit: used + balance, spent: used });
    return { state: 'read', readings };
  },
};

/** Cloudflare's own limits on questions are generous, but rows appear two to six minutes late. */
const CLOUDFLARE_QUERY = `query($acct:string!,$from:Time!,$to:Time!){viewer{accounts(filter:{accountTag:$acct}){rows:aiGatewayRequestsAdaptiveGroups(limit:5000,filter:{datetimeMinute_geq:$from,datetimeMinute_leq:$to},orderBy:[datetimeMinute_ASC]){count sum{cost erroredRequests cachedTokensIn cachedTokensOut uncachedTokensIn uncachedTokensOut} dimensions{model provider gateway datetimeMinute}}}}}`;

/** Cloudflare AI Gateway. Shape: Cloudflare documentation and public clients, 2026. */
export const cloudflare: HttpSource = {
  id: 'cloudflare',
  name: 'Cloudflare AI Gateway',
  home: 'https://api.cloudflare.com/client/v4',
  key: BEARER,
  pollMs: 5 * MINUTE,
  leastMs: 5 * MINUTE,
  money: 'reported',
  lacks: {
    cacheHitRate: 'Cloudflare counts its own cache only, not that of the provider.',
    tasks: 'Cloudflare’s analytics name no session.',
  },
  notes: ['Cloudflare’s figures are two to six minutes late, may be sampled, and are not meant for billing.'],
  needs: { account: 'the account id' },
  async poll({ ask, now, memory, settings }): Promise<Decoded> {
    const from = Number(memory.get('from') ?? now - 24 * HOUR);
    const question: Question = {
      path: '/graphql',
      body: {
        query: CLOUDFLARE_QUERY,
        variables: { acct: settings.account ?? '', from: new Date(from).toISOString(), to: new Date(now).toISOString() },
      },
    };
    const answer = await ask(question);
    if (answer.state === 'refused') return answer;
    const [error] = list(member(answer.value, 'errors'));
    if (error !== undefined) {
      return refuse(
        'failed',
        `Cloudflare says: ${String(member(error, 'message')).slice(0, 200)}`,
        'The token needs “Account Analytics: Read” for this account.',
      );
    }
    const [account] = list(member(answer.value, 'data', 'viewer', 'accounts'));
    if (account === undefined) return refuse('not-data', 'The answer names no account.', 'Check the account id.');
    memory.set('from', String(Math.floor((now - 15 * MINUTE) / MINUTE) * MINUTE));
    const rows = list(member(account, 'rows'));
    const readings = rows.flatMap((row): Reading[] => {
      const windows = rowWindow(
        row,
        {
          at: 'dimensions.datetimeMinute',
          lengthMs: MINUTE,
          dims: { model: 'dimensions.model', provider: 'dimensions.provider', team: 'dimensions.gateway' },
          amounts: { reported: 'sum.cost', calls: 'count', failed: 'sum.erroredRequests' },
          money: 1_000_000,
        },
        'minute',
      );
      const sum = (side: 'In' | 'Out'): number =>
        (number(member(row, 'sum', `cachedTokens${side}`)) ?? 0) + (number(member(row, 'sum', `uncachedTokens${side}`)) ?? 0);
      return windows.map((window) =>
        window.kind === 'window' ? { ...window, amounts: { ...window.amounts, input: sum('In'), output: sum('Out') } } : window,
      );
    });
    if (rows.length >= 5000) readings.push({ kind: 'note', words: 'Cloudflare cut the answer off at 5,000 rows; some spend is missing.' });
    return { state: 'read', readings };
  },
};
