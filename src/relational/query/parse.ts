import { expectArgument } from '../../core/index.js';
import { DAY } from '../aggregates/spans.js';
import { invalidQuery, type Token, tokensOf } from './tokens.js';
import {
  type ColumnCondition,
  type Comparison,
  type Condition,
  comparisons,
  type ForecastQuery,
  type Measure,
  type MeasureFunction,
  type Name,
} from './types.js';

const units: Readonly<Record<string, number>> = { HOUR: 3_600, DAY, WEEK: 7 * DAY, MONTH: 30 * DAY, YEAR: 365 * DAY };
const FORM = 'PREDICT COUNT(orders) OVER 30 DAYS > 0 FOR customers';
const LIST_FORM = 'PREDICT LIST(orders.product) OVER 30 DAYS FOR customers';

/**
 * Reads a forecast query:
 *
 *     PREDICT measure OVER n DAYS [comparison number] FOR table [WHERE condition AND ...]
 *
 * A measure is `COUNT(orders)`, `EXISTS(orders)`, `SUM(orders.total)`, AVG, MIN, MAX, LAST, `COUNT(DISTINCT orders.product)` or
 * `LIST(orders.product)` (also of what that refers to: `LIST(orders.product.brand)`); inside of the brackets `VIA key` says by which key rows belong to the entity, and `WHERE` which rows count.
 * Units are HOURS, DAYS, WEEKS, MONTHS (of 30 days) and YEARS (of 365). A condition compares a column (`customers.country = 'DE'`,
 * `IS NULL`, `IS NOT NULL`, `IN (...)`) or the past (`COUNT(orders) OVER LAST 90 DAYS > 0`, without `OVER` all of it).
 *
 * @example
 * parseQuery('PREDICT COUNT(orders) OVER 30 DAYS = 0 FOR customers WHERE COUNT(orders) OVER LAST 1 YEAR > 2');
 * @throws {HeteroGraphError} INVALID_QUERY naming the place
 */
export function parseQuery(text: string): ForecastQuery {
  expectArgument(text, 'text', 'query');
  return new Parser(text).query();
}

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;
  /** What a query looks like, for messages. */
  #form = FORM;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  query(): ForecastQuery {
    this.#expectWord('PREDICT');
    const measure = this.#measure();
    this.#expectWord('OVER');
    const horizon = this.#duration();
    const operator = this.#comparison();
    const comparison = operator === undefined ? undefined : { operator, value: this.#number() };
    if (comparison && (measure.function === 'LIST' || measure.function === 'EXISTS'))
      throw this.#error(`${measure.function} is compared with nothing.`, 'Leave the comparison out.');
    this.#expectWord('FOR');
    const entity = this.#name('the table that the forecast is about');
    const where = this.#takeWord('WHERE') ? this.#conditions() : [];
    if (this.#peek().kind !== 'end')
      throw this.#error('The query goes on where it should end.', `Write it as: ${this.#form}`);
    return { text: this.#text, measure, horizon, ...(comparison ? { comparison } : {}), entity, where };
  }

  #measure(): Measure {
    const start = this.#peek();
    const word = start.text.toUpperCase();
    const given = (['COUNT', 'SUM', 'AVG', 'MIN', 'MAX', 'LAST', 'EXISTS', 'LIST'] as const).find(
      (name) => name === word,
    );
    if (!given || start.kind !== 'word')
      throw this.#error(
        'A measure is missing.',
        `Use COUNT, SUM, AVG, MIN, MAX, LAST, EXISTS or LIST, such as: ${FORM}`,
      );
    this.#next++;
    if (given === 'LIST') this.#form = LIST_FORM;
    this.#expectSign('(');
    const isDistinct = given === 'COUNT' && this.#takeWord('DISTINCT');
    const name: MeasureFunction = isDistinct ? 'COUNT DISTINCT' : given;
    const table = this.#name('a table');
    const column = this.#takeSign('.') ? this.#columnOrAll() : undefined;
    const needsColumn = name !== 'COUNT' && name !== 'EXISTS';
    if (needsColumn && !column)
      throw this.#error(
        `${name} needs a column.`,
        `Write ${given}(${isDistinct ? 'DISTINCT ' : ''}${table.text}.COLUMN).`,
      );
    if (!needsColumn && column)
      throw this.#error(
        `${name} counts rows.`,
        `Write ${name}(${table.text} WHERE ${column.text} IS NOT NULL) to count those with a value.`,
      );
    const further: Name[] = [];
    while (column && this.#takeSign('.')) further.push(this.#name('a column'));
    if (further.length > 0 && name !== 'LIST')
      throw this.#error(
        `${name} is of a column of ${table.text} itself.`,
        `LIST alone goes on to what that refers to, such as: ${LIST_FORM}`,
      );
    if (name === 'LIST' && this.#peek().text === ',')
      throw this.#error('A list is of one column.', `Ask for each by itself, such as: ${LIST_FORM}`);
    const via = this.#takeWord('VIA') ? this.#name('a key') : undefined;
    const where = this.#takeWord('WHERE') ? this.#columnConditions() : [];
    this.#expectSign(')');
    const of = { ...(column ? { column } : {}), ...(further.length > 0 ? { further } : {}) };
    return { function: name, table, ...of, ...(via ? { via } : {}), where };
  }

  #columnOrAll(): Name | undefined {
    return this.#takeSign('*') ? undefined : this.#name('a column');
  }

  #conditions(): readonly Condition[] {
    const all: Condition[] = [];
    do all.push(this.#isMeasure() ? this.#history() : this.#columnCondition());
    while (this.#takeWord('AND'));
    return all;
  }

  #columnConditions(): readonly ColumnCondition[] {
    const all: ColumnCondition[] = [];
    do all.push(this.#columnCondition());
    while (this.#takeWord('AND'));
    return all;
  }

  /** Whether a word with a bracket follows. */
  #isMeasure(): boolean {
    const [word, sign] = this.#tokens.slice(this.#next);
    return word?.kind === 'word' && sign?.kind === 'sign' && sign.text === '(';
  }

  #history(): Condition {
    const measure = this.#measure();
    if (measure.function === 'LIST') throw this.#error('A list is compared with nothing.', 'Use COUNT.');
    let seconds = Number.POSITIVE_INFINITY;
    if (this.#takeWord('OVER')) {
      this.#expectWord('LAST');
      seconds = this.#duration();
    }
    const operator = this.#comparison();
    if (measure.function === 'EXISTS' && operator === undefined)
      return { kind: 'history', measure, seconds, operator: '>', value: 0 };
    if (operator === undefined) throw this.#error('A comparison is missing.', 'Write something like > 0 here.');
    return { kind: 'history', measure, seconds, operator, value: this.#number() };
  }

  #columnCondition(): ColumnCondition {
    const first = this.#name('a column');
    const second = this.#takeSign('.') ? this.#name('a column') : undefined;
    const place = second ? { table: first, column: second } : { column: first };
    if (this.#takeWord('IS')) {
      const isNot = this.#takeWord('NOT');
      this.#expectWord('NULL');
      return { kind: 'column', ...place, test: { operator: isNot ? 'not null' : 'null' } };
    }
    if (this.#takeWord('IN')) {
      this.#expectSign('(');
      const values: (number | string)[] = [];
      do values.push(this.#value());
      while (this.#takeSign(','));
      this.#expectSign(')');
      return { kind: 'column', ...place, test: { operator: 'in', values } };
    }
    const operator = this.#comparison();
    if (operator === undefined)
      throw this.#error('A comparison is missing.', 'Write =, !=, <, <=, >, >=, IS NULL, IS NOT NULL or IN (...).');
    return { kind: 'column', ...place, test: { operator, value: this.#value() } };
  }

  #duration(): number {
    const count = this.#number();
    const word = this.#peek();
    const seconds = word.kind === 'word' ? units[word.text.toUpperCase().replace(/S$/, '')] : undefined;
    if (seconds === undefined)
      throw this.#error(
        'A unit of time is missing.',
        'Write HOURS, DAYS, WEEKS, MONTHS or YEARS, such as OVER 30 DAYS.',
      );
    this.#next++;
    if (!(count > 0)) throw this.#error('A time must be above 0.', 'Write something like OVER 30 DAYS.');
    return count * seconds;
  }

  #comparison(): Comparison | undefined {
    const { kind, text } = this.#peek();
    const found = kind === 'sign' ? comparisons.find((sign) => sign === text) : undefined;
    if (found) this.#next++;
    return found;
  }

  #number(): number {
    const token = this.#peek();
    const value = Number(token.text);
    if (token.kind !== 'number' || !Number.isFinite(value))
      throw this.#error('A number is missing.', `Write it as: ${this.#form}`);
    this.#next++;
    return value;
  }

  #value(): number | string {
    const token = this.#peek();
    if (token.kind === 'text') {
      this.#next++;
      return token.text;
    }
    if (token.kind === 'word' && /^(true|false)$/i.test(token.text)) {
      this.#next++;
      return /^true$/i.test(token.text) ? 1 : 0;
    }
    if (token.kind !== 'number')
      throw this.#error('A value is missing.', "Write a number, or a text in single quotes such as 'DE'.");
    return this.#number();
  }

  #name(what: string): Name {
    const { kind, text, at } = this.#peek();
    if (kind !== 'word' && kind !== 'name')
      throw this.#error(`The name of ${what} is missing.`, `Write it as: ${this.#form}`);
    this.#next++;
    return { text, at };
  }

  #expectWord(word: string): void {
    if (!this.#takeWord(word)) throw this.#error(`${word} is missing.`, `Write it as: ${this.#form}`);
  }

  #takeWord(word: string): boolean {
    const { kind, text } = this.#peek();
    const isIt = kind === 'word' && text.toUpperCase() === word;
    if (isIt) this.#next++;
    return isIt;
  }

  #expectSign(sign: string): void {
    if (!this.#takeSign(sign)) throw this.#error(`"${sign}" is missing.`, `Write it as: ${this.#form}`);
  }

  #takeSign(sign: string): boolean {
    const { kind, text } = this.#peek();
    const isIt = kind === 'sign' && text === sign;
    if (isIt) this.#next++;
    return isIt;
  }

  #peek(): Token {
    return this.#tokens[this.#next]!;
  }

  #error(message: string, hint: string) {
    return invalidQuery(this.#text, this.#peek().at, message, hint);
  }
}
