import { beforeAll, describe, expect, it } from 'vitest';
import { forecastReport } from '../../../src/experiments/index.js';
import { GraphBuilder, type HeteroGraph } from '../../../src/graph/index.js';
import { databaseOf, fitForecast, queryTask } from '../../../src/relational/index.js';
import { reportHtml } from '../../../src/viz/index.js';

const DAY = 86_400;
/** Forty customers who order for two months and pause for two, each from another day on, and what they spent in all, which was written at the end. */
function shop(): HeteroGraph {
  const orders = Array.from({ length: 40 }, (_, customer) =>
    Array.from({ length: 120 }, (_, n) => ({
      customer,
      day: 3 * n + (customer % 3),
      total: 5 + ((n * 7 + customer * customer) % 23),
    })).filter(({ day }) => Math.floor((day + 13 * customer) / 60) % 2 === 0),
  ).flat();
  const spent = Array.from({ length: 40 }, (_, customer) =>
    orders.reduce((sum, order) => sum + (order.customer === customer ? order.total : 0), 0),
  );
  const ids = { id: { role: 'id' } } as const;
  return new GraphBuilder()
    .addNodes('customer', { id: spent.map((_, i) => `c${i}`), spent: Float64Array.from(spent) }, { columns: ids })
    .addNodes(
      'order',
      {
        id: orders.map((_, i) => i),
        time: Float64Array.from(orders, ({ day }) => day * DAY),
        total: orders.map(({ total }) => total),
      },
      { columns: { ...ids, time: { role: 'time' } } },
    )
    .addEdges(['order', 'by', 'customer'], {
      source: orders.map((_, i) => i),
      target: orders.map(({ customer }) => `c${customer}`),
    })
    .build();
}

describe('the page of a forecast', () => {
  let graph: HeteroGraph;
  beforeAll(() => {
    graph = shop();
  });
  const pageOf = async (query: string) => {
    const { database } = databaseOf(graph);
    const fitted = await fitForecast(database, await queryTask(database, query), {
      learners: ['few-features'],
      features: { maxFeatures: 20 },
    });
    const html = reportHtml(forecastReport(fitted, graph, { remarks: ['Guessed & <assumed>.'] }));
    return { html, heads: [...html.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, head]) => head) };
  };

  it('of yes or no has curves, calibration, what it rests on and what was refused', { timeout: 120_000 }, async () => {
    const { html, heads } = await pageOf('PREDICT COUNT(orders) OVER 20 DAYS = 0 FOR customers');
    expect(html).toMatch(/<div class="verdict"><p>.*was kept: ROC-AUC.*rolling history/);
    expect(html).toContain('<li>Guessed &amp; &lt;assumed&gt;.</li>');
    expect(html).toContain('No input, since it tells what comes after: customer.spent.');
    expect(heads).toEqual(
      expect.arrayContaining([
        ...['Scores', 'Columns that tell what comes after', 'What the forecasts rest on: tables, and single features'],
        ...['Finding the rows of a class', 'Probabilities and what came true', 'Confusion', 'Circumstances'],
      ]),
    );
    for (const learner of ['global', 'entity', 'last', 'few-features']) expect(html).toContain(`<td>${learner}`);
    expect(html).toMatch(/each forecast sees everything up to itself \(rolling\)/);
  });

  it('of numbers has them against what happened, and the largest errors with their dates', {
    timeout: 120_000,
  }, async () => {
    const { html, heads } = await pageOf('PREDICT SUM(orders.total) OVER 20 DAYS FOR customers');
    expect(heads).toEqual(expect.arrayContaining(['Predicted and actual', 'Mistakes worth a look']));
    expect(html).toMatch(/<td>c\d+, 1970-\d\d-\d\d<\/td>/);
  });
});
