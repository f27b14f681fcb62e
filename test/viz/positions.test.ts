import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { confusionPlot, learningCurve } from '../../src/viz/index.js';

const elements = (svg: string, selector: string) => [...parseHTML(svg).document.querySelectorAll(selector)];
const number = (element: Element, name: string) => Number(element.getAttribute(name));

describe('the confusion matrix', () => {
  it('gives shares of the row: of the nodes of a class, how many were taken for which', () => {
    const svg = confusionPlot([6, 2, 0, 1, 3, 0, 5, 0, 0], ['a', 'b', 'c']);
    const shares = elements(svg, 'title').map((title) => /: (\d+) \(([\d.]+) %\)/.exec(title.textContent!)?.slice(1));
    expect(shares.filter(Boolean)).toEqual([
      ['6', '75.0'],
      ['2', '25.0'],
      ['1', '25.0'],
      ['3', '75.0'],
      ['5', '100.0'],
    ]);
  });

  it('has a row for each actual and a column for each predicted class, from the upper left', () => {
    const svg = confusionPlot([6, 2, 1, 3], ['a', 'b']);
    const cells = elements(svg, 'rect').filter((rect) => rect.querySelector('title'));
    const [aa, ab, ba, bb] = cells.map((rect) => [number(rect, 'x'), number(rect, 'y')]) as [number, number][];
    expect(aa![1]).toBe(ab![1]);
    expect(ba![1]).toBe(bb![1]);
    expect(ba![1]).toBeGreaterThan(aa![1]);
    expect(aa![0]).toBe(ba![0]);
    expect(ab![0]).toBeGreaterThan(aa![0]);
    const opacity = cells.map((rect) => number(rect, 'fill-opacity'));
    expect(opacity[0]).toBeCloseTo(opacity[3]!, 6);
    expect(opacity[0]).toBeGreaterThan(opacity[1]!);
  });
});

describe('labels of the learning curve', () => {
  const epoch = Array.from({ length: 20 }, (_, i) => i + 1);
  const curves = {
    epoch,
    rising: epoch.map((e) => e / 20),
    falling: epoch.map((e) => 0.9 - e / 25),
    level: epoch.map(() => 0.5),
  };

  it('are at the height of the last value of their line, to the right of it', () => {
    const svg = learningCurve(curves);
    // Lines end where their last point is drawn.
    const lines = elements(svg, 'path').filter((path) => path.getAttribute('d')!.split('L').length === 20);
    expect(lines.length).toBe(3);
    const ends = lines.map((path) => path.getAttribute('d')!.split('L').at(-1)!.split(',').map(Number));
    for (const [i, name] of ['rising', 'falling', 'level'].entries()) {
      const label = elements(svg, 'text').find((text) => text.textContent === name)!;
      const [, x, y] = /translate\(([\d.]+),([\d.]+)\)/.exec(label.getAttribute('transform')!)!;
      expect(Math.abs(Number(y) - ends[i]![1]!), name).toBeLessThan(1.5);
      expect(Number(x)).toBeGreaterThanOrEqual(ends[i]![0]!);
    }
  });

  it('keep the order of the values where they must be moved apart', () => {
    const near = Object.fromEntries(
      ['third', 'first', 'second'].map((name, i) => [name, epoch.map(() => [0.503, 0.501, 0.502][i]!)]),
    );
    const svg = learningCurve({ epoch, ...near, other: curves.rising });
    const height = (name: string) => {
      const label = elements(svg, 'text').find((text) => text.textContent === name)!;
      return Number(/,([\d.]+)\)/.exec(label.getAttribute('transform')!)![1]);
    };
    expect(height('first')).toBeGreaterThan(height('second') + 12);
    expect(height('second')).toBeGreaterThan(height('third') + 12);
  });
});
