/** Looks for gateways on this machine, when the user asks for it: one request without a key to each address. */
import { ask } from '../gateways/index.ts';
import { isLoopback } from '../http/index.ts';

const LOOK_MS = 1_500;

/** Addresses on this machine at which something answers like a gateway: with metrics, or by asking for a key. Others are not asked. */
export async function look(addresses: readonly string[]): Promise<readonly string[]> {
  const own = addresses.filter((address) => URL.canParse(address) && isLoopback(new URL(address).hostname));
  const answers = await Promise.all(
    own.map(async (url) => {
      const answer = await ask({ url, timeoutMs: LOOK_MS, maxBytes: 5_000_000, accept: 'text/plain;version=0.0.4' });
      return answer.state === 'answer' ? /^# (?:TYPE|HELP) /m.test(answer.parts.join('')) : answer.kind === 'unauthorized';
    }),
  );
  return own.filter((_, index) => answers[index]);
}
