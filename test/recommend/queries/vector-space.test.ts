import { expect, it } from 'vitest';
import { VectorSpace } from '../../../src/recommend/queries/vector-space.js';

/** First axis: funny or not; second: old or new; third: of the sea. */
const films = {
  farce: [1, 0, 0],
  satire: [2, 1, 0],
  drama: [-1, 0.2, 0],
  epic: [-2, 1, 0],
  whaling: [-1, 0, 1],
  sailors: [3, 0, 3],
};
const ids = Object.keys(films);
const open = () => new VectorSpace(ids, Float32Array.from(Object.values(films).flat()), 3);
const code = (wanted: string) => expect.objectContaining({ code: wanted });
const near = (wanted: number[]) => wanted.map((value) => expect.closeTo(value, 5));

it('finds items like others by cosine, and leaves out those it is told to', () => {
  using space = open();
  const query = space.compose({ like: ['farce'] });
  expect([...query]).toEqual([1, 0, 0]);
  const { items, cosines } = space.nearest(query, { k: 2 });
  expect(items).toEqual(['farce', 'satire']);
  expect([...cosines]).toEqual(near([1, 2 / Math.sqrt(5)]));
  expect(space.nearest(query, { k: 9, leaveOut: ['farce', 'satire'] }).items).toEqual([
    'sailors',
    'whaling',
    'epic',
    'drama',
  ]);
});

it('has the direction of an attribute from its items to the others', () => {
  using space = open();
  const unit = Array.from({ length: 6 }, (_, i) => [...space.vectors.slice(i * 3, i * 3 + 3)]);
  const mean = (rows: number[]) => [0, 1, 2].map((c) => rows.reduce((sum, r) => sum + unit[r]![c]!, 0) / rows.length);
  const [has, others] = [mean([4, 5]), mean([0, 1, 2, 3])];
  const change = has.map((value, c) => value - others[c]!);
  const length = Math.hypot(...change);
  expect([...space.direction(['whaling', 'sailors'])]).toEqual(near(change.map((value) => value / length)));
});

it('goes towards an attribute, away from it, and towards another item', () => {
  using space = open();
  const sea = space.direction(['whaling', 'sailors']);
  const like = ['farce'];
  const first = (but: Parameters<typeof space.compose>[0]['but']) =>
    space.nearest(space.compose({ like, but: but ?? [] }), { k: 1, leaveOut: like }).items[0];
  expect(first([])).toBe('satire');
  expect(first([{ towards: sea }])).toBe('sailors');
  expect(first([{ towards: sea }, { towards: 'farce', weight: -1.5 }])).toBe('whaling');
  expect(first([{ towards: 'epic', weight: 3 }])).toBe('epic');
  expect([...space.compose({ like: ['farce'], but: [{ towards: sea, weight: 0 }] })]).toEqual(near([1, 0, 0]));
});

it('takes ids as the data has them, and refuses others', () => {
  using space = new VectorSpace([1, 2n, '3'], Float32Array.of(1, 2, 3, 0, 0, 0), 2);
  expect([...space.compose({ like: ['1'] })]).toEqual(near([1 / Math.sqrt(5), 2 / Math.sqrt(5)]));
  expect(space.nearest(space.compose({ like: [3] }), { k: 1 }).cosines[0]).toBe(0);
  expect(() => space.compose({ like: [4] })).toThrow(code('UNKNOWN_ID'));
  expect(() => space.direction([])).toThrow(code('NO_ROWS'));
  expect(() => space.direction([1, 2, 3])).toThrow(code('NO_ROWS'));
  expect(() => space.compose({ like: [], but: [{ towards: new Float32Array(3) }] })).toThrow(code('SHAPE_MISMATCH'));
  const wild = { like: [], but: [{ towards: 1, weight: Number.NaN }] };
  expect(() => space.compose(wild)).toThrow(code('INVALID_OPTION'));
  expect(() => new VectorSpace([1, '1'], new Float32Array(4), 2)).toThrow(code('DUPLICATE_ID'));
  expect(() => new VectorSpace([1], new Float32Array(4), 2)).toThrow(code('SHAPE_MISMATCH'));
});
