/** The simulated AWS as a process of its own: `node demo/aws/main.ts '{"resources": 6180}'` prints `{"url": …}` when ready. */
import { type SimulatedAwsOptions, startSimulatedAws } from './server.ts';

const options = JSON.parse(process.argv[2] ?? '{}') as Omit<SimulatedAwsOptions, 'now'> & { now?: string };
const { now, ...others } = options;
const simulated = await startSimulatedAws({ ...others, ...(now === undefined ? {} : { now: new Date(now) }) });
process.stdout.write(`${JSON.stringify({ url: simulated.url })}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void simulated.close().then(() => process.exit(0)));
}
