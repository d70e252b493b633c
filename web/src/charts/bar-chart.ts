import { BarChart as BarSeries } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Bar } from '../components/bars.tsx';
import { money, plural } from '../format.ts';

export interface BarChart {
  update: (items: Bar[], scheme: 'light' | 'dark', onPick: (bar: Bar) => void) => void;
  dispose: () => void;
}

const colours = {
  light: { bar: '#6873e4', text: '#334155', quiet: '#526075', surface: '#ffffff', line: '#e4e9f0' },
  dark: { bar: '#7c87ee', text: '#c3cad6', quiet: '#9ba6b8', surface: '#222a38', line: '#2d3646' },
};

let isRegistered = false;

/** Horizontal bars from zero, each with its name and figure: no legend, no axis to read. */
export function drawBars(place: HTMLElement): BarChart {
  if (!isRegistered) use([BarSeries, GridComponent, TooltipComponent, SVGRenderer]);
  isRegistered = true;
  const chart = init(place, null, { renderer: 'svg' });
  const watcher = new ResizeObserver(() => chart.resize());
  watcher.observe(place);
  const isStill = window.matchMedia('(prefers-reduced-motion: reduce)').matches;

  const update: BarChart['update'] = (items, scheme, onPick) => {
    const colour = colours[scheme];
    const longest = Math.max(...items.map((each) => each.label.length));
    const names = Math.min(150, 18 + longest * 7);
    chart.setOption({
      animation: !isStill,
      animationDuration: 140,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: names, right: 44, top: 2, bottom: 2 },
      xAxis: { type: 'value', min: 0, show: false },
      yAxis: {
        type: 'category',
        inverse: true,
        data: items.map((each) => each.label),
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { color: colour.text, fontSize: 12.5, align: 'left', margin: names, width: names - 10, overflow: 'truncate' },
      },
      tooltip: {
        trigger: 'item',
        backgroundColor: colour.surface,
        borderColor: colour.line,
        textStyle: { color: colour.text, fontSize: 12 },
        formatter: (given: { dataIndex: number }) => {
          const bar = items[given.dataIndex];
          const node = document.createElement('span');
          node.textContent = bar === undefined ? '' : `${bar.label}: ${plural(bar.count, 'resource')}${bar.saving > 0 ? `, about ${money(bar.saving)} a month` : ''}`;
          return node;
        },
      },
      series: [{
        type: 'bar',
        cursor: 'pointer',
        barWidth: 14,
        barMinHeight: 2,
        showBackground: false,
        itemStyle: { color: colour.bar, borderRadius: [0, 3, 3, 0] },
        label: { show: true, position: 'right', color: colour.quiet, fontSize: 12, distance: 6 },
        data: items.map((each) => each.count),
      }],
    });
    chart.off('click');
    chart.on('click', (event) => {
      const bar = items[event.dataIndex];
      if (bar !== undefined) onPick(bar);
    });
  };
  return {
    update,
    dispose: () => {
      watcher.disconnect();
      chart.dispose();
    },
  };
}
