// Pictures of a run over time, in its report.

import { join } from 'node:path'
import { namesIn, readWhole } from '../files'
import { escaped } from './html'

/** Most grids in a report, and most bytes of them. */
const GRIDS = 24
const BYTES = 6 * 2 ** 20

export const section = (title: string, content: string) =>
  `<section><h2>${escaped(title)}</h2>${content}</section>`

export const imageSource = (bytes: Uint8Array) =>
  `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`

/** Slider of grids, evenly spaced, with the first and the last. */
export function samples(run: string, title: string): string {
  const place = join(run, 'samples')
  const all = namesIn(place)
    .filter((name) => /^\d+\.png$/.test(name))
    .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
  const newest = all.at(-1)
  if (newest === undefined) return ''
  const last = readWhole(join(place, newest))
  const room = Math.max(2, Math.min(GRIDS, all.length, Math.floor(BYTES / last.length)))
  const some = all.filter((_, i) => {
    const part = (at: number) => Math.floor((at * (room - 1)) / Math.max(1, all.length - 1))
    return i === all.length - 1 || i === 0 || part(i) !== part(i - 1)
  })
  const grids = some.map((name, i) => {
    const bytes = name === newest ? last : readWhole(join(place, name))
    const hidden = i < some.length - 1 ? ' hidden' : ''
    return `<img${hidden} alt="step ${Number.parseInt(name, 10)}" src="${imageSource(bytes)}">`
  })
  const end = some.length - 1
  const slider =
    end > 0
      ? `<label>Samples <input type="range" min="0" max="${end}" value="${end}"><output>step ${Number.parseInt(newest, 10)}</output></label>`
      : ''
  return section(title, `<div class="samples">${grids.join('')}${slider}</div>`)
}
