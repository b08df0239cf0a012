// Texts of the chapter, in English.

import { count } from '../../core/words'
import type { LessonText } from '../parts/lesson'

const lesson: LessonText = {
  title: 'The grid',
  aim: 'Say how many workgroups a dispatch needs, and how many of its invocations idle.',
  question: {
    ask: 'A result has 7 × 7 × 4 = 196 numbers, one invocation per number, in workgroups of 64. How many invocations have nothing to do?',
    answer: 60,
    because:
      '196 / 64 is a little more than 3, so 4 workgroups run: 256 invocations, 60 more than numbers.',
  },
}

/** A dispatch that ran. */
export interface Dispatched {
  /** Numbers of the result. */
  wanted: number
  groups: number
  size: number
  invocations: number
  idle: number
}

/** Limits of the named adapter, or of every adapter. */
export interface Taken {
  adapter: string | undefined
  invocations: number
  workgroups: number
}

export const en = {
  ...lesson,
  /** Titles of its steps. */
  parts: {
    groups: 'Whole workgroups',
    limits: 'Limits of the adapter',
  },
  intro: (
    <>
      A <b>dispatch</b>, one start of a kernel, cannot ask for just any number of invocations: it
      asks for whole workgroups, each as large as its WGSL says,{' '}
      <code>@workgroup_size(WORKGROUP_SIZE)</code>. So the last workgroup may hold invocations with
      nothing to do. They also run, up to the line{' '}
      <code>if (i &gt;= N * P * Q * K) {'{ return; }'}</code>. Without that line they would write
      outside the result.
    </>
  ),
  slide:
    'This is the plain convolution with 4 channels in its result, one invocation per number. Move a slider, and it is compiled, dispatched and timed again.',
  result: 'The result',
  numbers: (side: number) => `${side} × ${side} × 4 = ${side * side * 4} numbers`,
  dispatching: 'Dispatching…',
  stored: ({ wanted, groups, size, invocations, idle }: Dispatched) => (
    <>
      ⌈{count(wanted)} / {size}⌉ = <b>{count(groups)}</b>{' '}
      {groups === 1 ? 'workgroup' : 'workgroups'} × {size} = <b>{count(invocations)}</b>{' '}
      invocations, of which <b>{count(idle)}</b> stored nothing.
    </>
  ),
  took: {
    timestamps: (time: string, rounds: number) =>
      `${time} by the GPU’s timestamps, best of ${rounds}.`,
    'wall clock': (time: string, rounds: number) => `${time} by the wall clock, best of ${rounds}.`,
    recording: (time: string, rounds: number) => `${time} when it was recorded, best of ${rounds}.`,
  },
  drawing: {
    label: ({ groups, size, idle }: Dispatched) =>
      `${groups} workgroups of ${size} invocations, ${idle} of them idle`,
    colours: 'Blue: stored a number. Grey: idle. Framed: a workgroup.',
    recorded:
      'There is no GPU here: who stores follows from the line above, and the times were recorded.',
    told: 'The invocations themselves recorded which of them stored a number.',
  },
  times: {
    label: 'Time of the dispatch by size of the workgroup',
    untried: 'not tried yet',
    all: 'Time all sizes',
    note: 'Each bar is the best of its runs, for this result. Changing the result clears the bars.',
  },
  limits: {
    takes: ({ adapter, invocations, workgroups }: Taken) =>
      `${adapter ? `This adapter, a GPU as the browser offers it (${adapter}),` : 'Any adapter'} allows workgroups of up to ${count(invocations)} invocations, and ${count(workgroups)} workgroups along one dimension; a longer grid is folded into rows, along a second dimension.`,
    bundles:
      'On a real GPU invocations run in bundles of 32 or 64, so a workgroup of 1 leaves most of a bundle unused. These kernels use 64: it fills whole bundles of either width, every adapter allows it, and at most 63 invocations idle.',
    recorded: (adapter: string) => `The times were measured on ${adapter}.`,
    software:
      'Here a CPU runs the kernels, and starting each workgroup costs time: fewer are better, until there are only a few.',
  },
}
