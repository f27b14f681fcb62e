import * as z from 'zod/mini';

/** What is read of a JSON schema. */
export interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

/** The JSON schema (draft 2020-12, as OpenAPI 3.1 has it) of a schema of ours. */
export function jsonSchema(schema: z.ZodMiniType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest as JsonSchema;
}
