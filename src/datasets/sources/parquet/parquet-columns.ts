import type { FileMetaData, SchemaElement, SchemaTree } from 'hyparquet';
import { cellText, float32Text } from '../base/cell-text.js';
import type { SourceColumn, SourceColumnKind, SourceKey } from '../base/table-source.js';
import { clockText } from '../base/time-text.js';

/** What is declared of a column of a file, and how its values become cells. */
export interface ParquetColumn extends SourceColumn {
  cell(value: unknown): unknown;
}

/** The columns of a file. */
export function parquetColumns(schema: SchemaTree): ParquetColumn[] {
  return schema.children.map((column) => {
    const { element } = column;
    const isNested = column.children.length > 0 || element.repetition_type === 'REPEATED';
    const kind = isNested ? undefined : kindOf(element);
    return { name: element.name, type: typeOf(element), ...(kind ? { kind } : {}), cell: cellOf(element, isNested) };
  });
}

function typeOf({ type, converted_type: converted, logical_type: logical }: SchemaElement): string {
  return logical?.type ?? converted ?? type ?? 'GROUP';
}

function kindOf({
  type,
  converted_type: converted,
  logical_type: logical,
}: SchemaElement): SourceColumnKind | undefined {
  const said = logical?.type ?? converted ?? '';
  if (/^(DATE|TIMESTAMP)/.test(said) || (said === '' && type === 'INT96')) return 'date';
  if (/^(STRING|UTF8|ENUM|JSON|UUID)$/.test(said)) return 'text';
  if (/^(TIME|INTERVAL)/.test(said)) return undefined;
  if (/^(DECIMAL|FLOAT16|INT|UINT)/.test(said)) return 'number';
  if (type === 'BOOLEAN') return 'boolean';
  return type === 'BYTE_ARRAY' || type === 'FIXED_LEN_BYTE_ARRAY' ? 'binary' : 'number';
}

function cellOf({ type, converted_type: converted, logical_type: logical }: SchemaElement, isNested: boolean) {
  if (isNested) return (value: unknown) => value;
  if (type === 'FLOAT') return (value: unknown) => (typeof value === 'number' ? float32Text(value) : value);
  const unit = { MILLIS: 1_000n, MICROS: 1_000_000n, NANOS: 1_000_000_000n };
  const time =
    logical?.type === 'TIME'
      ? unit[logical.unit]
      : { TIME_MILLIS: unit.MILLIS, TIME_MICROS: unit.MICROS }[String(converted)];
  if (time === undefined) return (value: unknown) => value;
  return (value: unknown) => (value === null || value === undefined ? value : clockText(BigInt(value as number), time));
}

/** Keys that RelBench writes into its files: the primary key, and which tables other columns name. */
export function writtenKeys(
  { key_value_metadata: pairs = [] }: FileMetaData,
  fileOf: (table: string) => string,
): { readonly primaryKey: readonly string[]; readonly foreignKeys: readonly SourceKey[] } {
  const written = (name: string): unknown => {
    try {
      return JSON.parse(pairs.find(({ key }) => key === name)?.value ?? 'null');
    } catch {
      return null;
    }
  };
  const primary = written('pkey_col');
  const foreign = written('fkey_col_to_pkey_table');
  const entries = typeof foreign === 'object' && foreign !== null ? Object.entries(foreign) : [];
  return {
    primaryKey: typeof primary === 'string' ? [primary] : [],
    foreignKeys: entries.map(([column, table]) => ({
      columns: [column],
      table: fileOf(cellText(table) ?? ''),
      to: [],
    })),
  };
}
