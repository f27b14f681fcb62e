import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import {
  calibrationPlot,
  precisionRecallPlot,
  type RankedClass,
  relationPlot,
  reportHtml,
  rocPlot,
} from '../../src/viz/index.js';
import { xmlTags } from './xml.js';

const nasty = `<b onload="x">&'"\u0001</b>]]>`;
const text = (svg: string) => parseHTML(svg).document.querySelector('svg')!.textContent!;
const paths = (svg: string) =>
  [...parseHTML(svg).document.querySelectorAll('path')].map((path) => path.getAttribute('d')!);

function ranked(name: string, good: boolean, more: Partial<RankedClass> = {}): RankedClass {
  const points = Array.from({ length: 11 }, (_, i) => {
    const at = i / 10;
    return { recall: good ? Math.sqrt(at) : at, falsePositiveRate: at, precision: 1 - at / 2 };
  });
  return { class: name, points, rocAuc: good ? 0.8 : 0.5, averagePrecision: 0.7, share: 0.3, ...more };
}

function isSafe(svg: string): void {
  expect(xmlTags(svg)[0]).toBe('svg');
  expect(parseHTML(svg).document.querySelectorAll('b, script, [onload]').length).toBe(0);
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
}

describe('ROC and precision-recall curves', () => {
  it.each([
    ['ROC', rocPlot, 'AUC 80.0'],
    ['precision-recall', precisionRecallPlot, 'AP 70.0'],
  ] as const)('%s: lines follow the points, names and figures are said', (_, plot, figure) => {
    const svg = plot([ranked(nasty, true)]);
    isSafe(svg);
    expect(text(svg)).toContain(figure);
    expect(plot([ranked(nasty, true)])).toBe(svg);
    expect(paths(plot([ranked('a', true, { points: ranked('a', false).points.slice(3) })]))).not.toEqual(paths(svg));
  });

  it('a better class runs above a worse one', () => {
    // The second point of the line, in pixels from the top.
    const height = (good: boolean) =>
      Number(
        paths(rocPlot([ranked('a', good)]))
          .find((d) => d.split('L').length > 5)!
          .split('L')[3]!
          .split(',')[1],
      );
    expect(height(true)).toBeLessThan(height(false));
  });

  it('draws six classes of the most rows, and long lines in few points', () => {
    const many = Array.from({ length: 9 }, (_, c) => ranked(`class ${c}`, true, { share: c / 10 }));
    const svg = rocPlot(many);
    expect(text(svg)).toContain('class 8');
    expect(text(svg)).not.toContain('class 2');
    const points = Array.from({ length: 50_000 }, (_, i) => ({
      recall: i / 5e4,
      falsePositiveRate: i / 5e4,
      precision: 1,
    }));
    expect(rocPlot([ranked('a', true, { points })]).length).toBeLessThan(40_000);
  });

  it('show nothing where no class has both kinds of rows', () => {
    expect(rocPlot([])).toBe('');
    expect(precisionRecallPlot([ranked('a', true, { rocAuc: Number.NaN })])).toBe('');
  });
});

it('calibration: a dot for every bin that has rows, larger for more', () => {
  const bins = [
    { confidence: 0.2, accuracy: 0.1, count: 100 },
    { confidence: Number.NaN, accuracy: Number.NaN, count: 0 },
    { confidence: 0.9, accuracy: 0.7, count: 4 },
  ];
  const svg = calibrationPlot(bins);
  isSafe(svg);
  const radii = [...parseHTML(svg).document.querySelectorAll('circle')].map((dot) => Number(dot.getAttribute('r')));
  expect(radii).toHaveLength(2);
  expect(radii[0]).toBeGreaterThan(radii[1]!);
  expect(text(svg)).toContain('4 rows: predicted 90.0 %, true 70.0 %');
  expect(calibrationPlot([bins[1]!])).toBe('');
});

it('relations: the largest loss first, and what is better without in another colour', () => {
  const relations = [
    { relation: 'a > knows > a', edges: 5, loss: -0.5 },
    { relation: nasty, edges: 9, loss: 12.34 },
    { relation: 'a > buys > b', edges: 7, loss: 3 },
  ];
  const svg = relationPlot({ figure: 'points of ROC-AUC', relations });
  isSafe(svg);
  expect(text(svg)).toContain('12.3');
  expect(text(svg).indexOf('buys')).toBeLessThan(text(svg).indexOf('knows'));
  const fills = [...parseHTML(svg).document.querySelectorAll('rect')].map((bar) => bar.getAttribute('fill'));
  expect(fills).toHaveLength(3);
  expect(new Set(fills).size).toBe(2);
  expect(relationPlot({ figure: 'x', relations: [] })).toBe('');
  const none = relationPlot({ figure: 'x', relations: [{ relation: 'a', edges: 1, loss: 0 }] });
  isSafe(none);
});

it('a report with verdict, mistakes, columns and curves is whole and safe', () => {
  const html = reportHtml({
    title: 'run',
    verdict: [nasty, 'the graph adds 7 points'],
    scores: { heads: ['model'], rows: [['a']], note: nasty },
    relations: {
      figure: 'points',
      relations: [{ relation: nasty, edges: 2, loss: 1 }],
      omitted: 3,
      problem: `${nasty} failed`,
    },
    mistakes: { heads: ['id', 'actual'], rows: [[nasty, 'yes']] },
    columns: { heads: ['column'], rows: [[nasty]] },
    ranking: [ranked(nasty, true)],
    calibration: [{ confidence: 0.5, accuracy: 0.5, count: 3 }],
  });
  const { document } = parseHTML(html);
  expect(document.querySelectorAll('b, script, [onload]').length).toBe(0);
  const titles = [...document.querySelectorAll('h2')].map((title) => title.textContent);
  expect(titles).toEqual([
    'Scores',
    'What each relation is worth',
    'Mistakes worth a look',
    'Columns',
    'Finding the rows of a class',
    'Probabilities and what came true',
  ]);
  expect([...document.querySelectorAll('.verdict p')].map((p) => p.textContent)[1]).toBe('the graph adds 7 points');
  expect(document.body.textContent).toContain('3 more relations');
  expect(document.body.textContent).toContain(`Not measured: ${nasty.replace('\u0001', '\ufffd')} failed`);
  expect(html.indexOf('verdict">')).toBeLessThan(html.indexOf('<h2>'));
});
