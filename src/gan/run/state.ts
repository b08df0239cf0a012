// The state of a run on the GPU: read to save it, and checked before it is written back.

import type { Tensor } from '../../autograd/tensor'
import type { Gpu } from '../../gpu/device'
import { download, upload } from '../../gpu/program'
import type { Blueprint } from './blueprint'

/** Bytes by name, as words. */
export type Saved = Map<string, Uint32Array<ArrayBuffer>>

/** Batches that a saved run has used. */
export const batchesOf = (saved: Saved): number => saved.get('clock')?.[2] ?? 0

/** Training produced NaN or Infinity: there is nothing worth keeping. */
export class Diverged extends Error {
  override name = 'Diverged'

  /** @param seen  such as `lossD is NaN` */
  static at(step: number, seen: string, advice = 'Lower the learning rate'): Diverged {
    return new Diverged(`training diverged at step ${step}: ${seen}. ${advice}`)
  }
}

/** Everything on the GPU that a resumed run needs. */
export function tensorsOf({ models, gan }: Blueprint): (readonly [string, Tensor])[] {
  // By what a network does, not by its name: both may have the same.
  const players = [
    ['generator', models.generator, gan.optimiserG],
    ['discriminator', models.discriminator, gan.optimiserD],
  ] as const
  const { average } = models
  return [
    ['clock', gan.clock.now],
    ...(gan.adaptive ? ([['augmentation', gan.adaptive.state]] as const) : []),
    ...(average
      ? ([
          ['average.parameters', average.parameters],
          ['average.buffers', average.buffers],
        ] as const)
      : []),
    ...players.flatMap(
      ([player, { parameters, buffers }, { state, moments }]): [string, Tensor][] => [
        [`${player}.parameters`, parameters],
        [`${player}.buffers`, buffers],
        [`${player}.optimiser`, state],
        ...[...moments].map(([moment, tensor]): [string, Tensor] => [
          `${player}.${moment}`,
          tensor,
        ]),
      ],
    ),
  ]
}

/** `advice`: end of the message of a divergence. Throws Diverged when one of the numbers is NaN or infinite. */
export async function readState(gpu: Gpu, blueprint: Blueprint, advice?: string): Promise<Saved> {
  const saved: Saved = new Map()
  for (const [name, tensor] of tensorsOf(blueprint)) {
    saved.set(name, new Uint32Array(await download(gpu, tensor)))
  }
  refuseDiverged(saved, advice)
  return saved
}

export interface State {
  saved: ReadonlyMap<string, Uint32Array<ArrayBuffer>>
  step: number
}

/** Writes the result of `readState` back. Nothing is written unless everything fits. */
export function writeState(gpu: Gpu, blueprint: Blueprint, state: State): void {
  for (const [tensor, given] of checkState(blueprint, state)) upload(gpu, tensor, given)
}

/**
 * Tensors with the bytes to write into them.
 *
 * @throws Error when something does not fit; Diverged when one of the numbers is NaN or infinite
 */
export function checkState(
  blueprint: Blueprint,
  { saved, step }: State,
): (readonly [Tensor, Uint32Array<ArrayBuffer>])[] {
  const ready = tensorsOf(blueprint).map(([name, tensor]) => {
    const given = widened(name, saved.get(name))
    const { bytes } = tensor.slice
    if (given?.byteLength !== bytes) {
      throw new Error(
        `${name} has ${given?.byteLength ?? 'no'} bytes, but this model needs ${bytes}`,
      )
    }
    return [tensor, given] as const
  })
  const [seed, , , iterations] = saved.get('clock') ?? []
  if (seed !== blueprint.config.seed || iterations !== step) {
    throw new Error(
      `its clock stands at step ${iterations} of seed ${seed}, but it is said to be step ${step}`,
    )
  }
  refuseDiverged(saved, 'Take an earlier checkpoint')
  return ready
}

/** Earlier checkpoints have no clip in an optimiser's state; it is among the settings. */
function widened(
  name: string,
  words: Uint32Array<ArrayBuffer> | undefined,
): Uint32Array<ArrayBuffer> | undefined {
  const isEarlier = name.endsWith('.optimiser') && words?.length === 4
  return isEarlier ? Uint32Array.of(...words, 0) : words
}

/**
 * Finds an exponent of all ones by its bit pattern. Counters among the buffers stay far below it.
 *
 * @throws Diverged when one of the numbers is NaN or infinite
 */
export function refuseDiverged(saved: ReadonlyMap<string, Uint32Array>, advice?: string): void {
  const [, , , step = 0] = saved.get('clock') ?? []
  for (const [name, words] of saved) {
    // Integers, and 64-bit numbers.
    if (name.endsWith('clock') || name === 'settings') continue
    if (words.some((word) => (word & 0x7f800000) === 0x7f800000)) {
      throw Diverged.at(step, `${name} holds NaN or Infinity`, advice)
    }
  }
}
