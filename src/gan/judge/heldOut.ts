import { type NamedSet, rowsOf } from '../../data/imageSet'
import { shuffled } from '../../nn/philox'

/** A tenth of a set, at least one image, in the place of held-out images, and the rest. */
export function withTenthHeldOut(set: NamedSet): { train: NamedSet; heldOut: NamedSet } {
  // Drawn at random: a file may hold one class after the other.
  const order = shuffled(set.count, 1)
  const held = Math.max(Math.floor(set.count / 10), Math.min(1, set.count - 1))
  const first = set.count - held
  return {
    train: rowsOf(set, order.subarray(0, first)),
    heldOut: rowsOf(set, order.subarray(first)),
  }
}
