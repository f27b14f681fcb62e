import { expect, it } from 'vitest';
import { guessMapping, mappingText, openTables, parseMapping } from '../../../src/datasets/index.js';
import { folderOf } from './folders.js';

const races = [
  'raceId,name,date,time,quali_date,quali_time,lap',
  '1,Spa,2009-03-29,06:00:00,2009-03-28,05:00,01:27.452',
  '2,Monza,1969-12-31,\\N,\\N,\\N,01:28.001',
  '3,Imola,2010-01-01,13:30,2009-12-31,,01:29.100',
].join('\n');
const at = (...parts: Parameters<typeof Date.UTC>) => Date.UTC(...parts) / 1000;

it('a column of times of day is found for the dates it belongs to, and added to them', async () => {
  const folder = folderOf({ 'races.csv': races });
  const { mapping, notes } = await guessMapping(folder);
  expect(mapping.nodes.race!.columns).toMatchObject({
    date: { kind: 'date', role: 'time', clock: 'time' },
    time: { role: 'ignore' },
    quali_date: { kind: 'date', clock: 'quali_time' },
    quali_time: { role: 'ignore' },
  });
  expect(notes.columns!['race.time']).toBe('read with date');
  expect(parseMapping(mappingText(mapping, notes))).toEqual(mapping);
  const { graph, remarks } = await openTables(folder, mapping);
  expect([...graph.numbers('race', 'date')]).toEqual([at(2009, 2, 29, 6), at(1969, 11, 31), at(2010, 0, 1, 13, 30)]);
  expect([...graph.numbers('race', 'quali_date')]).toEqual([at(2009, 2, 28, 5), Number.NaN, at(2009, 11, 31)]);
  expect(remarks).toEqual([]);
});

it('dates that have a time of day get no other; of two dates, an unnamed clock belongs to none', async () => {
  const timed = await guessMapping(
    folderOf({ 'a.csv': 'id,date,time\n1,2024-05-31 10:00,06:00\n2,2024-05-31,07:00\n' }),
  );
  expect(timed.mapping.nodes.a!.columns.date).toEqual({ kind: 'date', role: 'time' });
  const two = await guessMapping(
    folderOf({ 'a.csv': 'id,sold,sent,hour\n1,2024-05-31,2024-06-01,06:00\n2,2024-06-02,2024-06-03,07:00\n' }),
  );
  expect(two.mapping.nodes.a!.columns).toMatchObject({ sold: { kind: 'date' }, sent: { kind: 'date' } });
  expect(JSON.stringify(two.mapping)).not.toContain('clock');
});

const clocked = `version: 1
nodes: { a: { table: a.csv, id: id, columns: { day: { kind: date, clock: hour } } } }
`;

it('what is no time of day makes its date missing, counted and shown', async () => {
  const folder = folderOf({ 'a.csv': 'id,day,hour\n1,2024-05-31,25:00\n2,2024-06-01,7:05:30.5Z\n3,2024-06-02,\n' });
  const { graph, remarks } = await openTables(folder, parseMapping(clocked));
  expect([...graph.numbers('a', 'day')]).toEqual([Number.NaN, at(2024, 5, 1, 7, 5, 30, 500), at(2024, 5, 2)]);
  expect(remarks).toEqual([expect.stringContaining('in row 2, is "2024-05-31 25:00"')]);
  await expect(openTables(folder, parseMapping(clocked), { onBadCell: 'fail' })).rejects.toMatchObject({
    code: 'WRONG_DTYPE',
    location: { row: 2, column: 'day' },
  });
});

it('a clock that the table lacks is an error, or remarked where columns may be absent', async () => {
  const folder = folderOf({ 'a.csv': 'id,day\n1,2024-05-31\n' });
  await expect(openTables(folder, parseMapping(clocked))).rejects.toMatchObject({
    code: 'UNKNOWN_COLUMN',
    location: { column: 'hour' },
  });
  const { graph, remarks } = await openTables(folder, parseMapping(clocked), { mayBeAbsent: true });
  expect([[...graph.numbers('a', 'day')], remarks]).toEqual([[at(2024, 4, 31)], [expect.stringMatching(/lacks hour/)]]);
});

it.each([
  ['of a number', 'day: { kind: number, clock: hour }'],
  ['of itself', 'day: { kind: date, clock: day }'],
])('a clock %s is refused', (_, columns) => {
  const text = clocked.replace('day: { kind: date, clock: hour }', columns);
  const location = { column: 'nodes.a.columns.day.clock' };
  expect(() => parseMapping(text)).toThrow(
    expect.objectContaining({ code: 'INVALID_MAPPING', location: expect.objectContaining(location) }),
  );
});
