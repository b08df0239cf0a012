// Map of features as a PNG: the source's as discs, the target's as crosses, a colour for each class; before and after.

import { PNG } from 'pngjs'
import type { NamedSet } from '../../../data/imageSet'
import { discriminantPlane, project } from '../../../gan/adapt/featureMap'
import { UNKNOWN } from '../../../gan/adapt/measure'
import type { Named } from './rows'

/** Pixels along a side of each of the two panels, and between them. */
const SIDE = 520
const GAP = 8

/** Points of each domain, at most. */
const DRAWN = 500

/** Colours of classes, which repeat after ten: Tableau's. */
const COLOURS = [
  [31, 119, 180],
  [255, 127, 14],
  [44, 160, 44],
  [214, 39, 40],
  [148, 103, 189],
  [140, 86, 75],
  [227, 119, 194],
  [110, 110, 110],
  [188, 189, 34],
  [23, 190, 207],
] as const

interface Seen {
  set: NamedSet
  seen: Named
}

export interface MapOptions {
  source: Seen
  /** The target by the source's classifier. */
  before: Seen
  /** The target by the adapted one. */
  after: Named
  classes: number
}

/** Bytes of a PNG. The plane is that which separates the source's classes best. */
export function mapOf({ source, before, after }: MapOptions): Uint8Array {
  const plane = discriminantPlane(source.seen.features, source.set.labels ?? source.seen.named)
  const places = [source.seen, before.seen, after].map(({ features }) => project(features, plane))
  const [home = new Float32Array(), ...targets] = places
  const reach =
    1.05 * places.flatMap((each) => [...each]).reduce((most, x) => Math.max(most, Math.abs(x)), 0)
  const png = new PNG({ width: 2 * SIDE + GAP, height: SIDE })
  png.data.fill(255)
  for (let y = 0; y < SIDE; y++) {
    png.data.fill(200, (y * png.width + SIDE) * 4, (y * png.width + SIDE + GAP) * 4)
  }
  for (const [panel, target] of targets.entries()) {
    const left = panel * (SIDE + GAP)
    draw(png, home, { left, reach, labels: source.set.labels ?? source.seen.named, form: 'disc' })
    const named = panel === 0 ? before.seen.named : after.named
    draw(png, target, { left, reach, labels: before.set.labels ?? named, form: 'cross' })
  }
  return PNG.sync.write(png, { colorType: 2 })
}

interface Points {
  left: number
  reach: number
  labels: Uint8Array
  form: 'disc' | 'cross'
}

function draw(png: PNG, places: Float32Array, { left, reach, labels, form }: Points): void {
  const count = places.length / 2
  const every = Math.max(1, Math.ceil(count / DRAWN))
  const at = (value = 0) => Math.round(((value / reach + 1) / 2) * (SIDE - 1))
  for (let n = 0; n < count; n += every) {
    const label = labels[n] ?? UNKNOWN
    const colour = label === UNKNOWN ? ([0, 0, 0] as const) : COLOURS[label % COLOURS.length]
    const [x, y] = [at(places[2 * n]), SIDE - 1 - at(places[2 * n + 1])]
    for (const [dx, dy] of form === 'disc' ? DISC : CROSS) {
      const inside = x + dx >= 0 && x + dx < SIDE && y + dy >= 0 && y + dy < SIDE
      if (inside && colour) blend(png, ((y + dy) * png.width + left + x + dx) * 4, colour, form)
    }
  }
}

const AROUND = [-4, -3, -2, -1, 0, 1, 2, 3, 4]
const SQUARE = AROUND.flatMap((dy) => AROUND.map((dx) => [dx, dy] as const))
const DISC = SQUARE.filter(([dx, dy]) => dx * dx + dy * dy <= 10)
const CROSS = SQUARE.filter(([dx, dy]) => Math.abs(dx) === Math.abs(dy))

function blend(png: PNG, at: number, colour: readonly number[], form: Points['form']): void {
  const weight = form === 'disc' ? 0.3 : 0.9
  for (const [c, ink] of colour.entries()) {
    const paper = png.data[at + c] ?? 0
    png.data[at + c] = Math.round(paper + weight * (ink - paper))
  }
}
