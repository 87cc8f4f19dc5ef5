import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { decodeStore, encodeStore, MAX_STORE } from '../../src/core/spend/index.ts';
import { DemoWorkload, StoreFile } from '../../src/gateways/index.ts';
import { booked, meter, Registry, snapshot, spendSeries, START } from '../support/spend.ts';

function sample() {
  const registry = new Registry(START - 1000, true);
  const of = meter();
  of.readPage(registry.page(), START);
  for (let i = 1; i < 8; i++) {
    registry.add(spendSeries(`gpt-4o-é${i % 3}`, `__proto__`), 0.01);
    registry.add(spendSeries('gpt-4o', `u${i}`), 0.003);
    of.readPage(registry.page(), START + i * 60_000);
  }
  of.announced.add('2026-11|x|0.5');
  of.memory.set('from', '1');
  return { of, registry, at: START + 7 * 60_000 };
}

describe('store', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'pennylint-store-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('keeps the counters of every number of series exactly', () => {
    for (const count of [1, 2, 3, 383, 384, 385, 3000]) {
      const page = (value: number): string =>
        `process_start_time_seconds 1\n${Array.from({ length: count }, (_, i) => `litellm_spend_metric_total{user="u${i}"} ${i / 7 + value}\n`).join('')}`;
      const [of, again] = [meter(), meter()];
      of.readPage(page(0), START);
      assert.deepEqual(decodeStore(encodeStore(of), again), { state: 'restored' });
      const { series } = of.pages.counters.save();
      assert.deepEqual(again.pages.counters.save().series, series);
      const written = /"series":"([^"]*)"/.exec(encodeStore(of))?.[1];
      assert.equal(written, Buffer.from(series.buffer, 0, series.byteLength).toString('base64'));
    }
  });

  it('brings back the same picture, to the last digit', () => {
    const { of, at } = sample();
    const again = meter();
    assert.deepEqual(decodeStore(encodeStore(of), again), { state: 'restored' });
    assert.equal(booked(again), booked(of));
    const without = (made: ReturnType<typeof snapshot>): unknown => ({ ...made, connection: null, source: null, notes: null });
    assert.deepEqual(without(snapshot(again, at)), without(snapshot(of, at)));
    assert.ok(again.announced.has('2026-11|x|0.5'));
    assert.equal(encodeStore(again).length > 100, true);
  });

  it('is told from a whole one when it is cut off at any byte, or changed', () => {
    const { of } = sample();
    const text = encodeStore(of);
    for (let length = 0; length < text.length - 1; length += length < 200 || text.length - length < 200 ? 1 : 97) {
      const again = meter();
      assert.equal(decodeStore(text.slice(0, length), again).state, 'unusable', String(length));
      assert.equal(booked(again), 0);
    }
    fc.assert(
      fc.property(fc.nat(text.length - 2), fc.integer({ min: 1, max: 127 }), (at, change) => {
        const broken = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ change) + text.slice(at + 1);
        const again = meter();
        const result = decodeStore(broken, again);
        assert.ok(result.state === 'unusable' ? booked(again) === 0 : booked(again) === booked(of));
      }),
      { numRuns: 300 },
    );
    assert.equal(decodeStore('pennylint-spend 2 10 00000000\n{}', meter()).state, 'unusable');
    assert.equal(decodeStore(encodeStore(of), meter({ id: 'another' })).state, 'unusable');
  });

  it('survives a file truncated at every byte: the save before it takes its place', () => {
    const { of, registry } = sample();
    const file = new StoreFile(folder, 'test');
    assert.ok(file.open());
    file.save(of);
    const before = booked(of);
    registry.add(spendSeries('gpt-4o', 'a'), 1);
    of.readPage(registry.page(), START + 8 * 60_000);
    file.save(of);
    const size = statSync(file.file).size;
    for (let length = size - 2; length >= 0; length -= length > 300 ? 211 : 1) {
      truncateSync(file.file, length);
      const again = meter();
      const loaded = new StoreFile(folder, 'test').load(again);
      assert.equal(loaded.state, 'older-copy');
      assert.equal(booked(again), before);
    }
    rmSync(file.file);
    assert.equal(new StoreFile(folder, 'test').load(meter()).state, 'restored');
    writeFileSync(`${file.file}.bak`, 'nothing');
    const lost = new StoreFile(folder, 'test').load(meter());
    assert.equal(lost.state, 'lost');
    assert.match(lost.words ?? '', /begun anew/);
    file.close();
  });

  it('is written by one process at a time, and only readable by its owner', () => {
    const first = new StoreFile(folder, 'a/../../b');
    const second = new StoreFile(folder, 'a/../../b');
    assert.ok(first.open());
    assert.equal(path.dirname(first.file), folder);
    writeFileSync(`${first.file}.lock`, '1');
    assert.equal(second.open(), false);
    assert.equal(second.save(meter()), false);
    writeFileSync(`${first.file}.lock`, '999999999');
    assert.ok(second.open(), 'the lock of a process that is gone');
    second.save(sample().of);
    if (process.platform !== 'win32') assert.equal(statSync(second.file).mode & 0o777, 0o600);
    second.close();
    first.close();
    assert.deepEqual(
      readdirSync(folder).filter((name) => !name.endsWith('.spend')),
      [],
    );
    assert.ok(existsSync(second.file));
  });

  it('neither loses nor doubles money when everything is killed at any moment', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.array(fc.constantFrom('page', 'save', 'kill', 'restart', 'half'), { minLength: 5, maxLength: 40 }),
        (seed, steps) => {
          const workload = new DemoWorkload(seed);
          const file = path.join(folder, `s${seed}`);
          let started = START - 1000;
          let now = START;
          let of = meter();
          /** What was in counters that died with the gateway unread by the living meter, or unsaved by a killed one. */
          let unsaved = 0;
          let atSave = 0;
          let lost = 0;
          const page = (): string =>
            `process_start_time_seconds ${started / 1000}\n# TYPE litellm_spend_metric_total counter\n${[...workload.series].map(([key, value]) => `${key} ${value}\n`).join('')}x 1\n`;
          const read = (): void => {
            of.readPage(page(), now);
          };
          read();
          writeFileSync(file, encodeStore(of));
          const base = workload.ledger;
          for (const step of steps) {
            now += 20_000;
            workload.advance(20);
            if (step === 'page') read();
            else if (step === 'save') {
              read();
              writeFileSync(file, encodeStore(of));
              atSave = workload.ledger;
              unsaved = 0;
            } else if (step === 'restart') {
              read();
              // Counters of before the restart are in the memory of the meter alone until it saves.
              unsaved = workload.ledger - atSave;
              workload.restart();
              started = now + 1;
            } else {
              if (step === 'half') {
                const text = encodeStore(of);
                writeFileSync(`${file}.new`, text.slice(0, text.length / 2));
              }
              of = meter();
              decodeStore(readFileSync(file, 'utf8'), of);
              lost += unsaved;
              unsaved = 0;
            }
            const money = booked(of);
            assert.ok(money >= 0 && money <= workload.ledger - base + 1e-3, 'never negative, never doubled');
          }
          now += 20_000;
          read();
          assert.ok(booked(of) >= workload.ledger - base - lost - 1e-3, `${booked(of)} of ${workload.ledger - base}, lost ${lost}`);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('stays under its limit however many names there are', () => {
    const of = meter();
    const head = `process_start_time_seconds ${START / 1000 - 60}\n`;
    of.readPage(head + 'litellm_spend_metric_total{model="m"} 0\n', START);
    for (let day = 0; day < 45; day++) {
      const lines: string[] = [];
      for (let i = 0; i < 150; i++) {
        lines.push(
          `litellm_spend_metric_total{model="model-${i}-${'x'.repeat(60)}",user="user-${day}-${i}-${'y'.repeat(60)}",team_alias="team-${i}",api_key_alias="k-${day}-${i}"} ${0.001 * (i + 1)}`,
        );
      }
      of.readPage(`${head}${lines.join('\n')}\n`, START + day * 86_400_000 + 60_000);
    }
    const text = encodeStore(of);
    assert.ok(text.length <= MAX_STORE, String(text.length));
    const again = meter();
    assert.equal(decodeStore(text, again).state, 'restored');
    assert.ok(Math.abs(booked(again) - booked(of)) < 1e-3);
  });
});
