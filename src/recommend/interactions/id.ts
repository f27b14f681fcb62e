/** An id as the data has it. 12, 12n and "12" are the same id. */
export type ExternalId = string | number | bigint;
