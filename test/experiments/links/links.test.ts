import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLinkRun, openRun, trainLinks } from '../../../src/experiments/index.js';
import { belowSimple } from '../../../src/experiments/links/below-simple.js';
import { linkTask } from '../../../src/experiments/links/link-task.js';
import { GraphBuilder, graphFromArrays } from '../../../src/graph/index.js';
import { shop } from '../../models/links/toy.js';

const small = { rank: 8, epochs: 6, batchSize: 20 };
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'heterograph-link-runs-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('training of links', () => {
  it('compares a model with baselines, keeps the run and opens it again', async () => {
    const graph = shop();
    const out = join(dir, 'run');
    const options = { graph, target: 'user.buys.item', model: 'complex', settings: small, seed: 2, out };
    const models: string[] = [];
    const { summary, scores, dispose } = await trainLinks(options, { onModel: (name) => models.push(name) });
    dispose();
    expect(models).toEqual(['popularity', 'preferential-attachment', 'common-neighbours', 'complex']);
    expect(summary).toMatchObject({
      task: 'links',
      edgeTypes: ['user>buys>item'],
      links: { train: 252, valid: 36, test: 72 },
    });
    for (const { mrr, auc, averagePrecision, hitsAt10, meanRank } of scores) {
      for (const value of [mrr, auc!, averagePrecision!, hitsAt10]) {
        expect(value).toBeGreaterThan(0);
        expect(value).toBeLessThanOrEqual(1);
      }
      expect(meanRank).toBeGreaterThanOrEqual(1);
    }
    expect((await readdir(out)).sort()).toEqual([
      'checkpoint',
      'config.json',
      'history.json',
      'metrics.json',
      'model',
      'report.html',
    ]);
    const run = await openLinkRun(out, { graph });
    const again = await run.evaluate();
    expect({ ...again, seconds: 0, parameters: 0 }).toEqual({ ...scores.at(-1), seconds: 0, parameters: 0 });
    const answers = await run.answers(Int32Array.of(0, 3), { k: 4 });
    expect([answers.nodeType, answers.rows.length]).toEqual(['item', 8]);
    expect([...answers.scores.slice(0, 4)]).toEqual([...answers.scores.slice(0, 4)].sort((a, b) => b - a));
    const { train } = run.split;
    const isBought = (item: number) =>
      train.positive.source.some((user, i) => user === 0 && train.positive.target[i] === item);
    expect([...answers.rows.slice(0, 4)].some(isBought)).toBe(false);
    run.dispose();
    await expect(openLinkRun(out)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    await expect(openLinkRun(out, { graph: shop(8) })).rejects.toMatchObject({ code: 'MODEL_MISMATCH' });
    await expect(openRun(out)).rejects.toMatchObject({ code: 'MODEL_MISMATCH' });
    await expect(trainLinks({ ...options, seed: 3 })).rejects.toMatchObject({ code: 'TARGET_EXISTS' });
  });

  it('makes features of plain columns for a model that reads some, says so, and makes the same for the opened run', async () => {
    const people = Array.from({ length: 40 }, (_, i) => i);
    const pairs = people.flatMap((i) => [0, 2, 4, 6].map((step) => [i, (i + step) % 10] as const));
    const graph = new GraphBuilder()
      .addNodes('user', { name: people.map((i) => `user ${i}`), likes: people.map((i) => (i % 2 ? 'odd' : 'even')) })
      .addNodes('item', { kind: people.slice(0, 10).map((i) => (i % 2 ? 'odd' : 'even')), size: people.slice(0, 10) })
      .addEdges(['user', 'buys', 'item'], {
        source: Int32Array.from(pairs, ([user]) => user),
        target: Int32Array.from(pairs, ([, item]) => item),
      })
      .build();
    const options = { graph, model: 'sage', settings: { hidden: 8, epochs: 30 }, baselines: false };
    const out = join(dir, 'features');
    const { summary, scores, dispose } = await trainLinks({ ...options, out });
    dispose();
    const used = summary.columns.filter(({ isUsed }) => isUsed);
    expect(used.map(({ column }) => column)).toEqual(['likes', 'kind', 'size']);
    // Half of the items are of the kind that a user likes.
    expect(scores[0]!.auc!).toBeGreaterThan(0.7);
    const run = await openLinkRun(out, { graph });
    expect(run.graph.features('item')!.width).toBeGreaterThan(2);
    expect({ ...(await run.evaluate()), seconds: 0, parameters: 0 }).toEqual({
      ...scores[0],
      seconds: 0,
      parameters: 0,
    });
    run.dispose();
    const unread = await trainLinks({ ...options, model: 'distmult', settings: small });
    expect(unread.summary.columns).toEqual([]);
    unread.dispose();
  });

  it('finds the links by name, by masks, or where there is one edge type only', () => {
    const graph = shop();
    for (const name of ['buys', 'user.buys.item', 'user>buys>item']) {
      expect(linkTask({ graph }, name, 1).split.edgeTypes).toEqual([['user', 'buys', 'item']]);
    }
    const code = (target: string | undefined) => {
      try {
        linkTask({ graph }, target, 1);
        return 'taken';
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect([code(undefined), code('sells')]).toEqual(['AMBIGUOUS', 'UNKNOWN_TYPE']);
    const mask = (...flags: number[]) => Uint8Array.from(flags);
    const columns = ['train', 'valid', 'test'].map((name) => ({ name, type: 'bool', role: 'mask' }) as const);
    const maskedGraph = (numTargets: number) =>
      graphFromArrays({
        schema: {
          nodes: ['a', 'b'].map((name) => ({ name, columns: [] })),
          edges: [{ type: ['a', 'r', 'b'], columns }],
        },
        nodes: { a: 2, b: numTargets },
        edges: [
          {
            type: ['a', 'r', 'b'],
            source: Int32Array.of(0, 0, 1, 1),
            target: Int32Array.of(0, 1, 1, 2),
            data: { train: mask(1, 1, 0, 0), valid: mask(0, 0, 1, 0), test: mask(0, 0, 0, 1) },
          },
          { type: ['b', 'back', 'a'], source: Int32Array.of(0, 1, 1, 2), target: Int32Array.of(0, 0, 1, 1) },
        ],
      });
    const { split } = linkTask({ graph: maskedGraph(6) }, undefined, 1);
    expect(split.test.negative.source.length).toBe(1);
    // Of 6 pairs, 2 have no link: too few to draw 4.
    const dense = linkTask({ graph: maskedGraph(3) }, undefined, 1);
    expect([dense.split.test.negative.source.length, dense.remarks.length]).toEqual([0, 1]);
    expect(split.edgeTypes).toEqual([['a', 'r', 'b']]);
    expect([split.train, split.valid, split.test].map(({ graph: seen }) => seen.numEdges('r'))).toEqual([2, 2, 3]);
    // The relation that holds the same pairs backwards loses the links held out as well, though nobody declared it.
    expect([split.train, split.test].map(({ graph: seen }) => seen.numEdges('back'))).toEqual([2, 3]);
    expect([...split.test.positive.target]).toEqual([2]);
  });

  it('draws pairs without a link by degree where that is asked for, of the same types, and says which', async () => {
    const graph = shop();
    const asked = { graph, target: 'buys', model: 'popularity', baselines: false } as const;
    const out = join(dir, 'by-degree');
    const remarks: string[] = [];
    const options = { ...asked, negativesBy: 'degree', out } as const;
    const { problem, scores, dispose } = await trainLinks(options, { onRemark: (text) => remarks.push(text) });
    dispose();
    const alike = linkTask({ graph }, 'buys', 1);
    const drawn = problem.split.test.negative;
    expect(drawn.source.length).toBe(alike.split.test.negative.source.length);
    expect(drawn).not.toEqual(alike.split.test.negative);
    expect([remarks.length, alike.remarks.length]).toEqual([1, 1]);
    expect(remarks[0]).not.toBe(alike.remarks[0]);
    const run = await openLinkRun(out, { graph });
    expect(run.split.test.negative).toEqual(drawn);
    expect((await run.evaluate()).auc).toBe(scores.at(-1)!.auc);
    run.dispose();
    const wrong = { ...asked, negativesBy: 'age' as never };
    await expect(trainLinks(wrong)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    await expect(trainLinks({ ...options, negativesBy: 'uniform' })).rejects.toMatchObject({ code: 'TARGET_EXISTS' });
    const learning = { ...asked, model: 'sage', settings: { hidden: 4, epochs: 1 }, negativesBy: 'degree' } as const;
    const learned = await trainLinks(learning);
    expect((await learned.model.save()).settings).toMatchObject({ negativesBy: 'degree' });
    learned.dispose();
  });

  it('says that a copy of the links is there', async () => {
    const graph = shop();
    const { source, target } = graph.edgeIndex('buys');
    const copied = graphFromArrays({
      nodes: { user: graph.numNodes('user'), item: graph.numNodes('item') },
      edges: [
        { type: ['user', 'buys', 'item'], source, target },
        { type: ['user', 'sees', 'item'], source, target },
      ],
    });
    const remarks: string[] = [];
    const { dispose } = await trainLinks(
      { graph: copied, target: 'buys', model: 'popularity', baselines: false },
      { onRemark: (text) => remarks.push(text) },
    );
    dispose();
    expect(remarks.some((text) => text.includes('user>sees>item'))).toBe(true);
  });
});

it('an interrupted training says how to go on, and goes on to the same bits', async () => {
  const graph = shop();
  for (const [model, settings] of [
    ['complex', small],
    ['sage', { hidden: 8, epochs: 6 }],
  ] as const) {
    const common = { graph, target: 'buys', model, settings, baselines: false };
    const whole = await trainLinks(common);
    const out = join(dir, model);
    const controller = new AbortController();
    const onProgress = ({ done }: { done: number }) => (done >= 3 ? controller.abort() : undefined);
    const stopped = trainLinks({ ...common, out, checkpointEvery: 1 }, { onProgress, signal: controller.signal });
    await expect(stopped).rejects.toMatchObject({ code: 'ABORTED' });
    expect(await readdir(join(out, 'checkpoint'))).not.toEqual([]);
    const epochs: number[] = [];
    const again = await trainLinks(
      { ...common, out, checkpointEvery: 1 },
      { onProgress: ({ stage, done }) => (stage.startsWith('train') ? epochs.push(done) : undefined) },
    );
    expect(Math.min(...epochs.filter((done) => done > 0)), model).toBeGreaterThanOrEqual(3);
    const figures = ({ summary }: typeof again) => ({ ...summary.scores[0], seconds: 0 });
    expect(figures(again)).toEqual(figures(whole));
    expect(again.report.training!.history.length).toBe(6);
    for (const each of [whole, again]) each.dispose();
  }
});

it('says which simple models score above the trained one', async () => {
  const remarks: string[] = [];
  const options = { graph: shop(), target: 'buys', model: 'transe', settings: { rank: 1, epochs: 0 } };
  const { summary, scores, dispose } = await trainLinks(options, { onRemark: (text) => remarks.push(text) });
  dispose();
  const said = remarks.at(-1)!;
  const own = scores.at(-1)!;
  for (const each of scores.slice(0, -1)) {
    expect(said.includes(each.model)).toBe(each.auc! > own.auc! || each.mrr > own.mrr);
  }
  expect(summary.remarks).toContain(said);
  expect(belowSimple([{ ...own, mrr: 0.1, auc: 0.1 }, own])).toBeUndefined();
  const { auc: _, ...withoutPairs } = own;
  expect(belowSimple([{ ...withoutPairs, model: 'counting', mrr: own.mrr + 0.1 }, withoutPairs])).toContain('counting');
});

it('a folder that holds something else is left as it is', async () => {
  await writeFile(join(dir, 'notes.txt'), 'mine');
  const options = { graph: shop(), target: 'buys', model: 'popularity', baselines: false, out: dir };
  await expect(trainLinks(options)).rejects.toMatchObject({ code: 'NOT_OURS' });
});
