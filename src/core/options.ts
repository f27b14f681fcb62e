import * as z from 'zod/mini';
import type { ErrorCode } from './error-codes.js';
import { HeteroGraphError } from './errors.js';

type Issue = z.core.$ZodIssue;

export interface CheckedAs {
  /** What the options are of, put before the path in messages: `diffusion`, `settings`. */
  readonly what?: string;
  /** The way out; default: what the option must be. */
  readonly hint?: string;
  /** The code, where some options have one of their own; default INVALID_OPTION. */
  readonly codeOf?: (path: readonly PropertyKey[], value: unknown) => ErrorCode;
}

/**
 * Checks options that come from outside the type system, such as JavaScript, JSON or the command line. The messages of a schema
 * say what a value must be ("a whole number from 1").
 *
 * @throws {HeteroGraphError} INVALID_OPTION whose `location.column` is the path of the option; unknown options are refused
 */
export function checkOptions(schema: z.ZodMiniType, value: unknown, { what, hint, codeOf }: CheckedAs = {}): void {
  const result = z.safeParse(schema, value);
  if (result.success) return;
  const { path, isUnknown, mustBe } = describeIssue(result.error.issues[0]!, []);
  const column = path.join('.');
  const name = [what, column].filter(Boolean).join('.') || 'options';
  const found = valueAt(value, path);
  const message = isUnknown ? `There is no option ${name}.` : `${name} is ${shown(found)}.`;
  throw new HeteroGraphError((!isUnknown && codeOf?.(path, found)) || 'INVALID_OPTION', message, {
    column: column || (what ?? ''),
    hint: hint ?? (isUnknown ? 'Leave it out, or look for a typing error.' : `It must be ${mustBe}.`),
  });
}

interface Described {
  readonly path: readonly PropertyKey[];
  readonly isUnknown: boolean;
  readonly mustBe: string;
}

function describeIssue(issue: Issue, above: readonly PropertyKey[]): Described {
  const path = [...above, ...issue.path];
  const described = (mustBe: string) => ({ path, isUnknown: false, mustBe });
  switch (issue.code) {
    case 'unrecognized_keys':
      return { path: [...path, issue.keys[0]!], isUnknown: true, mustBe: '' };
    case 'invalid_value':
      return described(issue.values.map((value) => JSON.stringify(value)).join(' or '));
    case 'invalid_union':
      return closestAlternative(issue.errors, path);
    case 'too_small':
      return described(isSaid(issue) ? issue.message : `at least ${issue.minimum} ${issue.origin}`);
    case 'invalid_type':
      return described(isSaid(issue) ? issue.message : `of type ${issue.expected}`);
    default:
      return described(issue.message);
  }
}

/** Whether a schema gives a message of its own: zod/mini without a locale says "Invalid input". */
function isSaid({ message }: Issue): boolean {
  return !message.startsWith('Invalid input');
}

/** Where a value may have several forms: the form that it follows deepest, else all of them. */
function closestAlternative(alternatives: readonly (readonly Issue[])[], path: readonly PropertyKey[]): Described {
  const described = alternatives.flatMap((issues) => issues.slice(0, 1)).map((issue) => describeIssue(issue, path));
  const deepest = described.reduce((a, b) => (b.path.length > a.path.length ? b : a), described[0]!);
  if (described.length > 0 && deepest.path.length > path.length) return deepest;
  return { path, isUnknown: false, mustBe: described.map(({ mustBe }) => mustBe).join(', or ') };
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, part) => (at as Record<PropertyKey, unknown> | undefined | null)?.[part], value);
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object';
  return String(value);
}
