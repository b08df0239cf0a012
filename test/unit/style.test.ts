// Shapes and names of a style-based GAN. Tracing needs no GPU.

import { describe, expect, it } from 'vitest'
import { empty } from '../../src/autograd/tensor'
import { type StyleOptions, style } from '../../src/gan/model/style'
import { trace } from '../../src/gpu/trace'

const training = { training: true }

function shapesOf(options: StyleOptions, batch = 8) {
  const { generator, discriminator } = style(options)
  const { imageSize, channels, latent, classes = 0 } = options
  const { results } = trace({
    both: () => ({
      images: generator.forward(empty('z', [batch, 1, 1, latent + classes]), training),
      scores: discriminator.forward(
        empty('x', [batch, imageSize, imageSize, channels + classes]),
        training,
      ),
    }),
  })
  return { images: results.both.images.shape, scores: results.both.scores.shape }
}

describe('a style-based GAN', () => {
  it.each([
    { imageSize: 8, channels: 1, latent: 16 },
    { imageSize: 16, channels: 3, latent: 64, styleSize: 32 },
    { imageSize: 32, channels: 1, latent: 64, classes: 10 },
    { imageSize: 64, channels: 3, latent: 64 },
    { imageSize: 128, channels: 3, latent: 64, width: 4 },
  ])('of $imageSize pixels', (options) => {
    const { imageSize, channels } = options
    const { images, scores } = shapesOf(options)
    expect(images).toEqual([8, imageSize, imageSize, channels])
    expect(scores).toEqual([8, 1])
  })

  it('has the parameters of its description, by their names', () => {
    const { generator, discriminator, average } = style({
      ...{ imageSize: 32, channels: 1, latent: 64, average: true },
    })
    expect(generator.parameterCount).toBe(108_704)
    expect(discriminator.parameterCount).toBe(147_057)
    expect(average?.parameterCount).toBe(108_704)
    const names = generator.variables.map(([name]) => name)
    expect(names.slice(0, 5)).toEqual([
      'mapping.fc0.weight',
      'mapping.fc0.bias',
      'mapping.fc1.weight',
      'mapping.fc1.bias',
      'synthesis.b4.const',
    ])
    expect(names.filter((name) => name.includes('b32.'))).toEqual([
      'synthesis.b32.conv0.weight',
      'synthesis.b32.conv0.bias',
      'synthesis.b32.conv0.noise_strength',
      'synthesis.b32.conv0.affine.weight',
      'synthesis.b32.conv0.affine.bias',
      'synthesis.b32.torgb.weight',
      'synthesis.b32.torgb.bias',
      'synthesis.b32.torgb.affine.weight',
      'synthesis.b32.torgb.affine.bias',
    ])
    expect(discriminator.variables.map(([name]) => name)).toEqual([
      'b32.conv1.weight',
      'b32.conv1.bias',
      ...['b16', 'b8'].flatMap((block) => [
        `${block}.conv1.weight`,
        `${block}.conv1.bias`,
        `${block}.skip.weight`,
      ]),
      ...['conv', 'fc', 'out'].flatMap((layer) => [`b4.${layer}.weight`, `b4.${layer}.bias`]),
    ])
  })

  it('has no groups of real and generated images, and says which batch it wants', () => {
    const { discriminator } = style({ imageSize: 16, channels: 1, latent: 16 })
    const judged = (batch: number, parts: number) => () =>
      trace({
        judge: () =>
          discriminator.forward(empty('x', [batch, 16, 16, 1]), { training: true, parts }),
      }).results.judge.shape
    expect(judged(6, 2)()).toEqual([6, 1])
    expect(judged(12, 2)).toThrow(
      'MinibatchStddev: x is [12, 4, 4, 32], 2 batches. Take a batch that is a multiple of 4.',
    )
  })
})
