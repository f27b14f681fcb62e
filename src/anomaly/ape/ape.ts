import * as z from 'zod/mini';
import {
  checkOptions,
  expectArgument,
  expectMembers,
  HeteroGraphError,
  option,
  type RunOptions,
} from '../../core/index.js';
import { checkExplain, type ExplainOptions, type Reason, strongest } from '../reasons.js';
import { type EventTable, readRow } from '../table/read-columns.js';
import { PairTerms } from './pair-terms.js';
import { type ApeState, grownState } from './state.js';
import { trainState } from './train-state.js';
import { ValueSurprises } from './value-surprises.js';

/** What a pair of columns matters. */
export interface PairWeight {
  readonly columns: readonly [string, string];
  /**
   * Its weight w, where the vectors of each column are brought to a mean square length of 1 over the events, which leaves S as it is: about as large as its largest
   * terms, and near 0 where the pair says nothing.
   */
  readonly weight: number;
  /** Mean of its term w v_a . v_b over the events: about 0 where the pair says nothing. */
  readonly meanTerm: number;
}

/**
 * APE: anomaly detection by embeddings of the values of categorical events. An event e of values a_1, ..., a_m has
 *
 *     S(e) = sum over i of b_{a_i} + sum over i < j of w_ij (v_{a_i} . v_{a_j})
 *
 * and is the odder the smaller S is: its score is -S. Chen, Tang, Sun, Chen, Zhang: Entity embedding-based anomaly detection for heterogeneous
 * categorical events. IJCAI 2016. Made by {@link fitApe}; nothing changes it.
 */
export class Ape {
  readonly state: ApeState;
  readonly #terms: PairTerms;
  /** By row of the parameters, the term of the value itself. */
  readonly #values: Float64Array;

  /** @internal */
  constructor(state: ApeState) {
    expectMembers(state, 'state', { columns: 'object', settings: 'object', parameters: 'object', numEvents: 'number' });
    this.state = state;
    const { columns, parameters, settings, numEvents } = state;
    this.#terms = new PairTerms(parameters, settings.weightConstraint);
    this.#values = Float64Array.from(parameters.biases);
    for (const [column, { dictionary }] of columns.columns.entries()) {
      // Hidden values were as frequent as maskRate; one that was never seen is as rare as less than one event.
      const rarer = -Math.log(numEvents + dictionary.size + 1) - Math.log(settings.maskRate);
      this.#values[parameters.starts[column]!]! += Math.min(0, rarer);
    }
  }

  /** Names of the columns that it looks at. */
  get columns(): readonly string[] {
    return this.state.columns.names;
  }

  /**
   * -S of every row: the higher, the odder. A row's score depends on that row alone, so that a stream can be scored in parts of any size.
   *
   * @throws {HeteroGraphError} UNKNOWN_COLUMN where a column is missing; SHAPE_MISMATCH; WRONG_DTYPE
   * @example
   * const scores = ape.score({ user: ['ann', 'bob'], host: ['db1', 'web2'] });
   */
  score(table: EventTable): Float64Array {
    const { codes, numRows } = this.state.columns.encode(table);
    return this.#negative(this.#terms.sums(codes, numRows, this.#values));
  }

  /** The same of codes, [numRows, columns], that `state.columns.encode` gave. 0 is a value that was never seen. */
  scoreCodes(codes: Int32Array, numRows: number): Float64Array {
    expectArgument(codes, 'numbers', 'codes');
    const width = this.state.columns.columns.length;
    if (codes.length !== numRows * width) {
      throw new HeteroGraphError('SHAPE_MISMATCH', `codes has ${codes.length} values.`, {
        hint: `It must have ${width} a row.`,
      });
    }
    this.#checkCodes(codes);
    return this.#negative(this.#terms.sums(codes, numRows, this.#values));
  }

  /**
   * The surprises of values given the others, -log p(a_i | the others) as S has it. The square of the number of values is kept.
   *
   * @internal
   */
  valueSurprises(): ValueSurprises {
    return new ValueSurprises(this.state.parameters, this.#terms.weights, this.#values);
  }

  /**
   * Why a row is odd: pairs of values whose term is smaller than the mean of their columns, and values that are rarer than those of other rows or
   * were never seen. None for a row that is as usual as rows are.
   *
   * @throws {HeteroGraphError} INDEX_OUT_OF_RANGE, INVALID_OPTION; as `score` does
   */
  explain(table: EventTable, row: number, options: ExplainOptions = {}): Reason[] {
    checkExplain(options);
    return strongest(
      this.surprises(table, row).filter(({ surprise }) => surprise > 0),
      options.top,
    );
  }

  /**
   * All parts of a row's score, those that make it less odd too: they add up to the score less the mean score of the events.
   *
   * @internal
   */
  surprises(table: EventTable, row: number): Reason[] {
    const { columns, parameters, meanBiases, meanTerms, settings } = this.state;
    const cells = readRow(table, row, this.columns);
    const { codes: own } = columns.encode(cells);
    const width = own.length;
    const shown = columns.shown(own, cells);
    const reasons: Reason[] = [];
    for (let i = 0, pair = 0; i < width; i++) {
      const { text, isUnseen } = shown[i]!;
      if (isUnseen || settings.valueTerms) {
        const surprise = meanBiases[i]! - this.#values[parameters.starts[i]! + own[i]!]!;
        reasons.push({ columns: [this.columns[i]!], values: [text], surprise, isUnseen, isFarOut: false });
      }
      for (let j = i + 1; j < width; j++, pair++) {
        const term = this.#terms.term(pair, parameters.starts[i]! + own[i]!, parameters.starts[j]! + own[j]!);
        reasons.push({
          columns: [this.columns[i]!, this.columns[j]!],
          values: [text, shown[j]!.text],
          surprise: meanTerms[pair]! - term,
          isUnseen: isUnseen || shown[j]!.isUnseen,
          isFarOut: false,
        });
      }
    }
    return reasons;
  }

  /** The pairs of columns, those that matter most first: by the size of `meanTerm`, whatever its sign. */
  pairs(): PairWeight[] {
    const { columns } = this;
    const lengths = meanLengths(this.state);
    const pairs: PairWeight[] = [];
    for (let i = 0, pair = 0; i < columns.length; i++) {
      for (let j = i + 1; j < columns.length; j++, pair++) {
        const weight = this.#terms.weights[pair]! * lengths[i]! * lengths[j]!;
        pairs.push({ columns: [columns[i]!, columns[j]!], weight, meanTerm: this.state.meanTerms[pair]! });
      }
    }
    return pairs.sort((a, b) => Math.abs(b.meanTerm) - Math.abs(a.meanTerm));
  }

  /**
   * A model that goes on from this one with new events: values that are new get vectors of their own, and those of events that are not
   * there again fade only as far as the new events say. This one stays as it is.
   *
   * @throws {HeteroGraphError} NO_ROWS, UNKNOWN_COLUMN, ABORTED, DIVERGED
   */
  async partialFit(table: EventTable, options: RunOptions = {}): Promise<Ape> {
    expectArgument(table, 'object', 'table');
    checkOptions(z.strictObject(option.runOptions), options);
    return new Ape(await trainState(grownState(this.state, this.state.columns.extended(table)), table, options));
  }

  #negative(sums: Float64Array): Float64Array {
    for (let row = 0; row < sums.length; row++) sums[row] = -sums[row]!;
    return sums;
  }

  #checkCodes(codes: Int32Array): void {
    const { starts } = this.state.parameters;
    const width = starts.length - 1;
    for (let row = 0, at = 0; at < codes.length; row++) {
      for (let column = 0; column < width; column++, at++) {
        const code = codes[at]!;
        if (Number.isInteger(code) && code >= 0 && code < starts[column + 1]! - starts[column]!) continue;
        throw new HeteroGraphError('INDEX_OUT_OF_RANGE', `There is no code ${code}.`, {
          ...{ row, column: this.columns[column]! },
          hint: 'Codes are whole numbers that state.columns.encode gave, 0 for a value that was never seen.',
        });
      }
    }
  }
}

/** By column, the square root of the mean square length of the vectors of its values over the events. */
function meanLengths({ parameters: { starts, dimension, vectors }, counts, numEvents }: ApeState): Float64Array {
  const lengths = new Float64Array(starts.length - 1);
  for (let column = 0; column < lengths.length; column++) {
    let sum = 0;
    for (let row = starts[column]!; row < starts[column + 1]!; row++) {
      for (let x = row * dimension; x < (row + 1) * dimension; x++) sum += counts[row]! * vectors[x]! ** 2;
    }
    lengths[column] = Math.sqrt(sum / numEvents);
  }
  return lengths;
}
