/** Numbers of the members of every part, ascending: `of` names the part of each. */
export function membersOf(
  of: Int32Array,
  count = of.reduce((most, part) => Math.max(most, part + 1), 0),
): Int32Array[] {
  const sizes = new Int32Array(count);
  for (const part of of) sizes[part]!++;
  const members = Array.from(sizes, (size) => new Int32Array(size));
  sizes.fill(0);
  for (let v = 0; v < of.length; v++) members[of[v]!]![sizes[of[v]!]!++] = v;
  return members;
}
