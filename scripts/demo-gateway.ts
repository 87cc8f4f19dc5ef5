/** Runs the demo gateway: `npm run demo:gateway [-- --port 4000 --seed 1 --speed 1]`. */
import { parseArgs } from 'node:util';
import { startDemoGateway } from '../src/gateways/index.ts';

const { values } = parseArgs({ options: { port: { type: 'string' }, seed: { type: 'string' }, speed: { type: 'string' } } });
const gateway = await startDemoGateway({
  port: Number(values.port ?? 4000),
  seed: Number(values.seed ?? 1),
  speed: Number(values.speed ?? 1),
});
process.stdout.write(`DEMO gateway: ${gateway.url}\nEvery figure on it is invented. Stop it with Ctrl-C.\n`);
