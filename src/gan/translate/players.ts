// The networks of a translation, and their optimisers.

import type { Module } from '../../nn/module'
import { Network } from '../../nn/network'
import { adam } from '../../optim/optimizer'
import type { Learner } from '../run/repeated'
import { patchCritic, resnet, unet } from './networks'
import type { TranslationSettings } from './settings'

/** Networks by name; a translation of pairs has no way back, and one discriminator. */
export const playerNames = ['toB', 'toA', 'criticB', 'criticA'] as const

export type PlayerName = (typeof playerNames)[number]

export type Players = ReadonlyMap<PlayerName, Learner>

export type Shape = Pick<TranslationSettings, 'model' | 'imageSize' | 'width' | 'blocks'> & {
  channels: number
}

/** Channels of a discriminator's first layer. */
const WIDTH_D = 32

export const layersOf = (shape: Shape): Module[] =>
  shape.model === 'unet' ? unet(shape) : resnet(shape)

/** A network that turns images of one set into those of the other. */
export const translatorOf = (name: 'toA' | 'toB', shape: Shape): Network =>
  new Network(name, layersOf(shape))

export function playersOf(
  config: Shape & Pick<TranslationSettings, 'lr' | 'steps'> & { paired: boolean },
): Players {
  const { imageSize, channels, paired, lr, steps } = config
  const hold = Math.floor(steps / 2)
  const schedule = { kind: 'linear', hold, steps: steps - hold } as const
  const learner = (network: Network): Learner => {
    return { network, optimiser: adam(network, { lr, betas: [0.5, 0.999], schedule }) }
  }
  const critic = (name: string) => {
    const width = config.width < 8 ? config.width : WIDTH_D
    const seen = paired ? 2 * channels : channels
    const halvings = imageSize > 32 ? 3 : 2
    return learner(new Network(name, patchCritic({ channels: seen, width, halvings })))
  }
  const players = new Map<PlayerName, Learner>([
    ['toB', learner(translatorOf('toB', config))],
    ['criticB', critic('criticB')],
  ])
  if (paired) return players
  players.set('toA', learner(translatorOf('toA', config)))
  return players.set('criticA', critic('criticA'))
}
