import { expect, it } from 'vitest';
import { readNTriples } from '../../../src/graph/index.js';

const read = (text: string) => readNTriples({ name: 'x.nt', text }, { literals: 'nodes' });

it('blanks around ^^ change nothing', async () => {
  const { graph } = await read('<a:s> <a:p> "1" ^^ <a:t> .\n<a:s> <a:p> "1"^^<a:t> .\n');
  expect([graph.numNodes('literal'), graph.numEdges()]).toEqual([1, 2]);
});

it.each(['<a:s> <a:p> <<( <a:s> <a:p> <a:o> )>> .\n', '<< <a:s> <a:p> <a:o> >> <a:p> <a:o> .\n'])(
  'triple terms are refused by code: %s',
  async (text) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'MALFORMED_ROW', location: { file: 'x.nt', row: 1 } });
  },
);
