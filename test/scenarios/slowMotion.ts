// Iterations in slow motion for test/runs/slowMotion.test.ts, on the adapter of the page.

import { figures } from '../../src/gan/model/clock'
import type { GanConfig } from '../../src/gan/model/config'
import type { Inside } from '../../src/gan/run/inside'
import type { Picture } from '../../src/gan/run/mosaic'
import type { SubStep } from '../../src/gan/run/slowMotion'
import type { Trainer } from '../../src/gan/run/trainer'
import { digest, digits, openTrainer, TINY } from './training'

const SLOW = { ...TINY, lr: 1e-3 } as const

/** Runs all sub-steps to the end of the iteration. */
async function through(trainer: Trainer): Promise<SubStep[]> {
  const ran = [await trainer.substep()]
  while (trainer.slow.midway) ran.push(await trainer.substep())
  return ran
}

/** Digest of the state that a resume needs, and of the figures of all iterations so far. */
async function bits(trainer: Trainer): Promise<string> {
  const ring = await trainer.blueprint.gan.clock.ring.read(trainer.gpu)
  return `${await digest(trainer)} ${new Uint32Array(ring.buffer)}`
}

/** Four iterations whole, as sub-steps, and begun as sub-steps but ended in every other way. */
async function slowly(changes: Partial<GanConfig>) {
  const open = () => openTrainer({ ...SLOW, ...changes })
  const whole = await open()
  for (let i = 0; i < 4; i++) whole.iterate()
  const slow = await open()
  const ran = await through(slow)
  ran.push(...(await through(slow)))
  slow.iterate()
  // Observing changes nothing.
  while (slow.step < 4) {
    ran.push(await slow.substep())
    await slow.slow.look()
    await slow.slow.pictures()
    await slow.picture()
  }

  const mixed = await open()
  const steps: number[] = []
  for (let i = 0; i < 4; i++) await mixed.substep()
  mixed.iterate()
  steps.push(mixed.step)
  for (let i = 0; i < 7; i++) await mixed.substep()
  const saved = await mixed.save()
  steps.push(mixed.step)
  await mixed.substep()
  await mixed.finish()
  steps.push(mixed.step)

  const resumed = await open()
  for (let i = 0; i < 3; i++) await resumed.substep()
  resumed.restore(saved, 3)
  const { midway } = resumed.slow
  ran.push(...(await through(resumed)))
  const trainers = [whole, slow, mixed]
  const all = { ran, steps, midway, bits: await Promise.all(trainers.map(bits)) }
  // The ring has no figures of iterations that another trainer ran.
  return { ...all, whole: await digest(whole), resumed: await digest(resumed) }
}

interface Look extends Inside {
  name: string
  seen: { real: boolean; fake: boolean }
  /** Norms computed in PyTorch's layout. */
  norms: Record<'G' | 'D', number[]>
}

/** Visible values after each sub-step of the second iteration. */
async function looked(changes: Partial<GanConfig>) {
  const trainer = await openTrainer({ ...SLOW, ...changes })
  const { gpu, blueprint, slow } = trainer
  const before = await slow.look()
  await through(trainer)
  const looks: Look[] = []
  const fakes: number[] = []
  const normsOf = async (network: 'generator' | 'discriminator') => {
    const state = await blueprint.models[network].gradientState(gpu)
    return [...state.values()].map(({ data }) => Math.hypot(...Array.from(data, Number)))
  }
  while (trainer.step < 2) {
    const { name } = await trainer.substep()
    const { real, fake } = await slow.batches()
    looks.push({
      ...(await slow.look()),
      name,
      seen: { real: real !== undefined, fake: fake !== undefined },
      norms: { G: await normsOf('generator'), D: await normsOf('discriminator') },
    })
    if (fake) fakes.push(fake.reduce((sum, value) => sum + value, 0))
  }
  const pictures = await slow.pictures()
  const batches = await slow.batches()
  const ring = await blueprint.gan.clock.ring.read(gpu)
  const { fake } = pictures
  return {
    before,
    looks,
    fakes: new Set(fakes).size,
    names: blueprint.models.generator.variables.map(([name]) => name),
    figures: [...ring.slice(2 * figures.length, 3 * figures.length)],
    batches,
    picture: fake && { ...fake, pixels: [...fake.pixels] },
    known: await areDigits(pictures.real, trainer.config),
  }
}

/** Are the images of a picture, without their frames, images of the data set? */
async function areDigits(picture: Picture | undefined, { batchSize, imageSize }: GanConfig) {
  const { pixels, width, height, count } = await digits()
  const size = width * height
  const all = new Set(
    Array.from({ length: count }, (_, n) => pixels.subarray(n * size, (n + 1) * size).join()),
  )
  const frame = (imageSize - width) / 2
  return Array.from({ length: batchSize }, (_, n) => {
    const image = Array.from({ length: size }, (_, i) => {
      const x = n * imageSize + frame + (i % width)
      const y = frame + Math.floor(i / width)
      return picture?.pixels[(y * picture.width + x) * 4]
    })
    return all.has(image.join())
  })
}

export const slowMotion = { slowly, looked }
