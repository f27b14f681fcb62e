import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { classScorePlot, confusionPlot, learningCurve } from '../../src/viz/index.js';
import { palette, shorten } from '../../src/viz/svg.js';
import { xmlTags } from './xml.js';

const documentOf = (svg: string) => {
  xmlTags(svg);
  return parseHTML(svg).document;
};
const attribute = (element: Element, name: string) => Number(element.getAttribute(name));
const texts = (svg: string) => [...documentOf(svg).querySelectorAll('text')].map((text) => text.textContent);

describe('the confusion matrix', () => {
  it.each([1, 2, 12, 13, 40])('of %i classes has square cells of one size, and counts where there is room', (count) => {
    const names = Array.from({ length: count }, (_, c) => `class ${c}`);
    const cells = Int32Array.from({ length: count * count }, (_, i) => 1000 + i);
    const svg = confusionPlot(cells, names);
    const rects = [...documentOf(svg).querySelectorAll('rect')];
    expect(rects.length).toBe(2 * count * count);
    const sides = rects.flatMap((rect) => [attribute(rect, 'width'), attribute(rect, 'height')]);
    expect(Math.min(...sides)).toBeGreaterThan(15);
    expect(Math.max(...sides) - Math.min(...sides)).toBeLessThanOrEqual(2);
    expect(texts(svg).filter((text) => /^\d+$/.test(text!)).length).toBe(count <= 12 ? count * count : 0);
    expect(svg).toContain(`0 class 0, predicted 0 class 0: 1000 (`);
  });

  it('leaves room below for slanted labels, whatever their length', () => {
    for (const name of ['a', 'a very long name indeed, longer than what is shown']) {
      const svg = confusionPlot([1], [name]);
      const [, height] = /viewBox="0 0 \d+ (\d+)"/.exec(svg)!;
      const lowest = Math.max(
        ...[...documentOf(svg).querySelectorAll('rect')].map((r) => attribute(r, 'y') + attribute(r, 'height')),
      );
      const shown = shorten(name, 20).length + 2;
      expect(Number(height) - lowest).toBeGreaterThan(0.7 * shown * 10 * 0.55 + 15);
    }
  });
});

describe('the learning curve', () => {
  const epoch = Array.from({ length: 50 }, (_, i) => i + 1);
  it.each([0, 0.5, 1])('keeps the labels of lines near %f apart, and inside', (base) => {
    const near = ['a', 'b', 'c', 'd', 'e'].map((name, i) => [`${name}F1`, epoch.map(() => base + i / 1e6)] as const);
    const svg = learningCurve({ epoch, ...Object.fromEntries(near), other: epoch.map((e) => (e - 1) / 49) });
    const labels = [...documentOf(svg).querySelectorAll('text')].filter((text) => /^[a-e]F1$/.test(text.textContent!));
    const heights = labels.map((label) => Number(/,([\d.]+)\)/.exec(label.getAttribute('transform')!)![1]));
    heights.sort((a, b) => a - b);
    expect(heights.length).toBe(5);
    for (let i = 1; i < 5; i++) expect(heights[i]! - heights[i - 1]!).toBeGreaterThan(12);
    expect(heights[0]).toBeGreaterThanOrEqual(26);
    expect(heights[4]).toBeLessThanOrEqual(240 - 34);
  });

  it('has a panel for losses, one for figures, and nothing where nothing was measured', () => {
    const svg = learningCurve(
      { epoch: [1, 2], loss: [2, 1], 'valid/F1': [null, 0.5], learningRate: [1, 1] },
      { bestEpoch: 2 },
    );
    expect(svg.match(/<svg /g)!.length).toBe(2);
    expect(svg.match(/best epoch 2/g)!.length).toBe(2);
    expect(svg).not.toContain('learningRate');
    expect(learningCurve({ epoch: [1, 2], 'valid/F1': [null, null] })).toBe('');
    expect(learningCurve({ loss: [3] }, { bestEpoch: 1 })).not.toMatch(/NaN|Infinity/);
  });
});

describe('F1 by class', () => {
  it('has a bar for each class, the lowest first, also where shortened names are the same', () => {
    const long = 'x'.repeat(60);
    const scores = [0.9, 0.2, 0.5].map((f1, i) => ({ class: `${long}${i}`, f1, support: i }));
    const svg = classScorePlot(scores);
    const bars = [...documentOf(svg).querySelectorAll('rect')];
    expect(bars.map((bar) => bar.querySelector('title')!.textContent)).toEqual([`${long}1`, `${long}2`, `${long}0`]);
    expect(new Set(bars.map((bar) => bar.getAttribute('y'))).size).toBe(3);
  });
});

describe('text and colour', () => {
  it('shortens plain names at the end and IRIs at the start, never within a letter', () => {
    expect(shorten('abcdef', 4)).toBe('abc…');
    expect(shorten('http://example.org/long/id1instance', 13)).toBe(
      '…id1instance'.padStart(13, '/').replace('/…', '…/'),
    );
    expect(shorten('a\n\tb', 9)).toBe('a b');
    expect(shorten('😀😀😀', 2)).toBe('😀…');
  });

  it('is told apart from white and from near-black at 3:1 at least', () => {
    const luminance = (hex: string) => {
      const [r, g, b] = [1, 3, 5].map((at) => {
        const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      }) as [number, number, number];
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    for (const colour of palette) {
      expect(1.05 / (luminance(colour) + 0.05), colour).toBeGreaterThan(3);
      expect((luminance(colour) + 0.05) / (luminance('#121212') + 0.05), colour).toBeGreaterThan(3);
    }
  });
});
