import { expect, it } from 'vitest';
import { declaredKind } from '../../../src/datasets/sources/base/declared-kind.js';

it.each([
  ["ENUM('female', 'male', 'non-binary')", 'text'],
  ["enum('blob', 'number')", 'text'],
  ['enum', 'text'],
  ["SET('int', 'bool')", undefined],
  ['NUMERIC(10, 2)', 'number'],
  ['DECIMAL (8)', 'number'],
  ['VARCHAR(20)', 'text'],
  ['varbinary(16)', 'binary'],
  ['timestamp(3) with time zone', 'date'],
  ['', undefined],
])('the type %s is said to be %s by its name alone', (type, kind) => {
  expect(declaredKind(type)).toBe(kind);
});
