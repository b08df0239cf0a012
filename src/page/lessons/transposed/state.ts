import { computed, signal } from '@preact/signals'
import type { Checkers, Plane, Scene } from './jobs'
import {
  gatherOf,
  largeExtent,
  overlaps,
  type Pixel,
  phaseOfOutput,
  phaseOfTap,
  type Setting,
  SMALL,
  scatterOf,
  valid,
} from './ties'

export const setting = signal<Setting>({ kernel: 4, stride: 2, padding: 1 })

export function change(part: Partial<Setting>): void {
  setting.value = valid({ ...setting.value, ...part })
  // The same letter would now mean another phase.
  if (wanted.value.side === 'phase') wanted.value = FIRST
}

/** A pixel, or all outputs of a phase. */
export type Picked = (Pixel & { side: 'input' | 'output' }) | { side: 'phase'; phase: number }

const FIRST = { side: 'output', row: 3, column: 4 } as const

const wanted = signal<Picked>(FIRST)

export function pick(picked: Picked): void {
  wanted.value = picked
}

export const side = computed(() => largeExtent(setting.value))

/** The picked pixel, or the nearest that exists with these settings. */
export const picked = computed((): Picked => {
  const { value } = wanted
  if (value.side === 'phase') {
    return { side: 'phase', phase: Math.min(value.phase, setting.value.stride ** 2 - 1) }
  }
  const last = (value.side === 'input' ? SMALL : side.value) - 1
  return { ...value, row: Math.min(value.row, last), column: Math.min(value.column, last) }
})

/** A place as text, for lookups. */
export const key = ({ row, column }: Pixel): string => `${row},${column}`

export interface Lit {
  input: ReadonlySet<string>
  output: ReadonlySet<string>
  tap: ReadonlySet<string>
}

export const lit = computed((): Lit => {
  const { value } = picked
  if (value.side === 'phase') return litPhase(value.phase)
  const ties =
    value.side === 'input' ? scatterOf(value, setting.value) : gatherOf(value, setting.value)
  const keys = (which: 'input' | 'output' | 'tap') => new Set(ties.map((tie) => key(tie[which])))
  return { input: keys('input'), output: keys('output'), tap: keys('tap') }
})

function litPhase(phase: number): Lit {
  const among = (extent: number, of: (pixel: Pixel, setting: Setting) => number) =>
    new Set(
      Array.from({ length: extent ** 2 }, (_, i) => pixelAt(i, extent))
        .filter((pixel) => of(pixel, setting.value) === phase)
        .map(key),
    )
  return {
    input: new Set(),
    output: among(side.value, phaseOfOutput),
    tap: among(setting.value.kernel, phaseOfTap),
  }
}

export const pixelAt = (index: number, extent: number): Pixel => ({
  row: Math.floor(index / extent),
  column: index % extent,
})

export const colouring = signal<'overlap' | 'phases'>('overlap')

/** convTranspose2d of ones with ones, and its window. */
export const computedOverlaps = signal<{ of: Setting; plane: Plane } | undefined>(undefined)

/** Overlaps as counted here, and as computed by convTranspose2d, once it has answered. */
export const counts = computed(() => {
  const { value: of } = setting
  const counted = overlaps(of)
  const known = computedOverlaps.value
  const found = known?.of === of ? known.plane : undefined
  const { values } = found ?? {}
  const equal = values?.length === counted.length && counted.every((each, i) => values[i] === each)
  return { counted, found, equal }
})

/** Kernel of the checkerboard with stride 2, or the setting of the figure above. */
export const board = signal<3 | 5 | 'above'>(3)
export const boardSetting = computed(
  (): Setting =>
    board.value === 'above' ? setting.value : { kernel: board.value, stride: 2, padding: 1 },
)
export const scene = signal<Scene>('flat')
export const checkers = signal<Checkers | undefined>(undefined)

/** Last error of the GPU; empty if there is none. */
export const problem = signal('')
