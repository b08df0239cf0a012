/** Shapes of the inputs, and the op's options. */
export interface Typed {
  shapes: Readonly<Record<string, readonly number[]>>
  options: unknown
}
