import { expect, it } from 'vitest';
import { detectEdgeAnomalies, edgeEvents } from '../../../src/anomaly/index.js';
import { GraphBuilder, type HeteroGraph, withColumn } from '../../../src/graph/index.js';
import { blockEvents } from '../planted.js';

/** Users that log into hosts, at times, and hosts that call ports. */
function logins() {
  const { table, planted } = blockEvents(800, 6, 0.02);
  const [users, hosts, ports] = [table.user, table.host, table.port].map((values) => [...new Set(values)]);
  const column = { name: 'id', type: 'utf8', role: 'id' } as const;
  const graph = new GraphBuilder({
    nodes: ['user', 'host', 'port'].map((name) => ({ name, columns: [column] })),
    edges: [
      { type: ['user', 'logs', 'host'], columns: [{ name: 'at', type: 'float64', role: 'time' }] },
      { type: ['host', 'calls', 'port'], columns: [] },
    ],
  })
    .addNodes('user', { id: users! })
    .addNodes('host', { id: hosts! })
    .addNodes('port', { id: ports! })
    .addEdges(['user', 'logs', 'host'], {
      ...{ source: table.user, target: table.host },
      at: Float64Array.from({ length: 800 }, (_, row) => row * 3600),
    })
    .addEdges(['host', 'calls', 'port'], { source: table.host.slice(0, 100), target: table.port.slice(0, 100) })
    .build();
  return { graph, table, planted };
}

it('edges are events of source, relation, target and a bucket of time', () => {
  const { graph, table } = logins();
  const one = edgeEvents(graph, { relations: ['logs'], bucketSeconds: 3600 });
  expect(Object.keys(one.table)).toEqual(['source', 'target', 'time']);
  expect(one.table.source![5]).toBe(`user ${table.user[5]}`);
  expect([one.table.time![0], one.table.time![25]]).toEqual(['0:00', '1:00']);
  const days = edgeEvents(graph, { relations: ['logs'], bucketSeconds: 86400 });
  expect([days.table.time![0], days.table.time![24]]).toEqual(['Thursday', 'Friday']);
  const all = edgeEvents(graph);
  expect(Object.keys(all.table)).toEqual(['source', 'relation', 'target']);
  expect([all.rows.length, all.rows[800], all.types[800]]).toEqual([900, 0, ['host', 'calls', 'port']]);
  expect(() => edgeEvents(graph, { bucketSeconds: 60 })).toThrow(expect.objectContaining({ code: 'MISSING_TIME' }));
  expect(() => edgeEvents(graph, { relations: ['no'] })).toThrow(expect.objectContaining({ code: 'UNKNOWN_TYPE' }));
});

it('columns of the ends are part of events', () => {
  const { graph, table } = logins();
  const named = withColumn(graph, 'host', 'place', hostPlaces(graph));
  const events = edgeEvents(named, { relations: ['logs', 'calls'], nodeColumns: { host: ['place'] } }).table;
  expect(Object.keys(events)).toEqual(['source', 'relation', 'target', 'source place', 'target place']);
  expect([events['target place']![7], events['source place']![7]]).toEqual([table.host[7]!.length, null]);
  expect([events['target place']![807], events['source place']![807]]).toEqual([null, table.host[7]!.length]);
  for (const [code, nodeColumns] of [
    ['UNKNOWN_COLUMN', { host: ['x'] }],
    ['UNKNOWN_TYPE', { x: ['place'] }],
    ['INVALID_OPTION', { host: 'place' }],
  ] as const) {
    expect(() => edgeEvents(named, { nodeColumns: nodeColumns as never })).toThrow(expect.objectContaining({ code }));
  }
});

/** The length of each name. */
function hostPlaces(graph: HeteroGraph): Int32Array {
  const ids = graph.ids('host');
  return Int32Array.from({ length: ids.size }, (_, row) => String(ids.idOf(row)).length);
}

it('finds edges between blocks that have nothing to do with each other', async () => {
  const { graph, planted } = logins();
  const { oddest, detector } = await detectEdgeAnomalies(graph, { relations: ['logs'], top: 5 });
  expect(detector).toBe('ape');
  for (const { row, type, source, target, reasons } of oddest) {
    expect(type).toEqual(['user', 'logs', 'host']);
    expect(planted[row]).toBe(1);
    expect(String(source)[1]).not.toBe(String(target)[1]);
    expect(reasons[0]!.columns).toEqual(['source', 'target']);
  }
});
