// Contents of the page, computed again by the library alone: for test/page/latent.test.ts and
// test/page/compare.test.ts.

import { pageGpu } from '../../src/cli/gpu/page/pageGpu'
import type { ImageSet } from '../../src/data/imageSet'
import { parseMnist } from '../../src/data/mnist'
import judgeFile from '../../src/data/mnist/judge.safetensors?url'
import mnist from '../../src/data/mnist/mnist.bin.gz?url'
import { bytesOfImages, prepared } from '../../src/data/prepare'
import { generate } from '../../src/gan/draw/generate'
import { FEATURES, type Judge, type Opinion } from '../../src/gan/judge/judge'
import { digitShape, openJudge } from '../../src/gan/judge/judgeFile'
import { classesOf, histogram } from '../../src/gan/judge/metrics/classes'
import { frechetDistance, momentsOf } from '../../src/gan/judge/metrics/frechet'
import { unstack } from '../../src/gan/latent/latent'
import type { GanConfig } from '../../src/gan/model/config'
import { noiseFor, seededNoise } from '../../src/gan/model/noise'
import { Trainer } from '../../src/gan/run/trainer'
import { exampleConfig, openExample } from '../../src/page/lab/example/example'
import exampleFile from '../../src/page/lab/example/generator.safetensors?url'
import { scored } from '../support/scored'

const { imageSize, classes } = digitShape

const fetched = async (address: string) =>
  new Uint8Array(await (await fetch(address)).arrayBuffer())

async function judgeOfDigits() {
  const bytes = await fetched(judgeFile)
  return openJudge(await pageGpu(), { bytes, name: 'judge', shape: digitShape })
}

/** What the judge says of the training digits: once, since a software adapter takes seconds for them. */
let ofDigits: Promise<Opinion> | undefined

function digitsJudged(judge: Judge, train: ImageSet): Promise<Opinion> {
  ofDigits ??= judge.look(prepared(train, imageSize))
  return ofDigits
}

/** Drawings of the example: [count, 32, 32, 1]. */
async function drawn(z: Float32Array) {
  const gpu = await pageGpu()
  const generator = openExample(gpu, await fetched(exampleFile))
  return generate(gpu, generator, z, exampleConfig.latent)
}

/** The judge's features of the training digits, and of the example's drawings of z. */
async function seenByJudge(z: Float32Array) {
  const judge = await judgeOfDigits()
  const { train } = await parseMnist(await fetched(mnist))
  const real = await digitsJudged(judge, train)
  const own = await judge.look(await drawn(z))
  await judge.destroy()
  return { real: real.features, drawn: own.features }
}

/** The judge's probabilities for the example's drawings. */
async function exampleJudged(count: number) {
  const judge = await judgeOfDigits()
  const { probabilities } = await judge.look(
    await drawn(seededNoise(3, count, exampleConfig.latent)),
  )
  await judge.destroy()
  let confidence = 0
  for (let n = 0; n < count; n++) {
    confidence += Math.max(...probabilities.subarray(n * classes, (n + 1) * classes)) / count
  }
  return { confidence, shares: histogram(classesOf(probabilities, classes), classes) }
}

/**
 * A run of some steps: its picture, the scores of some of its images, and the mean Fréchet
 * distance of equally large parts of the held-out digits.
 */
async function evaluatedRun(chosen: Partial<GanConfig>, steps: number, count: number) {
  const gpu = await pageGpu()
  const { train, heldOut } = await parseMnist(await fetched(mnist))
  const trainer = await Trainer.create(gpu, train, chosen)
  const { config, blueprint } = trainer
  await trainer.run(steps)
  const picture = Uint8Array.from((await trainer.picture()).pixels)
  const { latent, seed } = config
  const noise = noiseFor(config, { seed, count })
  const pixels = bytesOfImages(await generate(gpu, blueprint.models.generator, noise, latent))
  trainer.destroy()
  const judge = await judgeOfDigits()
  const generated = { count, height: imageSize, width: imageSize, channels: 1, pixels }
  const known = await digitsJudged(judge, train)
  const { frechet, hit } = await scored(judge, generated, known)
  const moments = async (images: Float32Array) =>
    momentsOf(gpu, (await judge.look(images)).features, FEATURES)
  const real = await momentsOf(gpu, known.features, FEATURES)
  const parts = unstack(prepared(heldOut, imageSize), count * imageSize ** 2)
  const floors: number[] = []
  for (const part of parts) floors.push(frechetDistance(await moments(part), real))
  await judge.destroy()
  return {
    picture,
    frechet,
    hit,
    floor: floors.reduce((a, b) => a + b, 0) / floors.length,
  }
}

export const studioScenarios = { seenByJudge, exampleJudged, evaluatedRun }
