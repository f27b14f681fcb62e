/** A kernel argument: integers and pointers as they are, floats wrapped by `f32`. */
export type KernelArgument = number | { readonly f32: number };

export function f32(value: number): KernelArgument {
  return { f32: value };
}
