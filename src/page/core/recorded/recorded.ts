// A recorded run, shown where there is no WebGPU. test/support/record.ts makes its files.

import { batch } from '@preact/signals'
import { pictures } from '../frames'
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

/** Shows the run as if it had just been trained. Shows nothing where its files do not arrive. */
export async function showRecording(): Promise<void> {
  const [run, frames] = await Promise.all([fetch(runFile), fetch(framesFile)])
  if (!run.ok || !frames.ok) return
  const { opened, steps, curves } = (await run.json()) as Recording
  const image = await createImageBitmap(await frames.blob())
  const context = Object.assign(document.createElement('canvas'), {
    width: image.width,
    height: image.height,
  }).getContext('2d', { willReadFrequently: true })
  context?.drawImage(image, 0, 0)
  const { width } = image
  const cut = (top: number, height: number): Picture => ({
    width,
    height,
    pixels: context?.getImageData(0, top, width, height).data ?? new Uint8ClampedArray(),
  })
  batch(() => {
    store.opened.value = opened
    store.config.value = opened.about.kind === 'images' ? opened.about.config : undefined
    for (const [i, step] of steps.entries()) {
      pictures.add({ step, picture: cut(i * width, width) })
    }
    store.real.value = cut(steps.length * width, image.height - steps.length * width)
    for (const [step = 0, lossD = 0, lossG = 0, dReal = 0, dFake = 0] of curves) {
      const figures = { step, lossD, lossG, dReal, dFake }
      store.figures.value = figures
      store.addToCurves(step, figures)
    }
    store.step.value = steps.at(-1) ?? 0
    store.recorded.value = true
  })
}
