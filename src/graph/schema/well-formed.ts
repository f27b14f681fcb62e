const LONE_SURROGATE = /\p{Surrogate}/u;

/** Whether a text can be written as UTF-8: half of a surrogate pair cannot. */
export function isWellFormed(text: string): boolean {
  const native = text as { isWellFormed?: () => boolean };
  return native.isWellFormed?.() ?? !LONE_SURROGATE.test(text);
}
