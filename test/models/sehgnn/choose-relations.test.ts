import { expect, it } from 'vitest';
import { GraphBuilder } from '../../../src/graph/index.js';
import { classificationProblem, createModel, nodeModelNamed, settingsForProblem } from '../../../src/models/index.js';

const PEOPLE = 40;
const each = (count: number) => Int32Array.from({ length: count }, (_, i) => i);

/** Relations `r0`, `r1`, ... between people and groups that reach so many of the people, and `far` between groups and towns. */
function problemOf(reach: readonly number[]) {
  const column = { name: 'y', type: 'int32', role: 'label', classes: ['a', 'b'] } as const;
  const nodes = [{ name: 'person', columns: [column] }, ...['group', 'town'].map((name) => ({ name, columns: [] }))];
  const builder = new GraphBuilder({ nodes, edges: [] })
    .addNodes('person', { y: Array.from({ length: PEOPLE }, (_, i) => i % 2) })
    .addNodes('group', 20)
    .addNodes('town', 5)
    .addEdges(['group', 'far', 'town'], { source: each(20), target: each(20).map((i) => i % 5) });
  for (const [r, count] of reach.entries()) {
    builder.addEdges(['person', `r${r}`, 'group'], { source: each(count), target: each(count).map((i) => i % 20) });
  }
  const split = { train: each(20), valid: each(30).slice(20), test: each(PEOPLE).slice(30) };
  return classificationProblem(builder.build(), 'person', split, 1);
}

const chosen = (reach: readonly number[], changes: object = {}) =>
  settingsForProblem(nodeModelNamed('sehgnn'), problemOf(reach), changes) as {
    readonly settings: { readonly relations?: readonly string[]; readonly hops: number; readonly labelHops: number };
    readonly reasons: readonly string[];
  };

it('sehgnn keeps the relations that reach most where paths along all would be too many, and says so', () => {
  const few = chosen([40, 30, 20]);
  expect(few.settings.relations).toBeUndefined();
  expect(few.settings.hops).toBeGreaterThanOrEqual(2);

  const reach = [1, 40, 2, 39, 3, 38, 4, 37, 5, 36];
  const { settings, reasons } = chosen(reach);
  // Labels come back along 4 x 4 paths of two relations; those of 5 x 5 would be more than 20.
  expect(settings.relations).toEqual([1, 3, 5, 7].map((r) => `person>r${r}>group`));
  expect(settings.hops).toBe(2);
  expect(settings.labelHops).toBeGreaterThanOrEqual(2);
  expect(reasons[0]).toMatch(/^relations: person>r1>group, .*the 4 of 11 /);
});

it('sehgnn leaves to somebody else what he chose', () => {
  const reach = new Array<number>(10).fill(PEOPLE);
  expect(chosen(reach, { hops: 1 }).settings).toMatchObject({ hops: 1, labelHops: 1 });
  expect(chosen(reach, { hops: 1 }).settings.relations).toBeUndefined();
  const named = chosen(reach, { relations: ['r2', 'far'] });
  expect(named.settings.relations).toEqual(['r2', 'far']);
  expect(named.settings.hops).toBe(4);
});

it('sehgnn without labels gets settings that it takes', () => {
  const { settings, reasons } = chosen([40, 30], { labels: false });
  expect(settings).not.toHaveProperty('labelHops');
  expect(reasons.some((reason) => reason.includes('labelHops'))).toBe(false);
  createModel('sehgnn', { settings: { ...settings, labels: false } });
});
