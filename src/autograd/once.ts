// Work that several may ask for, and that is done when the first of them does.

/** Calls `make` once, and gives everyone what it made. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
