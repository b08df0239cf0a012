// Text for a part of an iteration, with its numbers, in English.

import type { Inside } from '../../gan/run/inside'
import type { SubStep } from '../../gan/run/slowMotion'
import { count, figure } from '../core/words'

export interface AboutBatch {
  /** Name of G's outputs: image, point. */
  thing: 'image' | 'point'
  batch: number
  latent: number
}

export function sayPart(
  { name, criticStep, criticSteps, step }: SubStep,
  { scores, losses }: Inside,
  { thing, batch, latent }: AboutBatch,
): string {
  const things = `${count(batch)} ${thing}s`
  const turn =
    criticSteps > 1 && criticStep !== undefined ? ` (D's step ${criticStep} of ${criticSteps})` : ''
  return `Step ${count(step)}${turn}: ${words()}`

  function words(): string {
    switch (name) {
      case 'R1':
        return `A step of D by R1 alone, which makes its scores less steep at ${count(batch)} real ${thing}s. Not every iteration has it.`
      case 'draw noise':
        return `${count(batch)} vectors z of ${latent} numbers from N(0, 1), and ${things} from the data.`
      case 'generate':
        return `G turns the noise into ${things}.`
      case 'D on real':
        return `D scores the real ${thing}s: D(x) is ${figure(scores.real?.mean)} on average.`
      case 'D on fake':
        return `And the fakes, in the same dispatches: D(G(z)) is ${figure(scores.fake?.mean)}. Both are halves of one batch, each with its own statistics.`
      case "D's gradients":
        return `From D's loss, ${figure(losses.D)}, back through D: how the loss changes with each of its weights. G is not touched.`
      case "D's update":
        return "The optimiser moves D's weights against these gradients."
      case 'D on fake again':
        return `D, now a little better, scores the fakes: D(G(z)) is ${figure(scores.again?.mean)}, which makes G's loss ${figure(losses.G)}.`
      case 'gradients through D into G':
        return "From G's loss back through D, whose weights stay fixed, and through the fakes into G."
      case "G's update":
        return "The optimiser moves G's weights. The next iteration begins with fresh noise."
    }
  }
}
