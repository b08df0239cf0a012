// Worker jobs of the lesson on styles: a small style-based generator, with parts of it switched off, and with two styles.

import { tensor } from '../../../autograd/tensor'
import { readWeights } from '../../../data/packed'
import { readerOf } from '../../../gan/draw/stamping'
import { synthesisInLoops } from '../../../gan/draw/styleInLoops'
import { Styles } from '../../../gan/draw/styles'
import type { GanConfig } from '../../../gan/model/config'
import { buildGenerator } from '../../../gan/model/models'
import { seededNoise } from '../../../gan/model/noise'
import { configOf } from '../../../gan/model/presets'
import { StyleGenerator } from '../../../gan/model/style'
import type { Gpu } from '../../../gpu/device'
import { owning } from '../../../gpu/owning'
import { run } from '../../../gpu/program'
import { type Remembered, remembered } from '../../core/remembered'
import { fetched } from '../../lab/fetched'
import type { Lab } from '../../lab/lab'
import generatorFile from './generator.safetensors?url'

/** Parts of G that are on. */
export interface Switches {
  mapping: boolean
  modulation: boolean
  noise: boolean
}

export interface StylesDrawings {
  /** [count, side, side] in [-1, 1] */
  images: Float32Array
  side: number
  /** Strength of the noise in each layer, by its height. */
  strengths: { size: number; strength: number }[]
  by: 'GPU' | 'paper'
}

type Style = Float32Array<ArrayBuffer>

const config: GanConfig & { model: 'style' } = {
  ...configOf({ model: 'style', seed: 1 }, { software: true, channels: 1 }),
  model: 'style',
}

const weights = remembered(async () => {
  const bytes = await fetched(generatorFile, 'the style-based generator')
  const { tensors } = readWeights(bytes, 'generator.safetensors')
  return { tensors, styles: new Styles(config, tensors) }
})

/** A network of its own for each device. */
const generators = new WeakMap<Gpu, Remembered<StyleGenerator>>()

async function onGpu(gpu: Gpu): Promise<StyleGenerator> {
  const { tensors } = await weights.get()
  const network = buildGenerator(config)
  network.load(gpu, tensors)
  return styleIn(network.layers[0])
}

function styleIn(module: unknown): StyleGenerator {
  if (module instanceof StyleGenerator) return module
  throw new Error('the generator has no styles')
}

/** Noise of each layer: [count · height · width]. */
const grainsOf = (count: number, seed: number, sizes: readonly number[]) =>
  sizes.map((size, i) => seededNoise(1000 * seed + i, count, size * size))

/** Noise of a seed: `count` vectors. */
function codes(seed: number, count: number): Style[] {
  const { latent } = config
  const all = seededNoise(seed, count, latent)
  return Array.from({ length: count }, (_, i) => all.slice(i * latent, (i + 1) * latent))
}

/** Noise as the mapping network reads it: at the length √latent. */
function normal(z: Style): Style {
  const size = Math.sqrt(z.reduce((sum, value) => sum + value * value, 0) / z.length)
  return z.map((value) => value / size)
}

export const stylesJobs = {
  /** Drawings of a seed's noise, through what is on. */
  async stylesDraw(
    lab: Lab,
    { seed, count, grain }: { seed: number; count: number; grain: number },
    { mapping, modulation, noise }: Switches,
  ): Promise<StylesDrawings> {
    const { styles } = await weights.get()
    const all = codes(seed, count).map((z) => {
      if (!modulation) return styles.mean()
      return mapping ? styles.of(z) : normal(z)
    })
    return drawn(lab, () => all, noise ? grain : undefined)
  },

  /**
   * Drawings of a seed's noise, without noise in the layers.
   *
   * @param upTo  height of the last layer with the picture's own style; the larger ones take that of the first picture
   * @param psi   share of the distance from the mean of W
   */
  async stylesMix(
    lab: Lab,
    { seed, count }: { seed: number; count: number },
    { upTo, psi }: { upTo: number; psi: number },
  ): Promise<StylesDrawings> {
    const { styles } = await weights.get()
    const own = codes(seed, count).map((z) => styles.truncated(styles.of(z), psi))
    const first = own.map(() => own[0] ?? new Float32Array())
    return drawn(lab, (size) => (size <= upTo ? own : first))
  },
}

/**
 * @param stylesOf  styles of all pictures, in the layer of that height
 * @param grain     seed of the noise in the layers, if there is any
 */
async function drawn(
  lab: Lab,
  stylesOf: (size: number) => readonly Style[],
  grain?: number,
): Promise<StylesDrawings> {
  const { tensors } = await weights.get()
  const network = buildGenerator(config)
  const { synthesis } = styleIn(network.layers[0])
  const read = readerOf(network.variables, tensors)
  const strengths = synthesis.blocks.map(({ size, conv }) => {
    const [strength = 0] = conv.noiseStrength ? read(conv.noiseStrength) : []
    return { size, strength }
  })
  const sizes = strengths.map(({ size }) => size)
  const layers = sizes.map(stylesOf)
  const grains = grain === undefined ? undefined : grainsOf(layers[0]?.length ?? 0, grain, sizes)
  const gpu = await lab.gpuIfAny()
  const images = gpu
    ? await onTheGpu(gpu, layers, grains)
    : inLoops(synthesisInLoops(synthesis, read), layers, grains)
  return { images, side: config.imageSize, strengths, by: gpu ? 'GPU' : 'paper' }
}

async function onTheGpu(
  gpu: Gpu,
  layers: readonly (readonly Style[])[],
  grains: readonly Float32Array[] | undefined,
): Promise<Float32Array> {
  const known = generators.get(gpu) ?? remembered(() => onGpu(gpu))
  generators.set(gpu, known)
  const { synthesis } = await known.get()
  return owning(async (own) => {
    const count = layers[0]?.length ?? 0
    const styles = layers.map((all) => {
      const flat = Float32Array.from(all.flatMap((w) => [...w]))
      return own(tensor(gpu, flat, [count, flat.length / count]))
    })
    const [first] = styles
    if (!first) throw new Error('the generator has no layers')
    const noise = grains?.map((values, i) => {
      const size = synthesis.blocks[i]?.size ?? 1
      return own(tensor(gpu, Float32Array.from(values), [count, size, size, 1]))
    })
    let next = 0
    const images = own(
      await run(gpu, () =>
        synthesis.mixed(
          (block) => styles[block] ?? first,
          () => noise?.[next++],
        ),
      ),
    )
    return images.read(gpu)
  })
}

function inLoops(
  draw: ReturnType<typeof synthesisInLoops>,
  layers: readonly (readonly Style[])[],
  grains: readonly Float32Array[] | undefined,
): Float32Array {
  const count = layers[0]?.length ?? 0
  const drawings = Array.from({ length: count }, (_, n) => {
    const own = grains?.map((values) => {
      const each = values.length / count
      return values.subarray(n * each, (n + 1) * each)
    })
    const styles = layers.flatMap((all) => all[n] ?? [])
    return [...draw(styles, own).data]
  })
  return Float32Array.from(drawings.flat())
}
