import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type OpenedDatabase, openDatabase } from '../../src/relational/database/open-database.js';
import { fitForecast } from '../../src/relational/forecast/forecast.js';
import { figuresOf } from '../../src/relational/forecast/score.js';
import { entityConstant, globalConstant } from '../../src/relational/learners/constants.js';
import { joinParts } from '../../src/relational/learners/join-parts.js';
import { readTask } from '../../src/relational/tasks/task-files.js';

/** Published counts and constants of the database of races (its README). */
const data = process.env.HETEROGRAPH_DATA ?? join(import.meta.dirname, '../../../shared/data');
const folder = join(data, 'rel-f1');

describe.skipIf(!existsSync(folder))('rel-f1 (skipped where the data set is absent)', () => {
  let opened: OpenedDatabase;
  beforeAll(async () => {
    opened = await openDatabase(folder);
  }, 60_000);

  it('has the rows and keys that it is known for, and times of races', () => {
    const { tables } = opened.database;
    expect(Object.fromEntries([...tables.values()].map(({ name, numRows }) => [name, numRows]))).toEqual({
      ...{ circuit: 77, constructor: 211, driver: 857, race: 1101, result: 26_080, qualifying: 9_815 },
      ...{ driver_standing: 34_124, constructor_standing: 13_051, constructor_result: 12_290 },
    });
    const keysOf = (name: string) => tables.get(name)!.keys.map(({ table }) => table);
    expect(keysOf('result')).toEqual(['race', 'driver', 'constructor']);
    expect(keysOf('constructor_result')).toEqual(['race', 'constructor']);
    const before2010 = (name: string) =>
      tables.get(name)!.time!.filter((time) => time < Date.UTC(2010, 0) / 1000).length;
    expect([before2010('race'), before2010('result'), before2010('driver_standing')]).toEqual([820, 20_323, 28_115]);
    expect(before2010('constructor_standing')).toBe(10_170);
    expect(tables.get('driver')!.time).toBeUndefined();
  });

  it.each([
    ['driver-dnf', 'binary', [11_411, 566, 702], 'rocAuc', 0.5, 0.6993],
    ['driver-position', 'numbers', [7_453, 499, 760], 'mae', 4.3991, 4.1035],
  ])('%s has its rows, and constants as they were published', async (name, kind, counts, figure, global, entity) => {
    const task = await readTask(join(folder, 'tasks', name), opened.graph);
    expect(task).toMatchObject({ kind, table: 'driver' });
    expect([task.train, task.valid, task.test].map(({ rows }) => rows.length)).toEqual(counts);
    const part = (anchors: typeof task.train) => ({ anchors, features: [] });
    const both = joinParts(part(task.train), part(task.valid));
    const numClasses = kind === 'binary' ? 2 : 1;
    const { database } = opened;
    const problem = { database, kind: task.kind, numClasses, train: both, valid: part(task.valid), seed: 1 };
    const scoreOf = async (learner: typeof globalConstant) => {
      const { forecaster } = await learner.fit(problem);
      const values = await forecaster.predict({ database, ...part(task.test) });
      return (await figuresOf(task.kind, values, task.test.labels, numClasses, 1))[figure]!.value;
    };
    expect(await scoreOf(globalConstant)).toBeCloseTo(global, 4);
    expect(await scoreOf(entityConstant)).toBeCloseTo(entity, 4);
  });

  it.each([
    ['driver-dnf', 30, 'rocAuc', 0.5364, 0.7795, 0.6853],
    ['driver-position', 60, 'mae', 4.3991, 3.315, 3.0584],
    // Nobody said how long windows are: no label is known before its part has ended.
    ['driver-dnf', undefined, 'rocAuc', 0.5, 0.6993, 0.403],
  ])(
    '%s: rolling constants know what has happened by each anchor, and the one column that came later is refused',
    { timeout: 120_000 },
    async (name, horizonDays, figure, ...expected) => {
      const task = await readTask(
        join(folder, 'tasks', name),
        opened.graph,
        horizonDays === undefined ? {} : { horizonDays },
      );
      const { scores, leaks } = await fitForecast(opened.database, task, {
        learners: [],
        features: { maxFeatures: 100 },
      });
      expect(scores.map(({ test }) => Number(test[figure]!.value.toFixed(4)))).toEqual(expected);
      // Drivers have numbers of their own since 2014: whoever has one drove that long.
      expect(leaks.map(({ column }) => column)).toEqual(['driver.number']);
    },
  );
});
