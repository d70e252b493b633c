import { describe, expect, it } from 'vitest';
import type { BarChart } from './bar-chart.ts';
import { barChartSvg, chartHeight } from './bar-chart.ts';
import { drawCharts } from './draw.ts';

const chart = (bars: BarChart['bars'], title = 'Unused by type'): BarChart => ({ id: 'c', title, color: 'count', empty: 'Nothing unused in what was read.', bars });
const bar = (label: string, value: number) => ({ label, value, text: String(value) });
const drawn = async (one: BarChart) => Buffer.from((await drawCharts([one]))[0]?.base64 ?? '', 'base64');

describe('a bar chart', () => {
  it('shows its texts without any font of the system', async () => {
    const [none, some, other] = [await drawn(chart([bar('', 1)], '')), await drawn(chart([bar('EC2', 1)], '')), await drawn(chart([bar('EBS', 1)], ''))];
    expect(some.equals(none)).toBe(false);
    expect(some.equals(other)).toBe(false);
  });

  it('is drawn for no bar, one bar, zeros and many, at twice its size', async () => {
    const many = Array.from({ length: 8 }, (_, index) => bar(`region-${index}`, index));
    for (const bars of [[], [bar('one', 5)], [bar('zero', 0)], many]) {
      const [image] = await drawCharts([chart(bars)]);
      expect(image).toMatchObject({ width: 552, height: chartHeight(chart(bars)) });
      const png = Buffer.from(image?.base64 ?? '', 'base64');
      expect(png.readUInt32BE(16)).toBe(1104);
      expect(png.length).toBeLessThan(80_000);
    }
    expect(barChartSvg(chart([]))).toContain('Nothing unused in what was read.');
    expect(barChartSvg(chart([bar('zero', 0)]))).not.toContain('fill="#4f46e5"');
  });

  it('draws names as text', async () => {
    const hostile = '</text><script>&"\u0000\u202E';
    expect(barChartSvg(chart([bar(hostile, 3)], hostile.slice(0, 18)))).not.toContain('<script>');
    expect((await drawn(chart([bar(hostile, 3)]))).length).toBeGreaterThan(1000);
  });

  it('leaves the main thread free', async () => {
    await drawn(chart([bar('warm', 1)]));
    const before = process.threadCpuUsage();
    await drawCharts(Array.from({ length: 10 }, () => chart(Array.from({ length: 8 }, (_, index) => bar(`region-${index}`, index)))));
    const { user, system } = process.threadCpuUsage(before);
    // Of the some 400 ms that drawing ten charts takes.
    expect((user + system) / 1000).toBeLessThan(150);
  });

  it('fails when it cannot be drawn, and does not hang', async () => {
    await expect(drawCharts([undefined as unknown as BarChart])).rejects.toThrow();
  });
});
