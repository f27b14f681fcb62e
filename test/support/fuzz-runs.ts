/** Random inputs of a property: few, or as many as the environment's FUZZ_RUNS says. */
export function fuzzRuns(few: number): { numRuns: number } {
  const asked = Number(process.env.FUZZ_RUNS ?? 0);
  return { numRuns: asked > 0 ? asked : few };
}
