import assert from 'node:assert/strict';
import fc from 'fast-check';
import { booked, meter, random, Registry, snapshot, spendSeries, START } from '../support/spend.ts';

const STEP = 15_000;
const MODELS = ['gpt-4o', 'gpt-4o-mini', 'claude-sonnet-4-5'];

/** Within 0.1 % and a thousandth of a micro-dollar. */
function assertSame(actual: number, expected: number, message?: string): void {
  assert.ok(Math.abs(actual - expected) <= Math.max(0.001, expected * 0.001), `${message ?? ''} ${actual} is not ${expected}`);
}

describe('counters', () => {
  it('equal the ledger over a run with restarts, new series and idle ones, when the page shows its process', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.array(fc.constantFrom('work', 'work', 'work', 'restart', 'twice', 'idle'), { minLength: 5, maxLength: 60 }),
        (seed, steps) => {
          const next = random(seed);
          const registry = new Registry(START - 1000, true);
          const reader = meter();
          let ledger = 0;
          let now = START;
          registry.add(spendSeries('gpt-4o', 'old'), 5);
          reader.readPage(registry.page(), now);
          for (const step of steps) {
            now += STEP;
            // What a process counted after the last reading dies with it, so a restart comes right after one.
            if (step === 'restart') registry.restart(now - STEP + 1);
            for (let i = 0; i < (step === 'idle' ? 0 : 4); i++) {
              const value = next() * 0.02;
              ledger += value * 1e6;
              registry.add(spendSeries(MODELS[Math.floor(next() * 3)]!, `u${Math.floor(next() * 5)}`), value);
            }
            reader.readPage(registry.page(), now);
            if (step === 'twice') reader.readPage(registry.page(), now);
          }
          assertSame(booked(reader), ledger);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('confirm a restart that nothing proves, and count all of it', () => {
    const registry = new Registry(START, false);
    const reader = meter();
    let now = START;
    registry.add(spendSeries('gpt-4o', 'a'), 10);
    registry.add(spendSeries('gpt-4o-mini', 'a'), 4);
    let ledger = 0;
    const verdicts: (string | undefined)[] = [];
    for (let i = 0; i < 40; i++) {
      reader.readPage(registry.page(), now);
      verdicts.push(reader.verdict);
      assert.ok(booked(reader) <= ledger + 1e-6);
      now += STEP;
      if (i === 20) registry.restart(now);
      if (i > 30) continue;
      registry.add(spendSeries('gpt-4o', 'a'), 0.01);
      registry.add(spendSeries('gpt-4o-mini', 'a'), 0.002);
      ledger += 12_000;
    }
    assertSame(booked(reader), ledger);
    assert.deepEqual(verdicts.slice(0, 5), ['baseline', 'held', 'counted', 'counted', 'counted']);
    assert.deepEqual(verdicts.slice(20, 23), ['counted', 'held', 'held']);
    assert.equal(verdicts.at(-1), 'counted');
  });

  it('invent no money when two workers answer in turn, and say so', () => {
    fc.assert(
      fc.property(fc.integer(), fc.boolean(), fc.boolean(), (seed, showStart, alternate) => {
        const next = random(seed);
        const workers = [new Registry(START - 60_000, showStart), new Registry(START - 59_000, showStart)];
        workers.forEach((worker, i) => {
          for (const model of MODELS) worker.add(spendSeries(model, 'a'), 1 + i + next() * 20);
        });
        const reader = meter();
        let now = START;
        let truth = 0;
        let warned = false;
        let turn = 0;
        let run = 0;
        for (let i = 0; i < 60; i++) {
          // Without a process time on the page, a worker that stays away for eight readings cannot be told from one that is gone.
          const other = alternate || run >= 7 || next() < 0.5;
          run = other ? 0 : run + 1;
          if (other) turn = 1 - turn;

          for (const worker of workers) {
            const value = next() * 0.01;
            truth += value * 1e6;
            worker.add(spendSeries(MODELS[i % 3]!, 'a'), value);
          }
          reader.readPage(workers[turn]!.page(), now);
          const { connection } = snapshot(reader, now);
          warned ||= connection.state === 'several-workers';
          assert.ok(booked(reader) >= 0 && booked(reader) <= truth + 1e-6, `phantom: ${booked(reader)} of ${truth}`);
          now += STEP;
        }
        assert.ok(warned, 'a warning is shown');
        assert.match(snapshot(reader, now).warnings.join(), /several workers/);
      }),
      { numRuns: 200, seed: 20261122 },
    );
  });

  it('invent no money when the workers have no series in common', () => {
    for (const order of [
      [0, 1],
      [0, 0, 1],
      [0, 1, 1, 0, 0, 0, 1],
    ]) {
      const workers = [new Registry(START, false), new Registry(START, false)];
      workers.forEach((worker, i) => {
        for (const model of MODELS) worker.add(spendSeries(model, `user-${i}`), 3 + i);
      });
      const reader = meter();
      let warned = false;
      for (let i = 0; i < 40; i++) {
        reader.readPage(workers[order[i % order.length]!]!.page(), START + i * STEP);
        assert.equal(booked(reader), 0, order.join());
        warned ||= reader.verdict === 'refused';
      }
      assert.ok(warned, order.join());
    }
  });

  it('take a rolling restart behind a collector for what it is', () => {
    const registry = new Registry(START, false);
    const services = Array.from({ length: 30 }, (_, i) => spendSeries('gpt-4o', `service-${i}`));
    for (const series of services) registry.add(series, 20);
    const reader = meter();
    let ledger = 0;
    for (let i = 0; i < 80; i++) {
      reader.readPage(registry.page(), START + i * STEP);
      assert.notEqual(reader.verdict, 'refused', String(i));
      if (i > 60) continue;
      // One service after the other begins anew.
      if (i >= 10 && i < 40) registry.values.set(services[i - 10]!, 0);
      for (const series of services) registry.add(series, 0.01);
      ledger += 300_000;
    }
    assertSame(booked(reader), ledger);
  });

  it('take back what was counted shortly before the second worker showed itself', () => {
    const a = new Registry(START, false);
    const b = new Registry(START, false);
    a.add(spendSeries('gpt-4o', 'a'), 10);
    b.add(spendSeries('gpt-4o', 'a'), 25);
    const reader = meter();
    let now = START;
    for (let i = 0; i < 8; i++) {
      a.add(spendSeries('gpt-4o', 'a'), 0.001);
      reader.readPage(a.page(), now);
      now += STEP;
    }
    assertSame(booked(reader), 7000);
    reader.readPage(b.page(), now);
    reader.readPage(a.page(), now + STEP);
    assert.equal(booked(reader), 0);
    assert.equal(reader.verdict, 'refused');
    // Calm again: counting goes on from there.
    for (let i = 2; i < 40; i++) {
      a.add(spendSeries('gpt-4o', 'a'), 0.001);
      reader.readPage(a.page(), now + i * STEP);
    }
    assert.equal(reader.verdict, 'counted');
    assert.ok(booked(reader) > 0 && booked(reader) <= 39_000);
  });

  it('survive duplicate pages, series that vanish and return, odd numbers, and overflow', () => {
    const registry = new Registry(START - 1000, true);
    const reader = meter();
    const page = (value: string): string => `process_start_time_seconds ${START / 1000 - 1}\n${spendSeries('gpt-4o', 'a')} ${value}\n`;
    registry.add('x', 1);
    let now = START;
    const read = (text: string): void => {
      reader.readPage(text, (now += STEP));
    };
    read(page('1'));
    read(page('2'));
    read(page('2'));
    read(page('NaN'));
    read(page('+Inf'));
    read(page('-3'));
    read(page('1e300'));
    read(page('2.5'));
    assertSame(booked(reader), 1_500_000);
    // Away and back at the same level: nothing new. Away and back lower: it began anew.
    const other = `process_start_time_seconds ${START / 1000 - 1}\n${spendSeries('gpt-4o-mini', 'b')} 1\n`;
    read(other);
    read(page('2.5') + spendSeries('gpt-4o-mini', 'b') + ' 1\n');
    assertSame(booked(reader), 2_500_000);
    read(other);
    read(page('0.5') + spendSeries('gpt-4o-mini', 'b') + ' 1\n');
    assertSame(booked(reader), 3_000_000);
    assert.match(snapshot(reader, now).warnings.join(), /4 values were no usable numbers/);
    // The same series twice on one page counts once.
    read(page('0.75') + spendSeries('gpt-4o', 'a') + ' 9\n' + spendSeries('gpt-4o-mini', 'b') + ' 1\n');
    assertSame(booked(reader), 3_250_000);
  });

  it('find a series again when its labels come in another order', () => {
    const reader = meter();
    reader.readPage('process_start_time_seconds 1\nlitellm_spend_metric_total{model="gpt-4o",user="a"} 1\n', START);
    reader.readPage('process_start_time_seconds 1\nlitellm_spend_metric_total{user="a",model="gpt-4o"} 1.5\n', START + STEP);
    assertSame(booked(reader), 500_000);
  });

  it('neither lose nor double money when the clock jumps', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 3, maxLength: 20 }), (jumps) => {
        const registry = new Registry(START - 400 * 86_400_000, true);
        registry.add(spendSeries('gpt-4o', 'a'), 1);
        const reader = meter();
        let now = START;
        let ledger = 0;
        reader.readPage(registry.page(), now);
        for (const jump of jumps) {
          now += jump * 3_600_000 + STEP;
          registry.add(spendSeries('gpt-4o', 'a'), 0.01);
          ledger += 10_000;
          reader.readPage(registry.page(), now);
          assertSame(booked(reader), ledger);
          for (const { total } of reader.ledger.minutes.values()) assert.ok(total.every((value) => value >= 0));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('read one of two names of the same thing, also when it changes', () => {
    const reader = meter();
    const page = (name: string, value: number, more = ''): string =>
      `process_start_time_seconds 1\nlitellm_spend_metric_total{model="m"} 1\n${name}{model="m"} ${value}\n${more}`;
    const old = 'litellm_provider_cache_read_input_tokens_metric_total';
    const fresh = 'litellm_input_cached_tokens_metric_total';
    reader.readPage(page(old, 100), START);
    reader.readPage(page(old, 150, `${fresh}{model="m"} 150\n`), START + STEP);
    assert.equal(booked(reader, 'cacheRead'), 50);
    reader.readPage(page(fresh, 190), START + 2 * STEP);
    reader.readPage(page(fresh, 200), START + 3 * STEP);
    assert.equal(booked(reader, 'cacheRead'), 60);
  });
});
