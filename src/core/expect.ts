import { HeteroGraphError } from './errors.js';

/** Kinds of arguments, by what the message says they must be. */
const kinds = {
  object: ['an object', (value: unknown) => typeof value === 'object' && value !== null],
  list: ['an array', (value: unknown) => Array.isArray(value) || isNumbers(value)],
  objects: ['an array of objects', (value: unknown) => Array.isArray(value) && value.every(isObject)],
  numbers: ['an array of numbers', (value: unknown) => isNumbers(value) || Array.isArray(value)],
  number: ['a number', (value: unknown) => typeof value === 'number'],
  text: ['a text', (value: unknown) => typeof value === 'string'],
  function: ['a function', (value: unknown) => typeof value === 'function'],
} as const;

export type ArgumentKind = keyof typeof kinds;

/**
 * Refuses an argument of the wrong shape, which only JavaScript can give: one call where a function begins, before it is used.
 *
 * @param what names it in the message
 * @throws {HeteroGraphError} INVALID_OPTION
 */
export function expectArgument(value: unknown, kind: ArgumentKind, what: string): void {
  const [mustBe, is] = kinds[kind];
  if (!is(value)) throw wrongArgument(value, what, mustBe);
}

/** The same of members of an object, by name. @throws {HeteroGraphError} INVALID_OPTION naming the member */
export function expectMembers(value: unknown, what: string, members: Readonly<Record<string, ArgumentKind>>): void {
  expectArgument(value, 'object', what);
  for (const [name, kind] of Object.entries(members)) {
    expectArgument((value as Record<string, unknown>)[name], kind, `${what}.${name}`);
  }
}

/** An argument that is not what it must be. */
export function wrongArgument(value: unknown, what: string, mustBe: string): HeteroGraphError {
  return new HeteroGraphError('INVALID_OPTION', `${what} is ${described(value)}.`, {
    column: what,
    hint: `It must be ${mustBe}.`,
  });
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function isNumbers(value: unknown): boolean {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function described(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 100));
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'function') return 'a function';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
