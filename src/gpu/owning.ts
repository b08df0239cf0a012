// Frees GPU memory: at once, or at the end of the work that needs it.

import { Slice } from './memory'

/** Memory on the GPU: a tensor, a slice, or an object that frees its own. */
type Freeable = { readonly slice: Slice } | Slice | { destroy(): unknown }

type Owned = Freeable | readonly Freeable[] | Readonly<Record<string, Freeable>>

/** An array has a `slice`, too. */
const isFreeable = (owned: Owned): owned is Freeable =>
  !Array.isArray(owned) && ('slice' in owned || owned instanceof Slice || 'destroy' in owned)

/** Frees each of these, or each entry of an array or an object of them. */
export function free(...owned: readonly Owned[]): void {
  for (const each of owned) {
    if (!isFreeable(each)) free(...Object.values(each))
    else if (each instanceof Slice) each.memory?.destroy()
    else if ('slice' in each) each.slice.memory?.destroy()
    else each.destroy()
  }
}

/**
 * Does some work, then frees everything that it passed to `own`, also when it throws.
 *
 * @param work  gets `own`, which returns its argument
 */
export async function owning<T>(
  work: (own: <X extends Owned>(owned: X) => X) => Promise<T>,
): Promise<T> {
  const all: Owned[] = []
  try {
    return await work((owned) => {
      all.push(owned)
      return owned
    })
  } finally {
    free(...all)
  }
}
