import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { texts } from '../../../src/graph/columns/text.js';
import type { NamedStream } from '../../../src/graph/index.js';
import { validateGraph } from '../../../src/graph/index.js';
import { readNTriples } from '../../../src/graph/io/rdf/n-triples.js';
import { nTriplesBatches } from '../../../src/graph/io/rdf/n-triples-batches.js';
import { survivesDamage } from '../../datasets/mutations.js';

const folder = mkdtempSync(join(tmpdir(), 'heterograph-rdf-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const stream = (text: string | Uint8Array, name = 'x.nt', size = 1 << 20): NamedStream => {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const count = Math.ceil(bytes.length / size);
  return { name, bytes: Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size)) };
};

async function rowsOf(source: NamedStream, batchRows?: number): Promise<Record<string, string | null>[]> {
  const rows: Record<string, string | null>[] = [];
  for await (const batch of nTriplesBatches(source, batchRows === undefined ? {} : { batchRows })) {
    if (batchRows !== undefined) expect(batch.numRows).toBeLessThanOrEqual(batchRows);
    // Arrow's own reader drops U+FEFF at the beginning of a text.
    const columns = batch.data.children.map(texts);
    for (let row = 0; row < batch.numRows; row++) {
      rows.push(Object.fromEntries(batch.schema.fields.map(({ name }, i) => [name, columns[i]![row]!])));
    }
  }
  return rows;
}

/** A character as itself, or as one of the escapes that stand for it. */
const written = (text: string, mustEscape: RegExp): fc.Arbitrary<string> =>
  fc
    .tuple(
      ...[...text].map((char) => {
        const point = char.codePointAt(0)!;
        const short = { '\t': '\\t', '\b': '\\b', '\n': '\\n', '\r': '\\r', '\f': '\\f', '"': '\\"', '\\': '\\\\' }[
          char
        ];
        const long = `\\U${point.toString(16).padStart(8, '0')}`;
        const escapes = [long, ...(point < 0x10000 ? [`\\u${point.toString(16).toUpperCase().padStart(4, '0')}`] : [])];
        if (short && mustEscape.test(char)) return fc.constantFrom(short, ...escapes);
        return mustEscape.test(char) ? fc.constantFrom(...escapes) : fc.constantFrom(char, char, char, ...escapes);
      }),
    )
    .map((parts) => parts.join(''));

const inIri = fc.string({ unit: 'binary', maxLength: 8 }).map((text) => {
  return [...text].map((char) => (char <= ' ' || '<>"{}|^`\\'.includes(char) ? '~' : char)).join('');
});
const iri = inIri.map((text) => `http://example.org/${text}`);
const anyIri = iri.chain((text) => written(text, /(?!)/).map((code) => ({ code: `<${code}>`, text, kind: 'iri' })));
const blank = fc.stringMatching(/^[A-Za-z0-9_:]([\w.-]{0,5}\w)?$/).map((label) => {
  return { code: `_:${label}`, text: `_:${label}`, kind: 'blank' };
});
const literal = fc
  .record({
    text: fc.string({ unit: 'binary', maxLength: 12 }),
    tag: fc.oneof(
      fc.constant({}),
      fc.stringMatching(/^[a-zA-Z]{1,3}(-[a-zA-Z0-9]{1,3})?$/).map((language) => ({ language })),
      iri.map((datatype) => ({ datatype })),
      fc.constant({ datatype: 'http://www.w3.org/2001/XMLSchema#string' }),
    ),
  })
  .chain(({ text, tag }) => {
    const { language, datatype } = tag as { language?: string; datatype?: string };
    const end = language === undefined ? (datatype === undefined ? '' : `^^<${datatype}>`) : `@${language}`;
    return written(text, /["\\\n\r]/).map((code) => ({
      code: `"${code}"${end}`,
      text,
      kind: 'literal',
      language: language?.toLowerCase() ?? null,
      datatype: datatype === undefined || datatype.endsWith('#string') ? null : datatype,
    }));
  });
const gap = fc.constantFrom('', ' ', '\t', '  ');
const line = fc
  .tuple(fc.oneof(anyIri, blank), anyIri, fc.oneof(anyIri, blank, literal), fc.tuple(gap, gap, gap), fc.boolean())
  .map(([subject, predicate, object, [a, b, c], isCommented]) => ({
    // A full stop after a label would belong to it.
    code: `${a}${subject.code}${b || ' '}${predicate.code}${c}${object.code}${object.kind === 'literal' ? b : ' '}.${a}${isCommented ? '# .' : ''}`,
    row: {
      subject: subject.text,
      predicate: predicate.text,
      object: object.text,
      kind: object.kind,
      language: 'language' in object ? object.language : null,
      datatype: 'datatype' in object ? object.datatype : null,
    },
  }));

describe('N-Triples', () => {
  it('gives back what was written, however it was escaped, spaced and cut', async () => {
    const lines = fc.array(fc.oneof({ weight: 5, arbitrary: line }, fc.constantFrom('', '  ', '# a comment <>')));
    await fc.assert(
      fc.asyncProperty(
        lines,
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 1, max: 4 }),
        async (all, end, size, batchRows) => {
          const text = all.map((each) => (typeof each === 'string' ? each : each.code)).join(end);
          const rows = all.flatMap((each) => (typeof each === 'string' ? [] : [each.row]));
          expect(await rowsOf(stream(text, 'x.nt', size), batchRows)).toEqual(rows);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    ['<http://a> <http://b> <http://c>', 'no full stop'],
    ['<http://a> <http://b> <http://c> . <http://d>', 'more after it'],
    ['<http://a> <http://b> .', 'no object'],
    ['<http://a b> <http://b> <http://c> .', 'a space in an IRI'],
    ['<http://a\\u0020> <http://b> <http://c> .', 'an escaped space in an IRI'],
    ['<http://a\\t> <http://b> <http://c> .', 'a text escape in an IRI'],
    ['<a> <http://b> <http://c> .', 'a relative IRI'],
    ['"a" <http://b> <http://c> .', 'a literal subject'],
    ['<http://a> _:b <http://c> .', 'a blank predicate'],
    ['<http://a> "b" <http://c> .', 'a literal predicate'],
    ['_: <http://b> <http://c> .', 'no label'],
    ['_:-a <http://b> <http://c> .', 'a label that starts with a hyphen'],
    ['<http://a> <http://b> "c .', 'an open literal'],
    ['<http://a> <http://b> "c\\z" .', 'an unknown escape'],
    ['<http://a> <http://b> "\\uD800" .', 'half a surrogate pair'],
    ['<http://a> <http://b> "\\U00110000" .', 'a character beyond Unicode'],
    ['<http://a> <http://b> "\\u12g4" .', 'a wrong digit'],
    ['<http://a> <http://b> "c"@ .', 'no language'],
    ['<http://a> <http://b> "c"@1 .', 'a language that starts with a digit'],
    ['<http://a> <http://b> "c"@en- .', 'half a language'],
    ['<http://a> <http://b> "c"^<http://d> .', 'half a datatype'],
    ['<http://a> <http://b> "c"^^"d" .', 'a literal datatype'],
    ["<http://a> <http://b> 'c' .", 'single quotes'],
    ['<http://a> <http://b> 1 .', 'a bare number'],
    ['@prefix a: <http://a> .', 'Turtle'],
  ])('%s is refused: %s', async (text) => {
    const good = '<http://a> <http://b> <http://c> .';
    const files = () => stream(`${good}\n${text}\n${good}\n`);
    await expect(readNTriples(files())).rejects.toMatchObject({
      code: 'MALFORMED_ROW',
      location: { file: 'x.nt', row: 2 },
    });
    const skipped = await readNTriples(files(), { onBadRow: 'skip' });
    expect([skipped.numRows, skipped.numBadRows, skipped.badRows, skipped.graph.numNodes()]).toEqual([2, 1, [], 2]);
    const { badRows } = await readNTriples(files(), { onBadRow: 'collect' });
    expect(badRows).toMatchObject([{ file: 'x.nt', row: 2, code: 'MALFORMED_ROW' }]);
  });

  it('wrong UTF-8 is refused wherever it stands', async () => {
    for (const [from, to] of [
      ['A', '<http://a> <http://b> "A" .'],
      ['A', '<http://A> <http://b> "c" .'],
      ['A', '_:A <http://b> "c" .'],
    ] as const) {
      const bytes = Buffer.from(to);
      bytes[to.indexOf(from)] = 0xc3;
      await expect(readNTriples(stream(bytes))).rejects.toMatchObject({ code: 'MALFORMED_ROW' });
    }
  });

  const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';
  const small = `<http://x/ann> <${rdf}> <http://c#Person> .
<http://x/ann> <${rdf}> <http://c#Author> .
<http://x/ann> <http://p/wrote> <http://x/book> .
<http://x/book> <${rdf}> <http://c#Book> .
<http://x/book> <http://p/title> "One"@EN .
<http://x/book> <http://p/title> "Two" .
<http://x/ann> <http://p/knows> _:b .
_:b <http://p/wrote> <http://x/book> .
_:b <http://p/age> "7"^^<http://t#int> .
_:b <http://q/age> "8" .
`;
  const ids = (graph: Awaited<ReturnType<typeof readNTriples>>['graph'], type: string) => [
    ...graph.nodeTable(type).getChild('id')!,
  ];

  it('one node type, literals as text columns', async () => {
    const { graph, numRows } = await readNTriples(stream(small));
    expect([numRows, graph.nodeTypes]).toEqual([10, ['entity']]);
    expect(ids(graph, 'entity')).toEqual([
      'http://x/ann',
      'http://c#Person',
      'http://c#Author',
      'http://x/book',
      'http://c#Book',
      '_:b',
    ]);
    expect(graph.edgeTypes.map(([, relation]) => relation)).toEqual(['type', 'wrote', 'knows']);
    expect(graph.edgeIndex('wrote')).toEqual({ source: Int32Array.of(0, 5), target: Int32Array.of(3, 3) });
    const columns = graph.nodeSchema('entity').columns.map(({ name }) => name);
    // Two predicates end in "age": they keep their full names.
    expect(columns).toEqual(['id', 'title', 'http://p/age', 'http://q/age']);
    expect([...graph.nodeTable('entity').getChild('title')!]).toEqual([null, null, null, 'One\nTwo', null, null]);
    expect(validateGraph(graph)).toEqual([]);
  });

  it('nodes by class, literals as nodes, predicates left out', async () => {
    const exclude = [rdf, 'http://p/title'];
    const { graph } = await readNTriples(stream(small), { nodeTypes: 'class', literals: 'nodes', exclude });
    expect(graph.nodeTypes).toEqual(['entity', 'Person', 'Book', 'literal']);
    expect(ids(graph, 'Person')).toEqual(['http://x/ann']);
    expect(ids(graph, 'entity')).toEqual(['_:b']);
    expect(ids(graph, 'literal')).toEqual(['"7"^^http://t#int', '"8"']);
    expect(graph.nodeTable('literal').toArray().map(String)).toHaveLength(2);
    expect([...graph.nodeTable('literal').getChild('value')!]).toEqual(['7', '8']);
    expect([...graph.nodeTable('literal').getChild('datatype')!]).toEqual(['http://t#int', null]);
    expect(graph.edgeTypes).toEqual([
      ['Person', 'wrote', 'Book'],
      ['Person', 'knows', 'entity'],
      ['entity', 'wrote', 'Book'],
      ['entity', 'http://p/age', 'literal'],
      ['entity', 'http://q/age', 'literal'],
    ]);
    expect(validateGraph(graph)).toEqual([]);
  });

  it('literals left out, blank nodes of two files apart, empty files', async () => {
    const { graph, numRows } = await readNTriples([stream(small, 'a.nt'), stream(small, 'b.nt')], { literals: 'skip' });
    expect([numRows, graph.numNodes(), graph.numEdges('wrote')]).toEqual([12, 7, 4]);
    expect(ids(graph, 'entity').slice(-2)).toEqual(['_:b', '_:b/1']);
    const empty = await readNTriples(stream('# nothing\n'));
    expect([empty.graph.nodeTypes, empty.graph.numNodes(), empty.numRows]).toEqual([['entity'], 0, 0]);
  });

  it('a truncated archive is refused', async () => {
    const packed = gzipSync(Buffer.from(small.repeat(50)));
    const path = join(folder, 'x.nt.gz');
    writeFileSync(path, packed);
    expect((await readNTriples(path)).numRows).toBe(500);
    writeFileSync(path, packed.subarray(0, packed.length - 20));
    await expect(readNTriples(path)).rejects.toMatchObject({ code: 'CORRUPT_FILE' });
  });

  it('300 damaged files give a graph or an error that names file and row', () =>
    survivesDamage({ 'x.nt': small.repeat(3) }, (open) => readNTriples(open('x.nt'), { nodeTypes: 'class' })));
});
