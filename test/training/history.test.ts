import { describe, expect, it } from 'vitest';
import { TrainingHistory } from '../../src/training/index.js';

function example(): TrainingHistory {
  const history = new TrainingHistory();
  history.append({ epoch: 1, loss: 2 });
  history.append({ epoch: 2, loss: 1.5, microF1: 0.25 });
  history.append({ epoch: 3, loss: 0.1 + 0.2 });
  return history;
}

describe('history', () => {
  it('has columns of equal length, NaN where nothing was measured', () => {
    const history = example();
    expect(history.length).toBe(3);
    expect(history.names).toEqual(['epoch', 'loss', 'microF1']);
    expect([...history.column('microF1')]).toEqual([Number.NaN, 0.25, Number.NaN]);
    expect(() => history.column('accuracy')).toThrow(expect.objectContaining({ code: 'UNKNOWN_COLUMN' }));
  });

  it('survives JSON to the bit, with null for NaN', () => {
    const text = JSON.stringify(example());
    expect(JSON.parse(text).microF1).toEqual([null, 0.25, null]);
    const back = TrainingHistory.fromJSON(JSON.parse(text));
    expect(JSON.stringify(back)).toBe(text);
    expect(back.column('loss')).toEqual(example().column('loss'));
    back.append({ epoch: 4 });
    expect(back.length).toBe(4);
    expect(() => TrainingHistory.fromJSON({ a: [1], b: [] })).toThrow(
      expect.objectContaining({ code: 'SHAPE_MISMATCH' }),
    );
  });

  it('becomes an Arrow table', () => {
    const table = example().toArrow();
    expect(table.numRows).toBe(3);
    expect(table.schema.fields.map((field) => field.name)).toEqual(['epoch', 'loss', 'microF1']);
    expect([...table.getChild('loss')!]).toEqual([2, 1.5, 0.1 + 0.2]);
  });
});
