// Judging and racing. They bring the cards of all ops, so they are loaded when the lab is opened.

import type { Case } from '../../../bench/case'
import type { AnySample } from '../../catalogue/card'
import { cardOf, type KernelName, type OpName, opNames } from '../../catalogue/index'
import { optionsFor } from '../../catalogue/own'
import type { OwnShader } from '../../gpu/own'
import type { Typed } from './types'

export { casesAt, casesOf } from '../../../bench/cases'
export { probe } from '../../../bench/probes'
export { raceOp } from '../../../bench/race'
export { cardOf, kernelNames } from '../../catalogue/index'
export { fastFilesOf, filesOf, judgeOwn, placeOwn } from '../../catalogue/own'
export { openContest } from './contest'

export const isOp = (name: KernelName): name is OpName => opNames.some((each) => each === name)

/** A sample of a card, at a size that was typed. */
export function sampleAt(op: KernelName, { shapes, options }: Typed): AnySample {
  const { sizes, samples } = cardOf(op)
  const [like = samples[0]] = Object.values(sizes)
  const inputs = Object.entries(like?.inputs ?? {}).map(([name, input]) => [
    name,
    { ...input, shape: shapes[name] ?? input.shape },
  ])
  return { inputs: Object.fromEntries(inputs), options }
}

/** Dispatches of a row that run the user's kernel, and the constants that these get. */
export function constantsOf(row: Case, own: OwnShader) {
  return row
    .record(optionsFor(own))
    .filter(({ shader }) => shader.name === own.name)
    .map(({ entry, text, workgroups: [x, y] }) => ({
      entry: entry.name,
      constants: Object.fromEntries(
        [...text.constants].filter(([name]) =>
          new RegExp(`^const ${name}\\b`, 'm').test(own.source),
        ),
      ),
      workgroups: x * y,
    }))
}
