/** What a receiver of OpenTelemetry gets, by agent: one meter and one store per profile, made when its first reading comes. */
import { Meter, OtlpIntake, type OtlpReadings, type Profile } from '../core/spend/index.ts';
import type { MeterBase } from './open-source.ts';
import { startReceiver, type Receiver } from './otlp-receiver.ts';
import { StoreFile } from './store-file.ts';

/** What {@link startOtlpMeters} works with. */
export interface OtlpMetersOptions {
  /** Port on 127.0.0.1; 0 = a free one. */
  readonly port: number;
  /** Folder of the stores; undefined = nothing is kept. */
  readonly folder: string | undefined;
  readonly base: MeterBase;
  /** Called when figures changed. */
  readonly changed?: () => void;
  /** Takes a sentence for the user. */
  readonly say: (words: string) => void;
}

/** A receiver with its meters. */
export interface OtlpMeters {
  readonly receiver: Receiver;
  /** In the order in which they came. */
  readonly meters: readonly Meter[];
  /** True when the stores of all meters can be written. */
  readonly writable: () => boolean;
  save(): void;
  /** Ends the receiver, saves, gives the stores back. */
  close(): Promise<void>;
}

/** Starts a receiver. Rejects when the port is taken. */
export async function startOtlpMeters({ port, folder, base, changed, say }: OtlpMetersOptions): Promise<OtlpMeters> {
  const meters: Meter[] = [];
  const stores = new Map<Meter, StoreFile>();
  const intake = new OtlpIntake(Date.now());
  const keep = (meter: Meter, profile: Profile): void => {
    if (folder === undefined) return;
    const store = new StoreFile(folder, meter.options.id);
    if (!store.open()) say('Another Pennylint keeps the history of this source; nothing is saved here.');
    const { words } = store.load(meter);
    if (words !== undefined) say(words);
    const lane = meter.memory.get('lane');
    if (lane === 'metrics' || lane === 'events') intake.restoreLane(profile.id, lane);
    stores.set(meter, store);
  };
  const save = (): void => {
    for (const [meter, store] of stores) {
      const lane = intake.laneOf(meter.adopted?.id ?? '');
      if (lane !== undefined) meter.memory.set('lane', lane);
      store.open();
      store.save(meter);
    }
  };
  const take = (all: readonly OtlpReadings[]): void => {
    for (const { profile, readings } of all) {
      let meter = meters.find((known) => known.adopted?.id === profile.id);
      if (meter === undefined) {
        meter = new Meter({ ...base, id: `otlp:${profile.id}`, name: `${profile.name} over OpenTelemetry` });
        meter.adopted = profile;
        meters.push(meter);
        keep(meter, profile);
      }
      meter.take(readings, Date.now());
    }
    if (all.length > 0) changed?.();
  };
  const receiver = await startReceiver({ port, take, intake });
  return {
    receiver,
    meters,
    writable: () => [...stores.values()].every((store) => store.writable),
    save,
    async close() {
      await receiver.close();
      save();
      for (const store of stores.values()) store.close();
    },
  };
}
