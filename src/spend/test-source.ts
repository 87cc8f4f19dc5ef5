/** One request to a source that somebody wants to connect, with what came of it in words. */
import { profileOf, credentialFor, openSource, type MeterBase } from '../gateways/index.ts';
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

/** The address that a redirect within the same origin names; it is offered, never followed. */
function betterAddress(kind: string, advice: string, url: string): string | null {
  const named = kind === 'redirected' ? /^Use (\S+) as the address\.$/.exec(advice)?.[1] : undefined;
  return named !== undefined && URL.canParse(named) && new URL(named).origin === new URL(url).origin ? named : null;
}
