import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import { damaged, type HostileCase, type Loaded, nodesOf, same } from './case.js';

function made(
  name: string,
  sql: string,
  rest: Pick<HostileCase, 'check' | 'refused'>,
  after = (_: string) => {},
): HostileCase {
  return {
    name: `SQLite: ${name}`,
    make: (folder) => {
      const file = join(folder, 'a.db');
      const database = new sqlite.Database(file);
      database.exec(
        'PRAGMA foreign_keys = OFF; CREATE TABLE kept (id INTEGER PRIMARY KEY); INSERT INTO kept VALUES (1), (2);',
      );
      database.exec(sql);
      database.close();
      after(file);
      return file;
    },
    ...rest,
  };
}

const kept = (loaded: Loaded) => same(nodesOf(loaded, 'kept').ids, ['1', '2']);
const saying =
  (...texts: readonly string[]) =>
  (loaded: Loaded) => {
    kept(loaded);
    for (const text of texts) if (!loaded.said.includes(text)) throw new Error(`Nobody says ${text}: ${loaded.said}`);
  };
const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)';
const bomb = (levels: number) =>
  Array.from(
    { length: levels },
    (_, i) =>
      `CREATE VIEW v${i + 1} AS SELECT a.id FROM ${i === 0 ? 'kept' : `v${i}`} a, ${i === 0 ? 'kept' : `v${i}`} b;`,
  ).join('');
/** An expression that takes ever longer. */
const slow = (depth: number) => `${'replace('.repeat(depth)}a${", 'a', 'aa')".repeat(depth)}`;

function word(at: number, value: number, bytes = 4) {
  return (file: string) => {
    const content = readFileSync(file);
    content.writeUIntBE(value, at, bytes);
    writeFileSync(file, content);
  };
}

export const sqliteCases: readonly HostileCase[] = [
  made('a view without end', `CREATE VIEW v AS ${endless} SELECT i AS id FROM n`, { check: saying('"v":"a view') }),
  made('a view that counts without end', `CREATE VIEW v AS ${endless} SELECT count(*) AS id FROM n`, {
    check: saying('"v":"a view'),
  }),
  made(
    'a view of itself',
    "CREATE VIEW v AS SELECT 1 AS id; PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE VIEW v AS SELECT * FROM v' WHERE name = 'v'",
    { check: saying('a view') },
  ),
  made('views of views, 12 deep', bomb(12), { check: saying('"v12":"a view') }),
  made('views of views, 40 deep', bomb(40), { check: saying('"v40":"a view') }),
  made(
    'a view that is no SQL',
    "CREATE VIEW v AS SELECT 1 AS id; PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE VIEW v AS SELEKT' WHERE name = 'v'",
    { check: saying('"v":"a view'), refused: damaged },
  ),
  made(
    'a view that calls what is not harmless',
    "CREATE VIEW v AS SELECT writefile('x', 'y') AS id, load_extension('x') AS b",
    { check: saying('"v":"a view') },
  ),
  made('a view of a pragma', 'CREATE VIEW v AS SELECT * FROM pragma_database_list', { check: saying('"v":"a view') }),
  made('a view alone that never ends', `DROP TABLE kept; CREATE VIEW v AS ${endless} SELECT count(*) AS id FROM n`, {
    refused: ['QUERY_FAILED', 'FILE_NOT_FOUND'],
  }),
  made(
    'a generated column that never ends',
    `CREATE TABLE g (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO g VALUES (1, 'a'), (2, 'aaaaaaaaaaaaaaaa'); ALTER TABLE g ADD COLUMN b AS (length(${slow(26)}))`,
    { refused: ['QUERY_FAILED'] },
  ),
  made(
    'a generated column that is stored',
    'CREATE TABLE g (id INTEGER PRIMARY KEY, a REAL, b REAL AS (a * 2) STORED); INSERT INTO g (id, a) VALUES (1, 1.5), (2, 4)',
    {
      check: (loaded) => same([...loaded.graph.numbers(nodesOf(loaded, 'g').type, 'b')], [3, 8]),
    },
  ),
  made(
    'a generated column that divides by nothing',
    'CREATE TABLE g (id INTEGER PRIMARY KEY, a REAL, b REAL AS (a / 0)); INSERT INTO g (id, a) VALUES (1, 1.5), (2, 4)',
    { check: kept },
  ),
  made(
    'a generated column that fails',
    'CREATE TABLE g (id INTEGER PRIMARY KEY, a INTEGER); INSERT INTO g VALUES (1, 3), (2, -9223372036854775808); ALTER TABLE g ADD COLUMN b AS (abs(a))',
    { refused: ['QUERY_FAILED'] },
  ),
  made(
    'triggers',
    "CREATE TRIGGER t AFTER INSERT ON kept BEGIN DELETE FROM kept; END; CREATE TRIGGER u BEFORE UPDATE ON kept BEGIN SELECT RAISE(ABORT, 'no'); END",
    { check: kept },
  ),
  made(
    'a table without row ids',
    "CREATE TABLE w (code TEXT PRIMARY KEY, x REAL) WITHOUT ROWID; INSERT INTO w VALUES ('b', 2.5), ('a', 1.5)",
    {
      check: (loaded) =>
        same(
          [nodesOf(loaded, 'w').ids, [...loaded.graph.numbers('w', 'x')]],
          [
            ['a', 'b'],
            [1.5, 2.5],
          ],
        ),
    },
  ),
  made(
    'strict types',
    "CREATE TABLE s (id INTEGER PRIMARY KEY, x ANY, y REAL) STRICT; INSERT INTO s VALUES (1, 'a', 1), (2, 3, 2.5)",
    { check: (loaded) => same([...loaded.graph.numbers('s', 'y')], [1, 2.5]) },
  ),
  made('a full-text table', "CREATE VIRTUAL TABLE f USING fts5(body); INSERT INTO f VALUES ('one'), ('two')", {
    check: saying('"f":"a virtual table'),
  }),
  made(
    'a full-text table of a view without end',
    `CREATE VIEW v AS ${endless} SELECT i AS body, i AS id FROM n; CREATE VIRTUAL TABLE f USING fts5(body, content='v', content_rowid='id')`,
    { check: saying('"f":"a virtual table') },
  ),
  made(
    'a full-text table whose parts are rubbish',
    "CREATE VIRTUAL TABLE f USING fts5(body); INSERT INTO f VALUES ('one'); UPDATE f_data SET block = x'ffffffffffff'",
    { check: saying('"f":"a virtual table') },
  ),
  made(
    'a table of a module that is not there',
    "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema VALUES ('table', 'r', 'r', 0, 'CREATE VIRTUAL TABLE r USING rtree(id, a, b)')",
    { check: saying('no such module') },
  ),
  made(
    'a virtual table that is written otherwise, of a view without end',
    `CREATE VIEW v AS ${endless} SELECT i AS body, i AS id FROM n; CREATE VIRTUAL TABLE f USING fts5(body, content='v', content_rowid='id'); PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE  VIRTUAL  TABLE' || substr(sql, 21) WHERE name = 'f'`,
    { check: saying('"f":"a virtual table') },
  ),
  made(
    'keys in a circle',
    'CREATE TABLE x (id INTEGER PRIMARY KEY, y INTEGER REFERENCES y); CREATE TABLE y (id INTEGER PRIMARY KEY, x INTEGER REFERENCES x); INSERT INTO x VALUES (1, 2), (2, 1); INSERT INTO y VALUES (1, 1), (2, 2)',
    {
      check: (loaded) => same([...loaded.graph.edgeIndex(['x', 'y', 'y']).target], [1, 0]),
    },
  ),
  made(
    'rows that name themselves',
    'CREATE TABLE x (id INTEGER PRIMARY KEY, x INTEGER REFERENCES x); INSERT INTO x VALUES (1, 1), (2, 1), (3, NULL)',
    {
      check: (loaded) => same([...loaded.graph.edgeIndex(['x', 'x', 'x']).target], [0, 0]),
    },
  ),
  made(
    'a key declared twice',
    'CREATE TABLE x (id INTEGER PRIMARY KEY, k INTEGER REFERENCES kept, FOREIGN KEY (k) REFERENCES kept (id)); INSERT INTO x VALUES (1, 1), (2, 1)',
    { check: (loaded) => same(loaded.mapping.edges.length, 1) },
  ),
  made(
    'keys to what is not there',
    'CREATE TABLE x (id INTEGER PRIMARY KEY, k INTEGER REFERENCES kept (no), l INTEGER REFERENCES nowhere, m INTEGER REFERENCES x (k)); INSERT INTO x VALUES (1, 1, 1, 1), (2, 1, 2, 1)',
    { check: saying('nowhere') },
  ),
  made(
    'a key of three columns',
    `CREATE TABLE t (a TEXT, b INTEGER, c INTEGER, x REAL, PRIMARY KEY (a, b, c)); INSERT INTO t VALUES ('p/q', 1, 1, 1), ('p', 1, 1, 2), ('p', 1, 2, 3);
    CREATE TABLE u (id INTEGER PRIMARY KEY, c INTEGER, a TEXT, b INTEGER, FOREIGN KEY (b, c, a) REFERENCES t (b, c, a)); INSERT INTO u VALUES (1, 2, 'p', 1), (2, 1, 'p/q', 1)`,
    {
      check: (loaded) => {
        const { type } = nodesOf(loaded, 't');
        const [edge] = loaded.mapping.edges;
        same(
          [...loaded.graph.edgeIndex(edge!.type).target].map((row) => loaded.graph.numbers(type, 'x')[row]),
          [3, 1],
        );
      },
    },
  ),
  made(
    'parts of keys with strokes',
    `CREATE TABLE t (a TEXT, b TEXT, x REAL, PRIMARY KEY (a, b)); INSERT INTO t VALUES ('1/2', '3', 1), ('1', '2/3', 2), ('1\\', '/3', 3);
    CREATE TABLE u (id INTEGER PRIMARY KEY, a TEXT, b TEXT, FOREIGN KEY (a, b) REFERENCES t (a, b)); INSERT INTO u VALUES (1, '1', '2/3'), (2, '1/2', '3')`,
    {
      check: (loaded) => {
        const { type } = nodesOf(loaded, 't');
        const [edge] = loaded.mapping.edges;
        same(
          [...loaded.graph.edgeIndex(edge!.type).target].map((row) => loaded.graph.numbers(type, 'x')[row]),
          [2, 1],
        );
      },
    },
  ),
  made(
    'values of all types in a column',
    "CREATE TABLE m (id INTEGER PRIMARY KEY, x); INSERT INTO m VALUES (1, 1), (2, 'a'), (3, x'00'), (4, NULL), (5, 9e999), (6, -9e999)",
    { check: saying('bytes') },
  ),
  made('bytes as ids', "CREATE TABLE m (id BLOB PRIMARY KEY, x REAL); INSERT INTO m VALUES (x'00', 1), (x'01', 2)", {
    check: kept,
  }),
  made(
    'a primary key that is null and twice',
    "CREATE TABLE m (id TEXT PRIMARY KEY, x REAL); INSERT INTO m VALUES (NULL, 1), (NULL, 2), ('a', 3)",
    { check: saying('2 rows have none') },
  ),
  made(
    'two thousand columns',
    `CREATE TABLE m (id INTEGER PRIMARY KEY, ${Array.from({ length: 1999 }, (_, i) => `c${i} REAL`)}); INSERT INTO m (id, c0, c1998) VALUES (1, 2, 3), (2, 3, 4)`,
    { check: (loaded) => same([...loaded.graph.numbers('m', 'c1998')], [3, 4]) },
  ),
  made(
    'texts in UTF-16',
    "CREATE TABLE a (id, b); INSERT INTO a VALUES (1, 'ok')",
    { refused: ['INVALID_UTF8'] },
    word(56, 2),
  ),
  made(
    'a text that is no UTF-8',
    "CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT); INSERT INTO a VALUES (1, CAST(x'ff' AS TEXT))",
    { refused: ['INVALID_UTF8'] },
  ),
  made('pages of no size', '', { refused: damaged }, word(16, 0, 2)),
  made('pages of an odd size', '', { refused: damaged }, word(16, 777, 2)),
  made('a list of free pages that leads nowhere', '', { check: kept, refused: damaged }, word(32, 0x7fffffff)),
  made('a schema on a page that is not there', '', { check: () => {}, refused: damaged }, word(108, 0x7fffffff)),
  made('a format that is not known', '', { check: kept, refused: damaged }, word(44, 99)),
  made(
    'a table in the place of another',
    "CREATE TABLE o (id INTEGER PRIMARY KEY, x REAL); INSERT INTO o VALUES (1, 2); PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = 1 WHERE name = 'o'",
    { check: () => {}, refused: damaged },
  ),
  made(
    'a table on a page far away',
    "CREATE TABLE o (id INTEGER PRIMARY KEY); PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = 2000000 WHERE name = 'o'",
    { check: () => {}, refused: damaged },
  ),
  made(
    'two tables on one page',
    "CREATE TABLE o (id INTEGER PRIMARY KEY, x REAL); PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'kept') WHERE name = 'o'",
    { check: () => {}, refused: damaged },
  ),
  made(
    'a table that is no SQL',
    "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema VALUES ('table', 'o', 'o', 2, 'CREATE TABLE o (')",
    { check: () => {}, refused: damaged },
  ),
  made('a log of changes that is rubbish', '', { check: kept, refused: damaged }, (file) =>
    writeFileSync(`${file}-wal`, Buffer.alloc(5000, 7)),
  ),
  made('a journal that is rubbish', '', { check: kept, refused: damaged }, (file) =>
    writeFileSync(`${file}-journal`, Buffer.alloc(5000, 7)),
  ),
];
