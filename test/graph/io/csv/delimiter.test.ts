import { expect, it } from 'vitest';
import { readCsvGraph } from '../../../../src/graph/index.js';

/** Names of the columns, by which the delimiter that was found shows. */
async function columnsOf(text: string): Promise<string[]> {
  const files = { name: 'nodes.csv', bytes: [new TextEncoder().encode(text)] };
  const { graph } = await readCsvGraph({ nodes: { n: { files } } });
  return graph.schema.nodes[0]!.columns.map(({ name }) => name);
}

it.each([
  ['commas in a quoted header of a file with semicolons', '"a, b, c, d";"e";f\n1;2;3\n', ['a, b, c, d', 'e', 'f']],
  ['semicolons in a quoted header of a file with commas', '"a;b;c;d","e",f\n1,2,3\n', ['a;b;c;d', 'e', 'f']],
  ['a doubled quote and a line end in a quoted name', '"a "",,,\n,,""";b|c\n1;2\n', ['a ",,,\n,,"', 'b|c']],
  ['tabs', 'a\tb,c\td\n1\t2\t3\n', ['a', 'b,c', 'd']],
  ['bars', 'a|b|c;d\n1|2|3\n', ['a', 'b', 'c;d']],
  ['commas after the header line', 'a;b\n"1,,,,";2\n', ['a', 'b']],
])('the delimiter is found with %s', async (_, text, names) => {
  expect(await columnsOf(text)).toEqual(names);
});
