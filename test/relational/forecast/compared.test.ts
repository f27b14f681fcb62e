import { expect, it } from 'vitest';
import { comparedLearners } from '../../../src/relational/forecast/compared.js';
import { databaseOfTables, table } from '../databases.js';

const database = databaseOfTables(table('customer', 3));
const anchors = (count: number) => ({
  table: 'customer',
  rows: new Int32Array(count),
  times: new Float64Array(count),
  labels: new Float64Array(count),
});
const small = { train: anchors(14_000), valid: anchors(1_000) };
const large = { train: anchors(14_000), valid: anchors(1_001) };
const names = (...args: Parameters<typeof comparedLearners>) =>
  comparedLearners(...args).learners.map(({ name }) => name);
const constants = ['global', 'entity', 'last'];
const plain = [...constants, 'linear', 'few-features', 'all-features'];

it('under rolling a network is compared where the task is small, and a remark says where it is not', () => {
  expect(names(database, small, 'rolling')).toEqual([...plain, 'network']);
  expect(comparedLearners(database, small, 'rolling').remarks).toEqual([]);
  expect(names(database, large, 'rolling')).toEqual(plain);
  expect(comparedLearners(database, large, 'rolling').remarks).toEqual([
    expect.stringContaining('since 15001 forecasts to learn from are more than 15000: name it'),
  ]);
  const wide = databaseOfTables(table('customer', 3), table('order', 199_998));
  expect(comparedLearners(wide, small, 'rolling').remarks).toEqual([
    expect.stringContaining('since 200001 rows of tables are more than 200000: name it'),
  ]);
  expect(names(wide, small, 'rolling')).toEqual(plain);
});

it('under frozen old histories are learned of too, and networks only where they are named', () => {
  expect(names(database, small, 'frozen')).toEqual([...plain, 'stale-history']);
  expect(comparedLearners(database, large, 'frozen').remarks).toEqual([]);
  expect(names(database, small, 'frozen', ['stale-network'])).toEqual([...constants, 'stale-network']);
});

it('what is named is compared, however large the task', () => {
  expect(comparedLearners(database, large, 'rolling', ['network'])).toMatchObject({ remarks: [] });
  expect(names(database, large, 'rolling', ['network'])).toEqual([...constants, 'network']);
  expect(() => comparedLearners(database, small, 'rolling', ['stale-network'])).toThrow(/is for the protocol frozen/);
});
