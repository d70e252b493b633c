import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Gauge, Registry } from 'prom-client';

/** Prometheus metrics that are read when asked for; no label holds a name from outside. */
export function createMetrics(sources: Record<string, { help: string; read: () => number | Promise<number> }>): { text(): Promise<string>; stop(): void } {
  const registry = new Registry();
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const gauge = (name: string, help: string, read: () => number | Promise<number>): void => {
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.set(await read());
      },
    });
  };
  gauge('roundsman_process_resident_bytes', 'Resident memory of the process', () => process.memoryUsage.rss());
  gauge('roundsman_event_loop_delay_p99_seconds', '99th percentile of the delay of the main loop since the last reading', () => {
    const seconds = delay.percentile(99) / 1e9;
    delay.reset();
    return Number.isFinite(seconds) ? seconds : 0;
  });
  gauge('roundsman_uptime_seconds', 'Time since the start', () => process.uptime());
  for (const [name, { help, read }] of Object.entries(sources)) gauge(name, help, read);
  return { text: () => registry.metrics(), stop: () => delay.disable() };
}
