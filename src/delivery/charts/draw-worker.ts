import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { Resvg } from '@resvg/resvg-js';
import type { BarChart } from './bar-chart.ts';
import { barChartSvg } from './bar-chart.ts';
import type { DrawnChart } from './draw.ts';

/** Fonts come with the product: without a font file the text of an image vanishes in silence. */
const fontFiles = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) => fileURLToPath(new URL(`./fonts/${name}`, import.meta.url)));
const font = { loadSystemFonts: false, fontFiles, defaultFontFamily: 'DejaVu Sans' };
/** Twice the size on the page, for screens with small pixels. */
const fitTo = { mode: 'zoom', value: 2 } as const;

const drawn = (workerData as BarChart[]).map((chart): DrawnChart => {
  const image = new Resvg(barChartSvg(chart), { font, fitTo }).render();
  return { id: chart.id, width: image.width / 2, height: image.height / 2, base64: image.asPng().toString('base64') };
});
parentPort?.postMessage(drawn);
