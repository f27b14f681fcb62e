import { expectArgument, type RunOptions } from '../../../core/index.js';
import type { HeteroGraph } from '../../hetero-graph/hetero-graph.js';
import { growableInt32 } from '../bytes/growable.js';
import type { FileSource } from '../bytes/source.js';
import { TermTable } from '../bytes/term-table.js';
import { encodeUtf8, equalBytes } from '../bytes/utf8.js';
import type { ReadGraph } from '../table/assemble.js';
import { type BadRowPolicy, BadRows } from '../table/bad-rows.js';
import { TextColumn } from '../table/text-column.js';
import type { NTriplesLine } from './n-triples-line.js';
import { LiteralColumns, LiteralStore } from './n-triples-literals.js';
import { shortNames } from './n-triples-names.js';
import { feedNTriples } from './n-triples-read.js';
import { rowsByType, type TripleNodeType, tripleGraph } from './triples-graph.js';

export interface NTriplesOptions extends RunOptions {
  /**
   * Types of nodes. `entity` (default): all IRIs and blank nodes are of the one type `entity`. `class`: of the type that
   * the short name of their first rdf:type gives, `entity` where they have none.
   */
  readonly nodeTypes?: 'entity' | 'class';
  /**
   * What becomes of triples whose object is a literal. `columns` (default): a text column of the subject's type for each
   * predicate, without languages and datatypes; several values are joined by line feeds. `nodes`: a node of type `literal`
   * for each distinct one, as in the R-GCN experiments. `skip`: left out.
   */
  readonly literals?: 'columns' | 'nodes' | 'skip';
  /** IRIs of predicates whose triples are left out, such as those that give the labels away. */
  readonly exclude?: readonly string[];
  /** What to do with a line that is no triple, default `fail`. */
  readonly onBadRow?: BadRowPolicy;
}

const RDF_TYPE = encodeUtf8('http://www.w3.org/1999/02/22-rdf-syntax-ns#type');
const QUOTE = 34;

/**
 * Reads RDF in the N-Triples format into a typed graph. Bytes stream into columns: no string or object per triple. Each
 * predicate becomes a relation, named by what follows the last `#`, `/` or `:` of its IRI where that is unique; nodes have
 * their IRI (`_:label` for blank nodes, which are apart in each file) as `id`. Repeated triples are kept.
 *
 * @param files one or several; names ending in `.gz` are unpacked
 * @throws {HeteroGraphError} MALFORMED_ROW under the policy `fail`, naming file and line; always TOO_LARGE,
 * TOO_LARGE, FILE_NOT_FOUND, FILE_UNREADABLE, CORRUPT_FILE, ABORTED
 * @remarks O(bytes); memory: names and literals once, and 12 bytes a triple
 */
export async function readNTriples(
  files: FileSource | readonly FileSource[],
  options: NTriplesOptions = {},
): Promise<ReadGraph> {
  expectArgument(options, 'object', 'options');
  const bad = new BadRows(options.onBadRow);
  const store = new NTriplesStore(options);
  for await (const _ of feedNTriples(files, (line) => store.take(line), bad, options));
  return { graph: store.graph(), numRows: store.numTaken, numBadRows: bad.count, badRows: bad.rows };
}

/** Triples on their way into a graph. */
class NTriplesStore {
  numTaken = 0;
  readonly #options: NTriplesOptions;
  readonly #excluded = new TermTable();
  readonly #terms = new TermTable();
  readonly #predicateTerms = new TermTable();
  readonly #classes = new TermTable();
  /** One more than the class by term, 0 where none is known. */
  readonly #classOf = growableInt32();
  readonly #subjects = growableInt32();
  readonly #predicates = growableInt32();
  readonly #objects = growableInt32();
  readonly #literals = new LiteralStore();

  constructor(options: NTriplesOptions) {
    this.#options = options;
    for (const iri of options.exclude ?? []) {
      const bytes = encodeUtf8(iri);
      this.#excluded.intern(bytes, 0, bytes.length);
    }
  }

  /** Answers false: nothing needs to be done before the next triple. */
  take({ bytes, subjectEnd, predicateEnd, objectEnd, objectKind, textEnd }: NTriplesLine): false {
    const { nodeTypes, literals = 'columns' } = this.#options;
    const isLiteral = objectKind === 'literal';
    const isExcluded = this.#excluded.size > 0 && this.#excluded.find(bytes, subjectEnd, predicateEnd) >= 0;
    const isClass = nodeTypes === 'class' && !isLiteral && equalBytes(bytes, subjectEnd, predicateEnd, RDF_TYPE);
    if ((isExcluded && !isClass) || (isLiteral && literals === 'skip')) return false;
    this.numTaken++;
    const subject = this.#terms.intern(bytes, 0, subjectEnd);
    if (isClass) {
      while (this.#classOf.length <= subject) this.#classOf.push(0);
      if (this.#classOf.at(subject) === 0) {
        this.#classOf.set(subject, this.#classes.intern(bytes, predicateEnd, objectEnd) + 1);
      }
      if (isExcluded) return false;
    }
    const predicate = this.#predicateTerms.intern(bytes, subjectEnd, predicateEnd);
    if (isLiteral && literals === 'columns') {
      this.#literals.add(subject, predicate, bytes, predicateEnd + 1, textEnd);
      return false;
    }
    this.#subjects.push(subject);
    this.#predicates.push(predicate);
    this.#objects.push(this.#terms.intern(bytes, predicateEnd, objectEnd));
    return false;
  }

  graph(): HeteroGraph {
    const { names, typeOf } = this.#types();
    const { rowOf, counts } = rowsByType(typeOf, names.length);
    return tripleGraph({
      nodeTypes: this.#nodeTypes(names, typeOf, rowOf, counts),
      typeOf,
      rowOf,
      relations: shortNames(this.#predicateTerms),
      subjects: this.#subjects.done(),
      predicates: this.#predicates.done(),
      objects: this.#objects.done(),
    });
  }

  /** Names of the node types that occur, and the type of every term. */
  #types(): { names: string[]; typeOf: Int32Array } {
    const classNames = shortNames(this.#classes, ['entity', 'literal']);
    const kinds = ['entity', ...classNames, 'literal'];
    const { size, bytes } = this.#terms;
    const typeOf = new Int32Array(size);
    const used = new Uint8Array(kinds.length);
    for (let term = 0; term < size; term++) {
      const isLiteral = bytes[this.#terms.start(term)] === QUOTE;
      const known = term < this.#classOf.length ? this.#classOf.at(term) : 0;
      typeOf[term] = isLiteral ? kinds.length - 1 : known;
      used[typeOf[term]!] = 1;
    }
    if (size === 0) used[0] = 1;
    const numbers = new Int32Array(kinds.length);
    const names = kinds.filter((_, kind) => used[kind] === 1);
    for (const [i, name] of names.entries()) numbers[kinds.indexOf(name)] = i;
    for (let term = 0; term < size; term++) typeOf[term] = numbers[typeOf[term]!]!;
    return { names, typeOf };
  }

  #nodeTypes(
    names: readonly string[],
    typeOf: Int32Array,
    rowOf: Int32Array,
    counts: Int32Array,
  ): readonly TripleNodeType[] {
    const terms = this.#terms;
    const ids = names.map(() => new TextColumn());
    const literals = new LiteralColumns();
    for (let term = 0; term < terms.size; term++) {
      ids[typeOf[term]!]!.appendTerm(terms, term);
      const [start, end] = [terms.start(term), terms.end(term)];
      if (terms.bytes[start] === QUOTE) literals.append(terms.bytes, start, end);
    }
    const texts = this.#literals.columns(typeOf, rowOf, counts, shortNames(this.#predicateTerms, ['id']));
    return names.map((name, type) => ({
      name,
      count: counts[type]!,
      columns: [
        [{ name: 'id', type: 'utf8', role: 'id' } as const, ids[type]!.finish()] as const,
        ...(name === 'literal' ? literals.finish() : []),
        ...texts.filter((text) => text.type === type).map(({ schema, vector }) => [schema, vector] as const),
      ],
    }));
  }
}
