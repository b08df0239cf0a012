// Jobs with a saved generator: drawing images, and searching for the noise of an image.

import type { Tensor } from '../../autograd/tensor'
import type { ReadFile } from '../../data/readFile'
import { generate } from '../../gan/draw/generate'
import { withoutMapping } from '../../gan/draw/styles'
import type { Guide } from '../../gan/latent/aims'
import { type Edits, type GuideOptions, guided } from '../../gan/latent/guide'
import { type Inverse, type InvertOptions, invert } from '../../gan/latent/invert'
import type { Latent } from '../../gan/latent/latent'
import { type Steered, type SteerOptions, steered } from '../../gan/latent/steer'
import type { GanConfig } from '../../gan/model/config'
import { buildModels } from '../../gan/model/models'
import { mixerOf, synthesisOf } from '../../gan/model/style'
import type { Gpu } from '../../gpu/device'
import { owning } from '../../gpu/owning'
import type { Network } from '../../nn/network'
import { judgeWith, type KnownJudge, withJudge } from './judging'
import { loadWeights, readFitting } from './weights'

/** Codes that a generator draws from: noise, or the styles of a style-based one. */
export type Codes = 'z' | 'w'

/**
 * Draws images with a saved generator.
 *
 * @param file   generator.safetensors
 * @param codes  noise [count, latent + classes], or styles [count, latent]
 * @returns      [count, H, W, C] in [-1, 1]
 */
export function draw(
  gpu: Gpu,
  config: GanConfig,
  file: ReadFile,
  codes: Float32Array,
  space: Codes = 'z',
): Promise<Float32Array> {
  return owning((own) => {
    const { latent } = config
    const numbers = space === 'w' ? latent : latent + config.classes
    return generate(gpu, own(load(gpu, config, file, space)), codes, numbers)
  })
}

/**
 * Draws with two styles each: the first up to a size of images, the second for larger ones.
 *
 * @param styles  [count, 2 · latent]
 * @returns       [count, H, W, C] in [-1, 1]
 */
export function mix(
  gpu: Gpu,
  config: GanConfig,
  file: ReadFile,
  styles: Float32Array,
  upTo: number,
): Promise<Float32Array> {
  return owning((own) => {
    const network = own(mixerOf(config, { upTo }))
    loadSecondHalf(gpu, config, { network, file })
    return generate(gpu, network, styles, 2 * config.latent)
  })
}

export type SearchOptions = Required<
  Pick<InvertOptions, 'restarts' | 'steps' | 'lr' | 'prior' | 'seed' | 'featureWeight'>
> & {
  /** Class for a conditional generator to draw. */
  class?: number | undefined
  /** Kind of vector to search for; noise by default. */
  space?: Codes
}

/**
 * Searches for the noise whose images are nearest to the targets.
 *
 * @param file     generator.safetensors
 * @param targets  [H, W, C] in [-1, 1] each
 * @param known    judge whose features are compared too
 * @returns        results for each target, the nearest first
 */
export async function search(
  gpu: Gpu,
  config: GanConfig,
  file: ReadFile,
  targets: readonly Float32Array[],
  options: SearchOptions,
  known?: KnownJudge,
): Promise<Inverse[][]> {
  const generator = load(gpu, config, file, options.space)
  const given = { ...options, ...givenClass(config, options) }
  if (!known) return invert(gpu, generator, targets, given)
  return withJudge(gpu, known, (judge) => {
    return invert(gpu, generator, targets, {
      ...given,
      features: (images) => judge.see(images).features,
    })
  })
}

/** A judge that guides, and the values of factors of which its labels tell: [labels, values]. */
export interface KnownGuide {
  known: KnownJudge
  values: Float32Array
}

type Within<Options> = Omit<Options, 'latent' | 'condition'> &
  Pick<SearchOptions, 'class' | 'space'>

/** Edits codes along the gradient of judges. Returns the edited codes. */
export async function guide(
  gpu: Gpu,
  config: GanConfig,
  file: ReadFile,
  known: readonly KnownGuide[],
  edits: Edits,
  options: Within<GuideOptions>,
): Promise<Latent[]> {
  return guiding(gpu, config, { file, known, space: options.space }, (generator, guides) =>
    guided(gpu, generator, guides, edits, { ...options, ...givenClass(config, options) }),
  )
}

/** Moves a direction along the gradient of judges, to where it edits as it should. */
export async function steer(
  gpu: Gpu,
  config: GanConfig,
  file: ReadFile,
  known: readonly KnownGuide[],
  edits: Steered,
  options: Within<SteerOptions>,
): Promise<Latent> {
  return guiding(gpu, config, { file, known, space: options.space }, (generator, guides) =>
    steered(gpu, generator, guides, edits, { ...options, ...givenClass(config, options) }),
  )
}

interface Guiding {
  file: ReadFile
  known: readonly KnownGuide[]
  space: Codes | undefined
}

function guiding<T>(
  gpu: Gpu,
  config: GanConfig,
  { file, known, space }: Guiding,
  work: (generator: Network, guides: readonly Guide[]) => Promise<T>,
): Promise<T> {
  return owning((own) => {
    const generator = own(load(gpu, config, file, space))
    const guides = known.map(({ known, values }) => {
      const judge = own(judgeWith(gpu, known))
      const { classes: labels } = known.shape
      return { logits: (images: Tensor) => judge.see(images).logits, values, labels }
    })
    return work(generator, guides)
  })
}

/** Length of z, and the class of a conditional generator. */
function givenClass(
  { latent, classes }: GanConfig,
  options: Pick<SearchOptions, 'class' | 'space'>,
) {
  // A style has its class in it.
  if (options.space === 'w') return { latent }
  const condition = Float32Array.from({ length: classes }, (_, i) => Number(i === options.class))
  return { latent, ...(classes > 0 ? { condition } : {}) }
}

function load(gpu: Gpu, config: GanConfig, file: ReadFile, space: Codes = 'z'): Network {
  if (space === 'w') {
    const network = synthesisOf(config)
    loadSecondHalf(gpu, config, { network, file })
    return network
  }
  const { generator } = buildModels(config)
  loadWeights(gpu, generator, file)
  return generator
}

/** Weights of the whole generator into its second half. */
function loadSecondHalf(
  gpu: Gpu,
  config: GanConfig,
  { network, file }: { network: Network; file: ReadFile },
): void {
  network.load(gpu, withoutMapping(readFitting(buildModels(config).generator, file)))
}
