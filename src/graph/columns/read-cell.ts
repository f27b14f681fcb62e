import type { IssueCode } from '../schema/issues.js';
import type { ColumnSchema } from '../schema/schema.js';

/** A value of the column's type, or why it is none. */
export type Cell = number | bigint | { readonly code: IssueCode; readonly message: string };

/** A function that turns one JavaScript value into what a scalar column stores. */
export function cellReader(column: ColumnSchema): (value: unknown) => Cell {
  const wrong = (value: unknown): Cell => ({
    code: 'WRONG_DTYPE',
    message: `${shown(value)} was given instead of ${column.type}.`,
  });
  const number = (value: unknown): number | undefined =>
    typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean' ? Number(value) : undefined;
  switch (column.type) {
    case 'int32': {
      const classes = column.role === 'label' ? new Map(column.classes?.map((name, i) => [name, i])) : undefined;
      return (value) => {
        if (classes && typeof value === 'string') {
          const message = `${shown(value)} is none of the classes of the column.`;
          return classes.get(value) ?? { code: 'LABEL_OUT_OF_RANGE', message };
        }
        const n = number(value);
        return n !== undefined && (n | 0) === n ? n : wrong(value);
      };
    }
    case 'int64':
      return (value) => {
        if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value ? value : wrong(value);
        const n = number(value);
        return n !== undefined && Number.isSafeInteger(n) ? BigInt(n) : wrong(value);
      };
    case 'bool':
      return (value) => {
        const n = number(value);
        return n === 0 || n === 1 ? n : wrong(value);
      };
    default:
      return (value) => number(value) ?? wrong(value);
  }
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return `${typeof value} ${text.length > 60 ? `${text.slice(0, 60)}...` : text}`;
}
