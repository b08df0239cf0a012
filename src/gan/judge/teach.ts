// Training of a judge: cross-entropy on the labels of the training images, each warped by a new random affine
// map every time, because nine thousand digits are few.

import { full } from '../../autograd/arithmetic'
import { check } from '../../autograd/check'
import { type Tensor, tensor } from '../../autograd/tensor'
import { classesIn, type ImageSet } from '../../data/imageSet'
import { partsFor, uploadParts } from '../../data/parts'
import { free } from '../../gpu/owning'
import { Pace } from '../../gpu/pace'
import { capture, submit, upload } from '../../gpu/program'
import {
  add,
  affineWarp,
  expand,
  gather,
  gatherClasses,
  logSoftmax,
  mul,
  scale,
  sub,
  sum,
  uniform,
} from '../../ops'
import { adam } from '../../optim/optimizer'
import { Clock } from '../model/clock'
import { standing } from '../model/standing'
import { type Judge, type JudgeRecipe, judgeRecipe } from './judge'

/** Steps under way before the caller waits. */
const RUN_AHEAD = 4

/** Steps of a training that are done, and all of them. */
export interface Taught {
  done: number
  total: number
}

/**
 * Trains a judge on the labels of a data set, from the start. The same seed gives the same judge on the same
 * adapter.
 *
 * @throws TensorError when the set has no labels, or more classes than the judge
 */
export async function teach(
  judge: Judge,
  set: ImageSet,
  recipe: JudgeRecipe = judgeRecipe,
): Promise<void> {
  for await (const _ of teaching(judge, set, recipe));
}

/** The same, step by step. */
export async function* teaching(
  judge: Judge,
  set: ImageSet,
  recipe: JudgeRecipe = judgeRecipe,
): AsyncGenerator<Taught, void> {
  const { gpu, network } = judge
  const { imageSize, classes } = judge.shape
  const { epochs, lr, seed, warp, light } = recipe
  const { count, pixels } = set
  const batchSize = Math.min(recipe.batchSize, count)
  const steps = epochs * Math.floor(count / batchSize)

  const images = partsFor(set, { ...gpu.traits, label: 'training images' })
  const answers = standing('labels', [count], 'u8')
  const identity = tensor(gpu, [1, 0, 0, 0, 1, 0], [1, 2, 3])
  const clock = new Clock()
  const optimiser = adam(network, { lr, schedule: { kind: 'cosine', steps } })
  const step = () => {
    clock.tick({ draws: 1, batches: 1 })
    const batch = { clock: clock.now, batchSize }
    const real = gather(images, { ...batch, imageSize })
    const wanted = gatherClasses(answers, { ...batch, classes })
    const shift = uniform([batchSize, 2, 3], { clock: clock.now, low: -warp, high: warp })
    const moved = warped(real, add(expand(identity, shift.shape), shift))
    // A generator's black may be grey: the judge should still recognise its digits.
    const each = (low: number, high: number, stream: number) =>
      expand(uniform([batchSize, 1, 1, 1], { clock: clock.now, stream, low, high }), moved.shape)
    const seen = add(mul(moved, each(1 - light, 1 + light, 1)), each(-light, light, 2))
    const given = logSoftmax(network.forward(seen, { training: true }))
    network.backward(scale(sum(mul(given, wanted)), -1 / batchSize))
    optimiser.step()
  }

  const captured = await capture(gpu, { step })
  try {
    uploadParts(gpu, images, pixels)
    upload(gpu, answers, labelsOf(set, classes))
    network.initialise(gpu, seed)
    optimiser.initialise(gpu)
    clock.initialise(gpu, seed)
    const pace = new Pace(gpu, RUN_AHEAD)
    for (let n = 0; n < steps; n++) {
      submit(gpu, [captured.programs.step])
      pace.submitted()
      await pace.ready()
      yield { done: n + 1, total: steps }
    }
    await pace.idle()
    gpu.check()
  } finally {
    free(captured, images, answers, identity, clock.now)
    free(optimiser.state, [...optimiser.moments.values()])
  }
}

/** Warps images. Outside of them is black, -1, instead of the warp's 0. */
function warped(images: Tensor, theta: Tensor): Tensor {
  const one = full(images.shape, 1)
  return sub(affineWarp(add(images, one), theta), one)
}

function labelsOf({ count, labels }: ImageSet, classes: number): Uint8Array<ArrayBuffer> {
  check(labels?.length === count, 'teach', () => {
    return `there are ${labels?.length ?? 'no'} labels for ${count} images. Give one each.`
  })
  const found = classesIn(labels)
  check(found <= classes, 'teach', () => `label ${found - 1} is not below the ${classes} classes.`)
  return Uint8Array.from(labels)
}
