// Facts about a run that are known before its kernels are compiled.

import type { NamedSet } from '../../data/imageSet'
import type { ToyName } from '../../data/toys'
import type { GanConfig } from '../../gan/model/config'
import { buildModels } from '../../gan/model/models'
import type { ObjectiveName } from '../../gan/model/recipes'
import { sketch } from '../../gan/model/sketch'
import { type ToyRecipe, toyNetworks } from '../../gan/toy/toy'
import type { Opened, Settings } from '../core/protocol'

export function openedImages(
  config: GanConfig,
  { settings, images }: { settings: Settings; images: Pick<NamedSet, 'count' | 'names'> },
): Opened {
  const { generator, discriminator } = buildModels(config)
  const { imageSize, channels, latent, classes } = config
  return {
    about: { kind: 'images', config, images: images.count, classNames: images.names ?? [] },
    settings,
    parameters: [generator.parameterCount, discriminator.parameterCount],
    layers: {
      generator: sketch(generator, [1, 1, latent + classes]),
      discriminator: sketch(discriminator, [imageSize, imageSize, channels + classes]),
    },
  }
}

type Toy = ToyRecipe & { name: ToyName; objective: ObjectiveName; batchSize: number }

export function openedPoints(toy: Toy, settings: Settings): Opened & { about: { kind: 'points' } } {
  const { generator, discriminator } = toyNetworks(toy)
  return {
    about: { kind: 'points', toy },
    settings,
    parameters: [generator.parameterCount, discriminator.parameterCount],
    layers: { generator: sketch(generator, [2]), discriminator: sketch(discriminator, [2]) },
  }
}
