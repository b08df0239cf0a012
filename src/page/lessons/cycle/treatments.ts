// Changes of the picture in the middle, before the way back reads it.

import { rounded } from '../../../gan/translate/translator'
import { Random } from '../../../nn/philox'

/** Height and width of the pictures, and their channels. */
export const SIDE = 32
const CHANNELS = 3
const EACH = SIDE * SIDE * CHANNELS

/** Deviation of the noise, of pixels from -1 to 1. */
export const NOISE = 0.2

export const treatmentNames = ['bytes', 'noise', 'blur', 'drawn'] as const
/** Rounded to bytes; with noise; blurred; or replaced by the line art that is its true partner. */
export type TreatmentName = (typeof treatmentNames)[number]

/** Pictures with the same noise each, as bytes hold them. `images`: [N, 32, 32, 3] in [-1, 1] */
export function noisy(images: Float32Array): Float32Array {
  const random = new Random(1, 0)
  const noise = Float32Array.from({ length: EACH }, () => random.normal(0, NOISE))
  return rounded(images.map((value, i) => value + (noise[i % EACH] ?? 0)))
}

/** Weights of a pixel and its neighbours on either side. */
const WINDOW = [1 / 4, 1 / 2, 1 / 4] as const

/** Each pixel mixed with its neighbours; beyond the edge its pixels repeat. `images`: [N, 32, 32, 3] */
export function blurred(images: Float32Array): Float32Array {
  const along = (from: Float32Array, step: number) =>
    from.map((_, i) => {
      const at = Math.floor(i / step) % SIDE
      const places = [Math.max(0, at - 1), at, Math.min(SIDE - 1, at + 1)]
      return places.reduce((sum, place, k) => {
        return sum + (WINDOW[k] ?? 0) * (from[i + (place - at) * step] ?? 0)
      }, 0)
    })
  return rounded(along(along(images, CHANNELS), SIDE * CHANNELS))
}

/** The picture in the middle, changed. `drawn`: its true partner */
export function treated(
  name: TreatmentName,
  { made, drawn }: { made: Float32Array; drawn: Float32Array },
): Float32Array {
  if (name === 'noise') return noisy(made)
  if (name === 'blur') return blurred(made)
  return name === 'drawn' ? drawn : made
}

/** Rows of the recorded sheet. */
export const sheetRows = [
  'colour',
  'made',
  'drawn',
  'bytesBack',
  'noiseBack',
  'blurBack',
  'drawnBack',
  'withPairs',
] as const
export type SheetRow = (typeof sheetRows)[number]

/**
 * Share of the colours of pictures that others have: 1 for the same pictures, 0 for grey ones. A pixel's colour is its
 * difference from its mean over red, green and blue.
 */
export function colourKept(pictures: Float32Array, others: Float32Array): number {
  let [both, alone] = [0, 0]
  for (let i = 0; i < pictures.length; i += CHANNELS) {
    const [of, its] = [colourAt(pictures, i), colourAt(others, i)]
    for (const [c, value] of of.entries()) {
      both += value * (its[c] ?? 0)
      alone += value * value
    }
  }
  return both / alone
}

function colourAt(images: Float32Array, i: number): number[] {
  const pixel = images.subarray(i, i + CHANNELS)
  const mean = pixel.reduce((sum, value) => sum + value, 0) / CHANNELS
  return Array.from(pixel, (value) => value - mean)
}
