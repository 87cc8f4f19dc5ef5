// Loaded into a process by --import: its clock and timers go PENNYLINT_CLOCK_SPEED times as fast from PENNYLINT_CLOCK_FROM (UTC milliseconds) on.
const speed = Number(process.env.PENNYLINT_CLOCK_SPEED);
const from = Number(process.env.PENNYLINT_CLOCK_FROM);
const RealDate = Date;
const { setTimeout: realTimeout, setInterval: realInterval } = globalThis;
const now = () => Math.floor(from + (RealDate.now() - from) * speed);

globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(now());
    else super(...given);
  }

  static now() {
    return now();
  }
};
globalThis.setTimeout = (work, ms = 0, ...given) => realTimeout(work, ms / speed, ...given);
globalThis.setInterval = (work, ms = 0, ...given) => realInterval(work, ms / speed, ...given);
