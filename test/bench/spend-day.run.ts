/** A day of the real process of live spend: `npm run bench:spend-day`. Takes about five minutes; PENNYLINT_DAY_SPEED makes it shorter. */
import { spendDay } from '../support/spend-day.ts';

const LIMITS = { peakMb: 150, storeMb: 5 };
const result = await spendDay({
  hours: Number(process.env.PENNYLINT_DAY_HOURS ?? 24),
  speed: Number(process.env.PENNYLINT_DAY_SPEED ?? 300),
  series: 10_000,
  pollSeconds: Number(process.env.PENNYLINT_DAY_POLL ?? 60),
  churnPerHour: Number(process.env.PENNYLINT_DAY_CHURN ?? 0.05),
  progress: (hour, rss) => {
    console.log(`after ${hour.toFixed(1)} h: ${rss.toFixed(0)} MB`);
  },
});
console.log(JSON.stringify(result, undefined, 2));
const { peakMb, storeMb, spent, counted } = result;
if (peakMb > LIMITS.peakMb) throw new Error(`The process had ${peakMb.toFixed(0)} MB; ${LIMITS.peakMb} is the limit.`);
if (storeMb > LIMITS.storeMb) throw new Error(`The store has ${storeMb.toFixed(2)} MB; ${LIMITS.storeMb} is the limit.`);
if (Math.abs(spent - counted) > spent * 1e-9) throw new Error(`${counted} micro-dollars were counted, ${spent} spent.`);
