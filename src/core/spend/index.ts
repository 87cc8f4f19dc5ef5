/** Live spend: what the sources say is decoded, differenced, added up and turned into figures here, without any input or output. */
export { AT, FIELDS, type Amounts, type Field, type PartialAmounts } from './amounts.ts';
export { DEFAULT_ANOMALY_SETTINGS, type AnomalySettings } from './anomalies.ts';
export { LEVELS, takeAlerts, type Alert, type UserBudget } from './budgets.ts';
export { CALM_MS, CounterSet, type Evidence, type Verdict } from './counters.ts';
export { readExposition, scanExposition, type ExpositionVisitor, type Sample, type ScanResult } from './exposition.ts';
export { cleanLabel, HIDDEN, MAX_LABEL, type Dims } from './labels.ts';
export { Ledger, LIMITS, OTHER, UNNAMED, utcDay, type ZoneOffset } from './ledger.ts';
export { snapshotOf, SEVERAL_WORKERS, type SnapshotOptions } from './make-snapshot.ts';
export { LATE_MS, Meter, type MeterOptions } from './meter.ts';
export { DEMO_METRIC, PageReader, type PageResult } from './page-reader.ts';
export { checkProfile, detectProfile, profileById, profiles, type MetricRule, type Profile } from './profiles/index.ts';
export { createRates, type Rates, type UnitRates } from './rates.ts';
export { refuse, type Decoded, type Reading, type Refusal } from './reading.ts';
export type * from './snapshot.ts';
export { decodeStore, encodeStore, MAX_STORE, STORE_VERSION } from './store.ts';
