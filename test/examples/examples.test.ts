import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runExample } from './run.js';

test('csv-to-graph', { timeout: 30_000 }, async () => {
  const lines = (await runExample('csv-to-graph.ts')).trimEnd().split('\n');
  expect(lines[0]).toBe('1 row left out: UNKNOWN_ID in row 6');
  expect(lines).toContain('The Big Sleep: bacall, bogart');
  expect(lines.at(-1)).toBe('the same graph after saving and opening: true');
});

test('graphology-roundtrip', { timeout: 30_000 }, async () => {
  const lines = (await runExample('graphology-roundtrip.ts')).trimEnd().split('\n');
  expect(lines[0]).toBe('person, paper | person > wrote > paper, person > read > paper');
  expect(lines.at(-1)).toBe('the same nodes and edges: true');
});

test('custom-model, and the document that explains it', { timeout: 60_000 }, async () => {
  const text = await runExample('custom-model.ts');
  const [, epoch, share] = /best epoch (\d+), test accuracy ([\d.]+) %/.exec(text)!;
  expect(Number(epoch)).toBeGreaterThan(1);
  expect(Number(share)).toBeGreaterThan(90);
  const read = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8');
  const code = read('examples/custom-model.ts');
  const blocks = [...read('docs/custom-models.md').matchAll(/```ts\n(.*?)\n```/gs)].map(([, block]) => block!);
  expect(blocks.length).toBe(4);
  for (const block of blocks) expect(code).toContain(block);
});

test('movies', { timeout: 120_000 }, async () => {
  const text = await runExample('movies.ts');
  const scores = [...text.matchAll(/: micro-F1 ([\d.]+)/g)].map((match) => Number(match[1]));
  expect(scores.length).toBe(4);
  const [majority, perceptron, , rphgnn] = scores as [number, number, number, number];
  expect(rphgnn).toBeGreaterThan(majority + 10);
  expect(rphgnn).toBeGreaterThan(perceptron);
});

const data = process.env.HETEROGRAPH_DATA ?? join(import.meta.dirname, '../../../shared/data');
test('reach-users', { timeout: 120_000 }, async (context) => {
  if (!existsSync(join(data, 'yelp-hin'))) {
    console.warn('skipped: the data set yelp-hin is not there');
    return context.skip();
  }
  const lines = (await runExample('reach-users.ts', { HETEROGRAPH_DATA: data })).trimEnd().split('\n');
  expect(lines.slice(0, 2)).toEqual(['user > knows > user: 158590', 'user > visits > place: 198397']);
  const [friends, both] = lines.slice(2, 4).map((line) => Number(/reach (\d+) users/.exec(line)![1]));
  expect(both).toBeGreaterThan(friends!);
  expect(lines[4]).toBe('10 inviters, at most 3 each, hetero-im');
  expect(lines.length).toBe(15);
});

test('recommend-movies', { timeout: 120_000 }, async (context) => {
  if (!existsSync(join(data, 'movielens-hin'))) {
    console.warn('skipped: the data set movielens-hin is not there');
    return context.skip();
  }
  const text = await runExample('recommend-movies.ts', { HETEROGRAPH_DATA: data });
  const [popularity, knn, ease] = [...text.matchAll(/NDCG@20 ([\d.]+)/g)].map((match) => Number(match[1]));
  expect(knn).toBeGreaterThan(popularity!);
  expect(ease).toBeGreaterThan(knn!);
  expect(text).toMatch(/user 100 liked 22 movies; first of the list: \d+ \([A-Z]/);
  expect(text.match(/since they liked/g)?.length).toBe(3);
  const [, before, after] = /miscalibration of the first 10: ([\d.]+) before, ([\d.]+) after/.exec(text)!;
  expect(Number(after)).toBeLessThan(Number(before));
  expect(text.match(/ {2}\d+ .* from \d+ to \d+: /g)?.length).toBe(3);
  expect(text).toMatch(/\(folded-in\): (\d+ \([^)]*Comedy[^)]*\) ?){3}$/m);
});

test('rent-devices', { timeout: 60_000 }, async (context) => {
  if (!existsSync(join(data, 'hgb-acm'))) {
    console.warn('skipped: the data set hgb-acm is not there');
    return context.skip();
  }
  const text = await runExample('rent-devices.ts', { HETEROGRAPH_DATA: data });
  expect(text).toMatch(/^within 1 h: .* for [\d.]+, and none is cheaper$/m);
  const costs = [...text.matchAll(/^ {2}([\d.]+) h for ([\d.]+): /gm)].map(([, hours, cost]) => [
    Number(hours),
    Number(cost),
  ]);
  expect(costs.length).toBe(3);
  expect(costs[0]![0]).toBeLessThan(costs[2]![0]!);
  expect(costs[0]![1]).toBeGreaterThan(costs[2]![1]!);
});

test('explain-author', { timeout: 240_000 }, async (context) => {
  if (!existsSync(join(data, 'hgb-dblp'))) {
    console.warn('skipped: the data set hgb-dblp is not there');
    return context.skip();
  }
  const text = await runExample('explain-author.ts', { HETEROGRAPH_DATA: data, EPOCHS: '4' });
  expect(text).toMatch(/^hgt: micro-F1 [\d.]+\nlatte: micro-F1 [\d.]+\nauthor .+ is .+ \(\d+ %\)$/m);
  expect(text).toContain('itself: weight');
  expect(text.match(/^ {2}from /gm)).toHaveLength(5);
  expect(text).toMatch(/the picture has \d+ ribbons/);
});

test('political-sides', { timeout: 240_000 }, async (context) => {
  if (!existsSync(join(data, 'timme-purep'))) {
    console.warn('skipped: the data set timme-purep is not there');
    return context.skip();
  }
  const text = await runExample('political-sides.ts', { HETEROGRAPH_DATA: data });
  expect(Number(/ROC-AUC of Democrat against Republican: ([\d.]+)/.exec(text)![1])).toBeGreaterThan(0.95);
  expect(Number(/([\d]+) % are on the own side/.exec(text)![1])).toBeGreaterThan(50);
  expect(text.match(/^-?[\d.]+ (Democrat|Republican) /gm)?.length).toBe(6);
});

test('misinformation', { timeout: 240_000 }, async (context) => {
  if (!existsSync(join(data, 'fang'))) {
    console.warn('skipped: the data set fang is not there');
    return context.skip();
  }
  const text = await runExample('misinformation.ts', { HETEROGRAPH_DATA: data });
  expect(text).toContain('sources in several parts: none');
  const scores = [...text.matchAll(/macro-F1 ([\d.]+)/g)].map((match) => Number(match[1]));
  expect(scores.length).toBe(3);
  for (const score of scores) expect(score).toBeGreaterThan(30);
});

test('new-node-type', { timeout: 240_000 }, async (context) => {
  if (!existsSync(join(data, 'freebase-movie'))) {
    console.warn('skipped: the data set freebase-movie is not there');
    return context.skip();
  }
  const text = await runExample('new-node-type.ts', { HETEROGRAPH_DATA: data });
  const scores = [...text.matchAll(/actors: micro-F1 ([\d.]+)/g)].map((match) => Number(match[1]));
  const usual = Number(/the most usual class: ([\d.]+)/.exec(text)![1]);
  expect(scores).toHaveLength(2);
  for (const score of scores) expect(score).toBeGreaterThan(usual);
});
