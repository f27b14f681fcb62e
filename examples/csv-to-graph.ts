// CSV files with quotes, line breaks and missing cells to a typed graph, saved as a folder of Arrow files and opened again.
// Run: npx tsx examples/csv-to-graph.ts
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeGraph, hashGraph, openGraph, readCsvGraph, saveGraph } from 'heterograph/graph';

const folder = await mkdtemp(join(tmpdir(), 'heterograph-example-'));
try {
  const [people, films, cast] = ['people.csv', 'films.csv', 'cast.csv'].map((name) => join(folder, name));
  await writeFile(
    people!,
    'id,name,born\nbacall,"Bacall, Lauren",1924\nbogart,"Humphrey ""Bogie"" Bogart",1899\nwilder,Billy Wilder,\n',
  );
  await writeFile(
    films!,
    'id,title,year,genre\n1,"The Big\nSleep",1946,noir\n2,Sabrina,1954,comedy\n3,Key Largo,1948,\n',
  );
  await writeFile(cast!, 'person,film,billing\nbacall,1,2\nbogart,1,1\nbogart,2,1\nwilder,2,\nnobody,3,1\n');

  const { graph, numBadRows, badRows } = await readCsvGraph({
    nodes: {
      person: { files: people!, id: 'id' },
      film: { files: films!, id: 'id', columns: { year: 'int32', genre: { role: 'label' } } },
    },
    edges: [{ type: ['person', 'worked_on', 'film'], files: cast!, source: 'person', target: 'film' }],
    onBadRow: 'collect', // by default the first bad row is an error
  });
  console.log(`${numBadRows} row left out: ${badRows[0]!.code} in row ${badRows[0]!.row}`);

  for (const { type, count, columns, labels } of describeGraph(graph).nodes) {
    console.log(type, count, columns.map((column) => `${column.name}: ${column.type}`).join(', '), labels ?? '');
  }
  const ids = graph.ids('person');
  const { indptr, indices } = graph.adjacency('worked_on', 'in'); // rows: films, indices: people
  const bigSleep = graph.ids('film').indexOf(1);
  console.log(
    'The Big Sleep:',
    Array.from(indices.subarray(indptr[bigSleep], indptr[bigSleep + 1]), (row) => ids.idOf(row)).join(', '),
  );

  const saved = join(folder, 'films');
  await saveGraph(graph, saved);
  const again = await openGraph(saved);
  console.log('the same graph after saving and opening:', hashGraph(again) === hashGraph(graph));
} finally {
  await rm(folder, { recursive: true });
}
