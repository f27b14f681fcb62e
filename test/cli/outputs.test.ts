import { expect, it } from 'vitest';
import { writeOutputs, writtenLines } from '../../src/cli/files/outputs.js';
import { HeteroGraphError, isHeteroGraphError } from '../../src/core/index.js';

const full = (file: string) => new HeteroGraphError('WRITE_FAILED', 'The disk is full.', { file, hint: 'Make room.' });

it('writes each of what was asked for', async () => {
  const seen: string[] = [];
  const write = async (path: string) => void seen.push(path);
  const outputs = await writeOutputs([
    { name: 'out', path: 'a.csv', write },
    { name: 'report', path: undefined, write },
    { name: 'save', path: 'b', write },
  ]);
  expect(outputs).toEqual({ written: { out: 'a.csv', save: 'b' } });
  expect(writtenLines(outputs)).toEqual(['written to a.csv', 'written to b']);
  expect(seen).toEqual(['a.csv', 'b']);
});

it('goes on after one that fails, and names what was not written', async () => {
  const fail = async (path: string) => Promise.reject(full(path));
  const { written, failure } = await writeOutputs([
    { name: 'out', path: 'a.csv', write: fail },
    { name: 'report', path: 'b.html', write: fail },
    { name: 'save', path: 'c', write: async () => undefined },
  ]);
  expect(written).toEqual({ save: 'c' });
  expect(isHeteroGraphError(failure) && failure.code).toBe('WRITE_FAILED');
  expect((failure as Error).message).toMatch(/a\.csv.*b\.html/s);
  const one = await writeOutputs([{ name: 'out', path: 'a.csv', write: fail }]);
  expect(one.failure).toMatchObject({ location: { file: 'a.csv' }, hint: 'Make room.' });
});
