import { Worker } from 'node:worker_threads';
import type { BarChart } from './bar-chart.ts';

/** A PNG at twice its size on the page. */
export interface DrawnChart {
  id: string;
  width: number;
  height: number;
  base64: string;
}

export type DrawCharts = (charts: readonly BarChart[]) => Promise<DrawnChart[]>;

const timeLimitMs = 15_000;

/** Draws in a thread of its own that ends afterwards: drawing takes tens of milliseconds, and its memory is given back. */
export const drawCharts: DrawCharts = async (charts) => {
  const extension = import.meta.url.endsWith('.js') ? 'js' : 'ts';
  const worker = new Worker(new URL(`./draw-worker.${extension}`, import.meta.url), { workerData: charts, execArgv: [], env: {} });
  try {
    return await new Promise<DrawnChart[]>((done, fail) => {
      worker.once('message', done);
      worker.once('error', fail);
      worker.once('exit', (code) => fail(new Error(`The drawing thread ended with code ${code} and no image.`)));
      setTimeout(() => fail(new Error('Drawing the charts took too long.')), timeLimitMs).unref();
    });
  } finally {
    await worker.terminate();
  }
};
