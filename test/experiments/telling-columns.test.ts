import { describe, expect, it } from 'vitest';
import { trainExperiment } from '../../src/experiments/index.js';
import { GraphBuilder } from '../../src/graph/index.js';

const rows = Array.from({ length: 100 }, (_, i) => i);
const base = { model: 'ridge', baselines: false, cache: false } as const;
const graph = new GraphBuilder()
  .addNodes('x', {
    y: rows.map((i) => (i % 4 ? 'no' : 'yes')),
    code: rows.map((i) => (i % 10 === 3 ? null : i % 4 ? 'N' : 'Y')),
    nearly: rows.map((i) => (i < 40 || i % 4 ? 'N' : 'Y')),
    size: rows.map((i) => i / 3),
    price: rows.map((i) => 10 + 2 * i),
    cents: Float64Array.from(rows, (i) => 1000 + 200 * i),
  })
  .build();

async function told(target: string, task: 'classification' | 'regression'): Promise<string[]> {
  const { summary, dispose } = await trainExperiment({ ...base, graph, target, task: task as 'classification' });
  dispose();
  return summary.remarks.flatMap((text) => /^(\S+) alone tells/.exec(text)?.[1] ?? []);
}

it('a target that has one value alone is said to have nothing to learn', async () => {
  const same = new GraphBuilder().addNodes('x', { y: rows.map(() => 'yes'), size: rows }).build();
  const remarksOf = async (given: typeof graph) => {
    const { summary, dispose } = await trainExperiment({ ...base, graph: given, target: 'x.y' });
    dispose();
    return summary.remarks.filter((text) => text.includes('nothing to tell apart')).length;
  };
  expect([await remarksOf(same), await remarksOf(graph)]).toEqual([1, 0]);
});

describe('columns that alone tell the target', () => {
  it('are named for classes: not those that one row contradicts, nor those of many values', async () => {
    expect(await told('x.y', 'classification')).toEqual(['x.code']);
  });

  it('are named for numbers in another unit', async () => {
    expect(await told('x.price', 'regression')).toEqual(['x.size', 'x.cents']);
  });
});

describe('what is said of the target', () => {
  const withOpen = (columns: Record<string, (number | string | null)[]>, isRelated: boolean) => {
    const y = rows.map((i) => (i < 12 ? null : i % 4 ? 'no' : 'yes'));
    const builder = new GraphBuilder()
      .addNodes('x', { y, size: rows.map((i) => (i * 7) % 30), ...columns })
      .addNodes('visit', { days: rows.map((i) => i % 9) });
    const ends = Int32Array.from(rows);
    return (isRelated ? builder.addEdges(['visit', 'of', 'x'], { source: ends, target: ends }) : builder).build();
  };
  const remarksOf = async (given: typeof graph, pattern: RegExp) => {
    const { summary, dispose } = await trainExperiment({ ...base, graph: given, target: 'x.y' });
    dispose();
    return summary.remarks.flatMap((text) => pattern.exec(text)?.[1] ?? []);
  };

  it('columns that become known with it are named, not those that are missing at random', async () => {
    const given = withOpen(
      {
        bill: rows.map((i) => (i < 12 ? null : i / 7)),
        outcome: rows.map((i) => (i < 12 ? null : 'abc'[i % 3]!)),
        weight: rows.map((i) => (i % 5 ? (i * 3) % 17 : null)),
      },
      true,
    );
    expect(await remarksOf(given, /^(\S+) has next to no value/)).toEqual(['x.bill', 'x.outcome']);
  });

  it('that nothing is related to it, where there are other types', async () => {
    const alone = /^No edge touches (\S+):/;
    expect(await remarksOf(withOpen({}, false), alone)).toEqual(['x']);
    expect(await remarksOf(withOpen({}, true), alone)).toEqual([]);
    expect(await remarksOf(graph, alone)).toEqual([]);
  });
});
