// What the lesson shows: an op, a rung, and the element that somebody points at.

import { batch, computed, signal } from '@preact/signals'
import { ask } from '../../client'
import { messageOf } from '../../parts/words'
import type { Look, PixelOp, Rung } from '../../worker/pixelTools'
import { type Element, litBy, OUTPUT } from './lit'

export const ops = signal<readonly PixelOp[]>([])
export const op = signal<PixelOp['op']>('conv2d')
export const rung = signal<Rung>('plain')
export const look = signal<Look | undefined>(undefined)
export const fault = signal('')
export const pointed = signal<Element | undefined>(undefined)
/** The kernel whose text is shown, of those that the op dispatches. */
export const kernel = signal(0)

export const lit = computed(() => look.value && pointed.value && litBy(look.value, pointed.value))

/** The last that was asked for counts: answers may come late. */
let asked = 0

export async function open(): Promise<void> {
  const mine = ++asked
  fault.value = ''
  try {
    if (ops.value.length === 0) ops.value = await ask('pixelOps')
    const found = await ask('pixelLook', op.value, rung.value)
    if (mine !== asked) return
    batch(() => {
      look.value = found
      pointed.value = { tensor: OUTPUT, index: middle(found.output.shape) }
      const last = found.kernels.length - 1
      kernel.value = Math.max(0, found.witness?.kernel[0] ?? last)
    })
  } catch (error) {
    if (mine === asked) fault.value = messageOf(error)
  }
}

export function choose(changes: { op?: PixelOp['op']; rung?: Rung }): void {
  batch(() => {
    // Another op may have one rung only.
    if (changes.op) [op.value, rung.value] = [changes.op, 'plain']
    if (changes.rung) rung.value = changes.rung
  })
  void open()
}

/** An element that is not at the edge, where there is one. */
const middle = (shape: readonly number[]): number =>
  shape.reduce((flat, extent, axis) => {
    const inner = axis === 0 || axis === shape.length - 1 ? 0 : Math.floor((extent - 1) / 2)
    return flat * extent + inner
  }, 0)

export function point(element: Element): void {
  const { tensor, index } = pointed.value ?? {}
  if (tensor === element.tensor && index === element.index) return
  batch(() => {
    pointed.value = element
    const stored = lit.value?.kernel ?? -1
    if (stored >= 0) kernel.value = stored
  })
}
