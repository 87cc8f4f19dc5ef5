/** The demo as a source: a real gateway process on a port of this machine would say the same, so nothing behind it knows that it is invented. */
import { Meter } from '../core/spend/index.ts';
import { pageReader, Poller, startDemoGateway } from '../gateways/index.ts';
import type { SourceSettings } from '../shared/spend-settings.ts';
import type { RunningSource, SourceContext } from './running-source.ts';

/** How often the demo is read: often enough to see it move. */
const POLL_MS = 2_000;
const MINUTE = 60_000;
/** How far back the demo has a past, so that charts, baselines and months are not empty: by the minute, before that by five minutes. */
const FINE_MS = 70 * MINUTE;
const PAST_MS = 4 * 24 * 60 * MINUTE;
/** Steps of the past between two breaths of the process. */
const BREATH = 200;

/** Starts the demo gateway and gives it a past. Rejects when no port can be had. */
export async function startDemoSource(settings: SourceSettings, { base, changed }: SourceContext): Promise<RunningSource> {
  const end = Date.now();
  let clock: number | undefined = end - PAST_MS;
  const gateway = await startDemoGateway({ now: () => clock ?? Date.now() });
  const meter = new Meter({ ...base, id: 'demo', name: settings.name ?? 'Demo gateway' });
  for (let steps = 0; clock <= end; steps++) {
    meter.readPage(gateway.page(), clock);
    clock += clock < end - FINE_MS ? 5 * MINUTE : MINUTE;
    if (steps % BREATH === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  clock = undefined;
  const poller = new Poller(meter, pageReader({ url: gateway.url }), { pollMs: settings.pollMs ?? POLL_MS, changed });
  return {
    settings,
    // Nobody keeps invented money, and nobody is told of budgets that it uses up.
    readings: () => [{ id: settings.id, meter, pollMs: poller.pollMs, keeper: false, waiting: undefined }],
    watch(watch) {
      poller.pace(watch === 'off' ? undefined : 'suggested');
    },
    retry() {
      poller.hurry();
    },
    save: () => undefined,
    async stop() {
      await poller.stop();
      await gateway.close();
    },
  };
}
