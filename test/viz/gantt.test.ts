import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { ganttChart, reportHtml } from '../../src/viz/index.js';
import { xmlTags } from './xml.js';

const nasty = `<b onload="x">&'"\u0001\ud800</b>`;
const bars = (count: number, devices = ['threads', nasty]) =>
  Array.from({ length: count }, (_, i) => ({
    name: i === 0 ? nasty : `operator ${i}`,
    kind: ['mean', nasty, 'project'][i % 3]!,
    device: devices[i % devices.length]!,
    start: 10 * i,
    end: 10 * i + 12,
    planned: { device: devices[0]!, start: 11 * i, end: 11 * i + 11 },
  }));

const rectsOf = (svg: string) => [...parseHTML(svg).document.querySelectorAll('g[aria-label="bar"] rect')];

test('a row as planned over a row as measured for every device; bars as wide as they last', () => {
  const svg = ganttChart(bars(6));
  expect(xmlTags(svg)[0]).toBe('svg');
  expect(parseHTML(svg).document.querySelectorAll('b, script').length).toBe(0);
  const rects = rectsOf(svg);
  expect(rects.length).toBe(12);
  const widths = rects.map((rect) => Number(rect.getAttribute('width')));
  const heights = new Set(rects.map((rect) => rect.getAttribute('y')));
  // Planned on one device, measured on two.
  expect(heights.size).toBe(3);
  const measured = widths.filter((_, i) => i % 2 === 1);
  expect(Math.max(...measured) - Math.min(...measured)).toBeLessThan(0.01);
  expect(measured[0]! / widths[0]!).toBeCloseTo(12 / 11, 2);
  expect(svg).toContain('operator 1: 12.00 ms from 10.0 ms on');
  expect(ganttChart(bars(6))).toBe(svg);
});

test('without a plan there is the measured row alone; without operators there is nothing', () => {
  const plain = bars(4, ['threads']).map(({ planned: _, ...bar }) => bar);
  expect(rectsOf(ganttChart(plain)).length).toBe(4);
  expect(ganttChart([])).toBe('');
});

test('the report shows the chart and where the time went', () => {
  const html = reportHtml({ title: 'run', execution: { operators: bars(6), makespan: 62, plannedMakespan: 66 } });
  const { document } = parseHTML(html);
  expect(document.querySelector('h2')!.textContent).toBe('Pre-computation');
  const cells = [...document.querySelectorAll('tbody tr')].map((row) =>
    [...row.querySelectorAll('td')].map((td) => td.textContent),
  );
  expect(cells[0]).toEqual(['mean', '2', '22.0', '24.0']);
  expect(cells.length).toBe(3);
  expect(document.querySelectorAll('b, script').length).toBe(0);
});
