import { describe, expect, it } from 'vitest';
import { trainLinks } from '../../../src/experiments/index.js';
import {
  chooseLinkModel,
  linkComparisonHeads,
  linkComparisonRows,
} from '../../../src/experiments/links/choose-model.js';
import { linkTask } from '../../../src/experiments/links/link-task.js';
import { linkVerdict } from '../../../src/experiments/links/link-verdict.js';
import { graphFromArrays } from '../../../src/graph/index.js';
import { linkProblem } from '../../../src/models/index.js';
import { shop } from '../../models/links/toy.js';

const problem = linkProblem(linkTask({ graph: shop() }, 'buys', 1).split, 1);
const simple = [
  { model: 'popularity', level: 0 },
  { model: 'link-paths', level: 0 },
];

describe('choosing a model of links', () => {
  it('keeps the one with the best ranks of validation links, fitted, and says why', async () => {
    const started: string[] = [];
    const onModel = (name: string) => started.push(name);
    const { model, comparison, report } = await chooseLinkModel(problem, {}, { onModel }, simple);
    expect(started).toEqual(['popularity', 'link-paths']);
    const { models, links, verdict } = comparison;
    expect(links).toBe(problem.split.valid.positive.source.length);
    const kept = models.find(({ isKept }) => isKept)!;
    expect(kept.model).toBe(model.name);
    expect(kept.mrr).toBe(Math.max(...models.map(({ mrr }) => mrr!)));
    expect(verdict).toContain(`${kept.model} was kept`);
    expect(report.seconds).toBeDefined();
    expect(
      (await model.score(problem.split.test.positive, { graph: problem.split.test.graph })).length,
    ).toBeGreaterThan(0);
    for (const row of linkComparisonRows(comparison)) expect(row).toHaveLength(linkComparisonHeads.length);
    model.dispose();
  });

  it('keeps a less plain one only where it is better beyond chance', async () => {
    const kept = async (...models: readonly [string, number][]) => {
      const candidates = models.map(([model, level]) => ({ model, level }));
      const { model, comparison } = await chooseLinkModel(problem, {}, {}, candidates);
      model.dispose();
      return [model.name, comparison.verdict];
    };
    // The paths are ahead by less than the error of the difference, the neighbours by much more.
    expect((await kept(['common-neighbours', 0], ['link-paths', 0]))[0]).toBe('link-paths');
    expect(await kept(['common-neighbours', 0], ['link-paths', 1])).toEqual([
      'common-neighbours',
      expect.stringContaining('may be chance'),
    ]);
    expect((await kept(['popularity', 0], ['common-neighbours', 1]))[0]).toBe('common-neighbours');
  });

  it('says which could not be tried, and stops where it is told to', async () => {
    const none = graphFromArrays({
      nodes: { a: 30, b: 30 },
      edges: [
        {
          type: ['a', 'to', 'b'],
          source: Int32Array.from({ length: 60 }, (_, i) => i % 30),
          target: Int32Array.from({ length: 60 }, (_, i) => (i * 7 + (i >= 30 ? 1 : 0)) % 30),
        },
      ],
    });
    const bipartite = linkProblem(linkTask({ graph: none }, 'to', 1).split, 1);
    const { model, comparison } = await chooseLinkModel(bipartite, {}, {}, [
      ...[
        { model: 'popularity', level: 0 },
        { model: 'common-neighbours', level: 0 },
      ],
      { model: 'link-paths', level: 0, mostEdges: 1 },
    ]);
    const reasons = comparison.models.map(({ reason }) => reason);
    expect(reasons[0]).toBe('kept');
    expect(reasons[1]).toMatch(/not possible/);
    expect(reasons[2]).toMatch(/not tried/);
    model.dispose();
    const signal = AbortSignal.abort();
    await expect(chooseLinkModel(problem, {}, { signal }, simple)).rejects.toMatchObject({ code: 'ABORTED' });
  });

  it('refuses settings and checkpoints where no model is named', async () => {
    const links = { graph: shop(), target: 'buys' };
    const code = { code: 'INVALID_OPTION' };
    await expect(trainLinks({ ...links, settings: { rank: 3 } })).rejects.toMatchObject(code);
    await expect(trainLinks({ ...links, checkpointEvery: 1 })).rejects.toMatchObject(code);
  });

  it('has a verdict where the model is ahead', () => {
    const score = (model: string, mrr: number, auc?: number) => ({
      ...{ model, mrr, hitsAt1: 0, hitsAt3: 0, hitsAt10: 0, meanRank: 1, seconds: {}, parameters: 0 },
      ...(auc === undefined ? {} : { auc }),
    });
    expect(linkVerdict([score('popularity', 0.1, 0.6), score('sage', 0.2, 0.7)])).toBe(
      'sage has an AUC of 70.00 and an MRR of 20.00 on the test links; the best simple model by MRR, popularity, has an AUC of 60.00 and an MRR of 10.00.',
    );
    expect(linkVerdict([score('sage', 0.2)])).toBe('sage has an MRR of 20.00 on the test links.');
  });
});
