import { batch, computed, signal } from '@preact/signals'
import { messageOf } from '../../core/words'
import { ask } from './ask'
import { type Element, type Lit, litBy, OUTPUT } from './lit'
import type { Reading } from './reads'
import type { Look, PixelOp, Rung } from './tools'

export const ops = signal<readonly PixelOp[]>([])
export const op = signal<PixelOp['op']>('conv2d')
/** Kept when another op has one rung only. */
export const wanted = signal<Rung>('plain')
/** Results for the op so far, by rung. */
export const looks = signal<Partial<Record<Rung, Look>>>({})
export const rung = computed((): Rung => (looks.value[wanted.value] ? wanted.value : 'plain'))
export const readings = signal<Partial<Record<Rung, readonly Reading[]>>>({})
export const look = computed(() => looks.value[rung.value])
export const fault = signal('')
export const pointed = signal<Element | undefined>(undefined)
/** Index of the kernel whose text is shown, among the op's dispatches. */
export const kernels = signal<Record<Rung, number>>({ plain: 0, fast: 0 })
export const kernel = computed(() => kernels.value[rung.value])

const litIn = (which: Rung): Lit | undefined => {
  const { [which]: found } = looks.value
  return found && pointed.value && litBy(found, pointed.value, readings.value[which])
}
/** Lit parts for the same element, by rung. */
export const lits = computed(() => ({ plain: litIn('plain'), fast: litIn('fast') }))
export const lit = computed(() => lits.value[rung.value])

/** Number of the latest request: late answers to earlier ones are ignored. */
let asked = 0

export async function open(): Promise<void> {
  const mine = ++asked
  const of = op.value
  fault.value = ''
  try {
    if (ops.value.length === 0) ops.value = await ask('pixelOps')
    const found = await ask('pixelLook', of, 'plain')
    if (mine !== asked) return
    batch(() => {
      looks.value = { plain: found }
      readings.value = {}
      pointed.value = { tensor: OUTPUT, index: middle(found.output.shape) }
      show('plain', found)
    })
    if (found.rungs.includes('fast')) {
      const fast = await ask('pixelLook', of, 'fast')
      if (mine !== asked) return
      batch(() => {
        looks.value = { plain: found, fast }
        show('fast', fast)
      })
    }
  } catch (error) {
    if (mine === asked) fault.value = messageOf(error)
  }
  await read(mine)
}

/** If reads cannot be found, only the lines of inputs are missing. */
async function read(mine: number): Promise<void> {
  for (const { op, rung } of Object.values(looks.value)) {
    if (mine !== asked) return
    const found = await ask('pixelReads', op, rung).catch(() => [])
    if (mine === asked) readings.value = { ...readings.value, [rung]: found }
  }
}

/** Shows the kernel that stores the result, or the last one if that is unknown. */
function show(which: Rung, { witness, kernels: all }: Look): void {
  turn(which, Math.max(0, witness?.kernel[0] ?? all.length - 1))
}

export function turn(which: Rung, to: number): void {
  kernels.value = { ...kernels.value, [which]: to }
}

export function choose(changes: { op?: PixelOp['op']; rung?: Rung }): void {
  batch(() => {
    if (changes.op) op.value = changes.op
    if (changes.rung) wanted.value = changes.rung
  })
  if (changes.op) void open()
}

/** An element away from the edge, if there is one. */
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
    for (const [which, now] of Object.entries(lits.value)) {
      const [reader] = now?.readers.keys() ?? []
      const shown = reader ?? now?.kernel ?? -1
      if (shown >= 0 && !now?.readers.has(kernels.value[which as Rung])) turn(which as Rung, shown)
    }
  })
}
