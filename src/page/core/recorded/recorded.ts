// A recorded run, shown where there is no WebGPU. test/support/record.ts makes its files.

import { batch } from '@preact/signals'
import { type Frame, pictures } from '../frames'
import type { Opened, Picture } from '../protocol'
import * as store from '../store'
import framesFile from './frames.png?url'
import runFile from './run.json?url'

export interface Recording {
  opened: Opened
  /** Steps of the pictures: frames.png holds them top to bottom, then two rows of real images. */
  steps: number[]
  /** Rows of step, loss of D, loss of G, D(x), D(G(z)). */
  curves: number[][]
}

/** The recording, and a function that cuts a square or the rows at its foot from the strip of pictures. */
async function read() {
  const [run, frames] = await Promise.all([fetch(runFile), fetch(framesFile)])
  if (!run.ok || !frames.ok) return undefined
  const image = await createImageBitmap(await frames.blob())
  const context = Object.assign(document.createElement('canvas'), {
    width: image.width,
    height: image.height,
  }).getContext('2d', { willReadFrequently: true })
  context?.drawImage(image, 0, 0)
  const { width, height: most } = image
  const cut = (top: number, height = most - top, across = width): Picture => ({
    width: across,
    height,
    pixels: context?.getImageData(0, top, across, height).data ?? new Uint8ClampedArray(),
  })
  return { recording: (await run.json()) as Recording, width, cut }
}

/** Its drawings in order: of each grid the upper left quarter. Empty where its files do not arrive. */
export async function recordedDrawings(): Promise<Frame[]> {
  const found = await read().catch(() => undefined)
  if (!found) return []
  const { recording, width, cut } = found
  return recording.steps.map((step, i) => {
    return { step, picture: cut(i * width, width / 2, width / 2) }
  })
}

/** Shows the run as if it had just been trained. Shows nothing where its files do not arrive. */
export async function showRecording(): Promise<void> {
  const found = await read()
  if (!found) return
  const { width, cut } = found
  const { opened, steps, curves } = found.recording
  batch(() => {
    store.opened.value = opened
    store.config.value = opened.about.kind === 'images' ? opened.about.config : undefined
    for (const [i, step] of steps.entries()) {
      pictures.add({ step, picture: cut(i * width, width) })
    }
    store.real.value = cut(steps.length * width)
    for (const [step = 0, lossD = 0, lossG = 0, dReal = 0, dFake = 0] of curves) {
      const figures = { step, lossD, lossG, dReal, dFake }
      store.figures.value = figures
      store.addToCurves(step, figures)
    }
    store.step.value = steps.at(-1) ?? 0
    store.recorded.value = true
  })
}
