// The state of a run, by name: what is saved of it, and what may be taken back.

import type { Tensor } from '../../autograd/tensor'
import type { Gpu } from '../../gpu/device'
import { download, upload } from '../../gpu/program'
import type { Blueprint } from './blueprint'

/** Bytes by name, as words. */
export type Saved = Map<string, Uint32Array<ArrayBuffer>>

/** A network holds NaN or Infinity: nothing of it is worth keeping. */
export class Diverged extends Error {
  override name = 'Diverged'
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

/** @throws Diverged when a number among them is NaN or infinite */
export async function readState(gpu: Gpu, blueprint: Blueprint): Promise<Saved> {
  const saved: Saved = new Map()
  for (const [name, tensor] of tensorsOf(blueprint)) {
    saved.set(name, new Uint32Array(await download(gpu, tensor)))
  }
  refuseDiverged(saved)
  return saved
}

export interface State {
  saved: ReadonlyMap<string, Uint32Array<ArrayBuffer>>
  step: number
}

/** Takes over what `readState` returned. Nothing is written unless all of it fits. */
export function writeState(gpu: Gpu, blueprint: Blueprint, state: State): void {
  for (const [tensor, given] of checkState(blueprint, state)) upload(gpu, tensor, given)
}

/**
 * What goes where, once it is known that all of it fits.
 *
 * @throws Error that says what does not; Diverged where a number is NaN or infinite
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
  refuseDiverged(saved)
  return ready
}

/** Earlier checkpoints have no clip in an optimiser's state; the settings bring it. */
function widened(
  name: string,
  words: Uint32Array<ArrayBuffer> | undefined,
): Uint32Array<ArrayBuffer> | undefined {
  const isEarlier = name.endsWith('.optimiser') && words?.length === 4
  return isEarlier ? Uint32Array.of(...words, 0) : words
}

/** By bit pattern: an exponent of all ones. The counters among the buffers stay far below that. */
function refuseDiverged(saved: ReadonlyMap<string, Uint32Array>): void {
  for (const [name, words] of saved) {
    // Whole numbers, and numbers of 64 bits.
    if (name === 'clock' || name === 'settings') continue
    if (words.some((word) => (word & 0x7f800000) === 0x7f800000)) {
      throw new Diverged(`training diverged: ${name} holds NaN or Infinity. Lower --lr`)
    }
  }
}
