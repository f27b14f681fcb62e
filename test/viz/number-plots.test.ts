import { expect, it } from 'vitest';
import { errorPlot, predictedPlot, reportHtml } from '../../src/viz/index.js';

const numbers = { name: 'price <b>', actual: [1, 2, 3, 4], predicted: Float32Array.of(1, 2.5, 2, 4) };

it('draws a dot a row on equal axes, and the errors as bars; safe, and the same every time', () => {
  const svg = predictedPlot(numbers);
  expect(svg.match(/<circle/g)).toHaveLength(4);
  expect(svg).toContain('Predicted against actual');
  expect(svg).not.toContain('<b>');
  expect(predictedPlot(numbers)).toBe(svg);
  expect(errorPlot(numbers).match(/<rect/g)!.length).toBeGreaterThanOrEqual(3);
  expect(reportHtml({ title: 't', numbers })).toContain('Predicted and actual');
});

it('is empty without rows, takes one value, and stays small where rows are many', () => {
  const none = { name: 'y', actual: [], predicted: [] };
  expect([predictedPlot(none), errorPlot(none)]).toEqual(['', '']);
  expect(predictedPlot({ name: 'y', actual: [5], predicted: [5] })).toContain('<circle');
  expect(errorPlot({ name: 'y', actual: [1e12], predicted: [1e12] })).toContain('<svg');
  const many = Float64Array.from({ length: 100_000 }, (_, i) => i);
  const svg = predictedPlot({ name: 'y', actual: many, predicted: many });
  expect(svg.match(/<circle/g)!.length).toBeLessThanOrEqual(2000);
});
