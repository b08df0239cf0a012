// The first state of a run: images and labels on the GPU, initial weights, empty moments.

import { check } from '../../autograd/check'
import { classesIn } from '../../data/imageSet'
import { uploadParts } from '../../data/parts'
import type { Gpu } from '../../gpu/device'
import { download, upload } from '../../gpu/program'
import type { Network } from '../../nn/network'
import { type Blueprint, fixedNoise } from './blueprint'

export async function initialise(
  gpu: Gpu,
  { models, gan, config, images, streamed, labels, noise }: Blueprint,
  set: { pixels: Uint8Array; labels: Uint8Array | undefined },
): Promise<void> {
  const { seed } = config
  if (labels && set.labels) upload(gpu, labels, Uint8Array.from(set.labels))
  if (!streamed) uploadParts(gpu, images, set.pixels)
  upload(gpu, noise, fixedNoise(config))
  models.generator.initialise(gpu, seed)
  models.discriminator.initialise(gpu, seed)
  if (models.average) await copyNetwork(gpu, models.generator, models.average)
  gan.optimiserG.initialise(gpu)
  gan.optimiserD.initialise(gpu)
  gan.clock.initialise(gpu, seed)
}

/** @throws TensorError when a conditional run has no labels, or a label out of range */
export function checkLabels({ config }: Blueprint, labels: Uint8Array | undefined): void {
  const { classes } = config
  check(labels !== undefined, 'classes', () => {
    return `G needs labels to draw ${classes} classes, but the images have none. Add labels, or leave out classes.`
  })
  const found = classesIn(labels)
  check(found <= classes, 'classes', () => {
    return `there are ${classes} classes, but a label is ${found - 1}. Labels count from 0.`
  })
}

async function copyNetwork(gpu: Gpu, from: Network, to: Network): Promise<void> {
  for (const part of ['parameters', 'buffers'] as const) {
    upload(gpu, to[part], new Uint8Array(await download(gpu, from[part])))
  }
}
