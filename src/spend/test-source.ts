/** One request to a source that somebody wants to connect, with what came of it in words. */
import { credentialFor, openSource, profileOf, type MeterBase, type SourceDescription } from '../gateways/index.ts';
import type { SourceOrder, TestResult } from '../shared/spend-messages.ts';

const TEST_MS = 15_000;

/** Asks once. Nothing is kept of the answer. Never rejects. */
export async function testSource({ settings, key }: SourceOrder, base: MeterBase): Promise<TestResult> {
  const { kind, url = '' } = settings;
  const bad = (words: string, advice: string | null): TestResult => ({ ok: false, words, advice, kind: 'unsafe', better: null });
  const profile = profileOf(settings.profile);
  if ('problem' in profile) return bad(profile.problem, null);
  try {
    const mine = key !== undefined && URL.canParse(url) && new URL(url).origin === key.origin;
    const credential = mine ? credentialFor(kind, url, key.key) : undefined;
    const opened = openSource({ ...settings, url, profile: profile.profile, credential }, base);
    if ('state' in opened) return bad(opened.reason, opened.advice);
    const { meter, reader } = opened;
    const refusal = await reader.read(meter, AbortSignal.timeout(TEST_MS));
    if (refusal !== undefined && kind === 'metrics' && new URL(url).pathname === '/' && NO_PAGE.includes(refusal.kind)) {
      return await atUsualPath({ ...settings, profile: profile.profile, credential }, new URL(url).origin, base);
    }
    if (refusal !== undefined) {
      return {
        ok: false,
        words: refusal.reason,
        advice: refusal.advice,
        kind: refusal.kind,
        better: betterAddress(refusal.kind, refusal.advice, url),
      };
    }
    const what = meter.profile?.name;
    const money = {
      reported: 'It counts money.',
      notional: 'It estimates money at list prices.',
      computed: 'It counts tokens; money is tokens × list price.',
    };
    const words = `${what ?? meter.options.name} answers. ${money[meter.money]}`;
    return { ok: true, words, advice: null, kind: null, better: null };
  } catch (error) {
    return bad(error instanceof Error ? error.message : String(error), 'Give the key again.');
  }
}

/** Refusals that mean: here is something, but no page of metrics. */
const NO_PAGE: readonly string[] = ['not-data', 'missing', 'redirected'];
/** Where gateways show their metrics, most of them. */
const USUAL_PATHS = ['/metrics/', '/metrics'];

/** The address of a gateway itself was given: looks for its page of metrics, on the same origin and nowhere else. */
async function atUsualPath(source: Omit<SourceDescription, 'url'>, origin: string, base: MeterBase): Promise<TestResult> {
  for (const path of USUAL_PATHS) {
    const opened = openSource({ ...source, url: `${origin}${path}` }, base);
    if ('state' in opened) break;
    const refusal = await opened.reader.read(opened.meter, AbortSignal.timeout(TEST_MS));
    // With a wrong key the page is there as well; the next test says what is wrong with the key.
    if (refusal !== undefined && refusal.kind !== 'unauthorized' && refusal.kind !== 'forbidden') continue;
    const words = `${origin} is the address of the gateway; its metrics are at ${path}.`;
    return { ok: false, words, advice: null, kind: 'redirected', better: `${origin}${path}` };
  }
  return {
    ok: false,
    words: `There is no page of metrics at ${origin}, nor at ${USUAL_PATHS.join(' or ')} of it.`,
    advice: 'Give the address of the page itself, with its path. LiteLLM shows one when its configuration has callbacks: ["prometheus"].',
    kind: 'missing',
    better: null,
  };
}

/** The address that a redirect within the same origin names; it is offered, never followed. */
function betterAddress(kind: string, advice: string, url: string): string | null {
  const named = kind === 'redirected' ? /^Use (\S+) as the address\.$/.exec(advice)?.[1] : undefined;
  return named !== undefined && URL.canParse(named) && new URL(named).origin === new URL(url).origin ? named : null;
}
