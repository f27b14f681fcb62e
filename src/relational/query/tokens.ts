import { HeteroGraphError } from '../../core/index.js';

export type TokenKind = 'word' | 'name' | 'text' | 'number' | 'sign' | 'end';

/** A piece of a query. Words may be keywords or names, in any case; names in double quotes or backticks are names as they stand. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Where it begins, from 0. */
  readonly at: number;
}

/** Longer queries are refused. */
const LONGEST = 10_000;

const patterns: readonly (readonly [TokenKind, RegExp])[] = [
  ['word', /[\p{L}_][\p{L}\p{N}_$]*/uy],
  ['name', /"(?:[^"]|"")+"|`[^`]+`/y],
  ['text', /'(?:[^']|'')*'/y],
  ['number', /-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/iy],
  ['sign', /<=|>=|<>|!=|[<>=(),.*]/y],
];

/** The pieces of a query, an end at last. @throws {HeteroGraphError} INVALID_QUERY */
export function tokensOf(text: string): readonly Token[] {
  if (text.length > LONGEST)
    throw invalidQuery(text.slice(0, 40), 0, 'The query is too long.', `Use ${LONGEST} characters at most.`);
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at += /^\s*/.exec(text.slice(at))![0].length;
    if (at >= text.length) break;
    const token = tokenAt(text, at);
    if (!token)
      throw invalidQuery(
        text,
        at,
        `${JSON.stringify(text[at])} cannot be here.`,
        'Put names with blanks or signs in double quotes, texts in single ones.',
      );
    tokens.push({ kind: token.kind, text: plain(token), at });
    at += token.text.length;
  }
  return [...tokens, { kind: 'end', text: '', at: text.length }];
}

function tokenAt(text: string, at: number): Token | undefined {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) return { kind, text: found[0], at };
  }
  return undefined;
}

function plain({ kind, text }: Token): string {
  if (kind === 'text') return text.slice(1, -1).replaceAll("''", "'");
  if (kind === 'name') return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text.slice(1, -1);
  return text === '<>' ? '!=' : text;
}

/** An error of a query, with what stands at the place. */
export function invalidQuery(text: string, at: number, message: string, hint: string): HeteroGraphError {
  const place = /^("[^"]*"?|'[^']*'?|[\p{L}\p{N}_.]+|\S)/u.exec(text.slice(at, at + 40))?.[0] ?? '';
  const where = at >= text.length ? 'at the end' : `at ${/^["']/.test(place) ? place : JSON.stringify(place)}`;
  return new HeteroGraphError('INVALID_QUERY', `${message} (${where} of the query)`, {
    column: `character ${at + 1}`,
    hint,
  });
}
