// What the page shows: it fills the elements of index.html and knows nothing of workers.

import { type Figures, figures as shown } from '../gan/clock'
import type { GanConfig } from '../gan/config'
import type { Finding } from '../gan/diagnosis'
import { objectives } from '../gan/objectives'
import { Chart } from './charts'
import type { Picture } from './protocol'
import { modelTitles, objectiveTitles } from './titles'

/** A picture whose farthest byte is so far from the middle can be seen as it is. */
const VISIBLE = 64

/** The element of index.html with that id. */
export function element<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id)
  if (found instanceof kind) return found
  throw new Error(`index.html has no ${kind.name} with the id ${id}`)
}

const write = (id: string, text: string): void => {
  element(id, HTMLElement).textContent = text
}

const losses = new Chart(element('losses', HTMLElement), {
  colours: ['--d', '--g'],
  range: (least, most) => [Math.min(0, least ?? 0), Math.max(2, most ?? 0)],
})

/** Are D's scores shares, from 0 to 1? A critic's are any numbers. */
let shares = true

const scores = new Chart(element('scores', HTMLElement), {
  colours: ['--d', '--g'],
  range: (least, most) => (shares ? [0, 1] : [Math.min(0, least ?? 0), Math.max(1, most ?? 0)]),
})

/** Changes in what the page does, for eyes and screen readers alike. */
export function status(text: string, { fault = false }: { fault?: boolean } = {}): void {
  write('status', text)
  element('status', HTMLElement).classList.toggle('fault', fault)
}

export function picture(id: 'samples' | 'real', { width, height, pixels }: Picture): void {
  const canvas = element(id, HTMLCanvasElement)
  // Setting a size clears a canvas, the same size too.
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0)
}

/**
 * The 64 drawings. An untrained generator draws in shades of one grey: as long as no pixel is far from
 * the middle, the canvas is shown with more contrast, and says so. Its pixels stay what they are.
 */
export function drawings(drawn: Picture, step: number): void {
  picture('samples', drawn)
  const contrast = Math.max(1, VISIBLE / farthest(drawn.pixels))
  element('samples', HTMLCanvasElement).style.filter = contrast > 1 ? `contrast(${contrast})` : ''
  write('contrast', contrast >= 1.5 ? `, contrast × ${Math.round(contrast)}` : '')
  write('picture-step', step.toLocaleString('en'))
}

/** How far from the middle (127.5) the farthest red, green or blue byte is. */
function farthest(pixels: Uint8ClampedArray): number {
  let most = 0
  for (const [i, byte] of pixels.entries()) {
    if (i % 4 !== 3) most = Math.max(most, Math.abs(byte - 127.5))
  }
  return most
}

export function adapter(name: string, software: boolean): void {
  write('adapter', software ? `${name} (a CPU plays the GPU)` : name)
}

/** What the run fares ill of, and the usual cure. */
export function health({ step, finding }: { step: number; finding: Finding }): void {
  const { illness, seen, cure } = finding
  const advice = `${cure.charAt(0).toUpperCase()}${cure.slice(1)}.`
  write('health', `Step ${step.toLocaleString('en')}, ${illness}: ${seen}. ${advice}`)
}

/** An empty page for a run that stands at step 0. */
export function begin(
  { objective, model, imageSize, width, batchSize, seed }: GanConfig,
  parameters: readonly number[],
): void {
  const [g, d] = parameters.map((count) => count.toLocaleString('en'))
  const { optimiser, probabilities } = objectives[objective]
  write(
    'networks',
    `${modelTitles[model]} ${imageSize} × ${imageSize}, width ${width}: ${g} + ${d} parameters, ${objectiveTitles[objective]}, ` +
      `${optimiser.kind === 'adam' ? 'Adam' : 'RMSprop'}, batch ${batchSize}, seed ${seed}`,
  )
  shares = probabilities
  write('scores-title', probabilities ? 'Taken for real' : "D's scores")
  write('health', '')
  for (const id of [...shown, 'speed']) write(id, '–')
  standAt(0)
  write('time', clock(0))
  losses.clear()
  scores.clear()
}

export interface Progress {
  step: number
  figures: Figures
  imagesPerSecond: number
  seconds: number
}

export function standAt(step: number): void {
  write('step', step.toLocaleString('en'))
}

export function progress({ step, figures, imagesPerSecond, seconds }: Progress): void {
  const { lossD, lossG, dReal, dFake } = figures
  standAt(step)
  write('speed', imagesPerSecond > 0 ? Math.round(imagesPerSecond).toLocaleString('en') : '–')
  write('time', clock(seconds))
  for (const id of shown) write(id, figures[id].toFixed(3))
  losses.add(step, [lossD, lossG])
  scores.add(step, [dReal, dFake])
}

/** 75 → 1:15, 3675 → 1:01:15 */
function clock(seconds: number): string {
  const whole = Math.floor(seconds)
  const two = (value: number) => String(value).padStart(2, '0')
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}
