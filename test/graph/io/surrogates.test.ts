import { expect, it } from 'vitest';
import { GraphBuilder, graphFromArrays, graphFromRows, readJsonLines } from '../../../src/graph/index.js';

/** Half of a surrogate pair has no place in UTF-8: it is refused, never replaced by another character. */
const HALVES = ['\ud800', 'a\udc00b', '\udc00\ud800'];

it('the builder names the row', () => {
  for (const half of HALVES) {
    const build = () => graphFromArrays({ nodes: { a: { data: { name: ['\ud83d\ude00', half] } } } });
    expect(build).toThrow(
      expect.objectContaining({ code: 'INVALID_UTF8', location: expect.objectContaining({ row: 1 }) }),
    );
    expect(() => graphFromArrays({ nodes: { a: { data: { id: ['b', half] }, ids: 'id' } } })).toThrow(
      expect.objectContaining({ code: 'INVALID_UTF8' }),
    );
    const collecting = new GraphBuilder(undefined, { onIssue: 'collect' });
    collecting.addNodes('a', { name: [half, 'sound'] });
    expect(collecting.build().nodeTable('a').getChild('name')?.toJSON()).toEqual([null, 'sound']);
    expect(collecting.issues).toMatchObject([{ code: 'INVALID_UTF8', row: 0 }]);
  }
});

it('readers of JSON lines and rows name the row, whatever lies beside it', async () => {
  for (const half of HALVES) {
    const row = { id: 1, name: half };
    const text = `{"id":0,"name":"\ud83d\ude00"}\n${JSON.stringify(row)}\n`;
    const files = { name: 'a.jsonl', text };
    await expect(readJsonLines({ nodes: { a: { files, id: 'id' } } })).rejects.toMatchObject({ location: { row: 2 } });
    const rows = [{ id: 0, name: 'sound' }, row];
    await expect(graphFromRows({ nodes: { a: { rows, id: 'id' } } } as never)).rejects.toMatchObject({
      name: 'HeteroGraphError',
    });
  }
});
