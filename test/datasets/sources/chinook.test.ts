import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { guessMapping, openTables, sqliteSource } from '../../../src/datasets/index.js';
import { hashGraph } from '../../../src/graph/index.js';
import { chinookFile, csvOf, hasChinook, renamed, scratch, writeParquet } from './chinook.js';

describe.skipIf(!hasChinook)('chinook', () => {
  it('declared keys of an SQLite file become ids and edges, a junction table edges alone; nothing is written beside it', async () => {
    const file = chinookFile();
    const [bytes, names] = [readFileSync(file), readdirSync(dirname(file))];
    const { mapping, notes, warnings } = await guessMapping(file);
    expect(Object.keys(mapping.nodes)).toHaveLength(10);
    expect(mapping.edges.map(({ type, table, source, target }) => [...type, table, source, target])).toEqual([
      ['Album', 'artist', 'Artist', 'Album', undefined, 'ArtistId'],
      ['Customer', 'support_rep', 'Employee', 'Customer', undefined, 'SupportRepId'],
      ['Employee', 'ReportsTo', 'Employee', 'Employee', undefined, 'ReportsTo'],
      ['Invoice', 'customer', 'Customer', 'Invoice', undefined, 'CustomerId'],
      ['InvoiceLine', 'invoice', 'Invoice', 'InvoiceLine', undefined, 'InvoiceId'],
      ['InvoiceLine', 'track', 'Track', 'InvoiceLine', undefined, 'TrackId'],
      ['Playlist', 'PlaylistTrack', 'Track', 'PlaylistTrack', 'PlaylistId', 'TrackId'],
      ['Track', 'album', 'Album', 'Track', undefined, 'AlbumId'],
      ['Track', 'media_type', 'MediaType', 'Track', undefined, 'MediaTypeId'],
      ['Track', 'genre', 'Genre', 'Track', undefined, 'GenreId'],
    ]);
    expect([notes.edges![1], notes.columns!['Track.TrackId'], warnings]).toEqual([
      'SupportRepId names a row of Employee, as declared; all 3 values have a row.',
      'declared as the primary key',
      [],
    ]);
    const { graph, remarks } = await openTables(file, mapping);
    expect([graph.numNodes(), graph.numEdges('PlaylistTrack'), graph.numEdges('ReportsTo'), remarks]).toEqual([
      6892,
      8715,
      7,
      [],
    ]);
    expect(graph.numbers('Invoice', 'InvoiceDate')[0]).toBe(Date.UTC(2021, 0, 1) / 1000);
    expect([readFileSync(file).equals(bytes), readdirSync(dirname(file))]).toEqual([true, names]);
  });

  it('tables of CSV and of Parquet files give the same graph, and keys that nothing declares are proposed again', async () => {
    const source = await sqliteSource(chinookFile());
    const folder = join(scratch, 'csv');
    mkdirSync(folder);
    for (const { name, columns } of await source.tables()) {
      const text = await csvOf(
        source,
        name,
        columns.map((column) => column.name),
      );
      writeFileSync(join(folder, `${name}.csv`), text);
    }
    const { mapping } = await guessMapping(source);
    const { graph } = await openTables(source, mapping);
    const parquet = join(scratch, 'parquet');
    await writeParquet(source, parquet);
    const columns = renamed(mapping, (name) => `${name}.parquet`);
    expect(hashGraph((await openTables(parquet, columns)).graph)).toBe(hashGraph(graph));
    const same = await openTables(
      folder,
      renamed(mapping, (name) => `${name}.csv`),
    );
    expect(hashGraph(same.graph)).toBe(hashGraph(graph));
    await source.close();
    const { mapping: guessed } = await guessMapping(folder);
    const edges = (found: typeof mapping) => found.edges.map(({ type }) => type.join(' '));
    // Three values that are ids of every table say nothing, and are named.
    expect(edges(guessed)).toEqual(edges(mapping).filter((name) => name !== 'Customer support_rep Employee'));
  });
});
