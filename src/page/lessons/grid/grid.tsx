// Lesson: a dispatch is so many workgroups of so many invocations, and some of them have nothing to do.

import './grid.css'
import { useEffect } from 'preact/hooks'
import { count } from '../../parts/words'
import type { Grid, GridLimits } from '../../worker/gridJobs'
import type { Lesson } from '../lesson'
import { Slider } from '../Slider'
import { drawingOf } from './squares'
import { choose, fault, limits, power, ran, run, side, timeAll, times, timing } from './state'

function GridLesson() {
  useEffect(() => void (ran.value ?? run()), [])
  const most = Math.floor(Math.log2(limits.value?.most ?? 64))
  return (
    <>
      <p class="prose">
        A dispatch cannot ask for any number of invocations: it asks for whole workgroups, and a
        workgroup has as many as its WGSL says, <code>@workgroup_size(WORKGROUP_SIZE)</code>. So the
        last workgroup may hold invocations with nothing to do. They run, too, up to the line{' '}
        <code>if (i &gt;= N * P * Q * K) {'{ return; }'}</code>, or they would write outside the
        result.
      </p>
      <p class="prose">
        This is the plain convolution with 4 channels in its result, one invocation per number.
        Slide: each time it is compiled, dispatched and timed again.
      </p>
      <div class="grid-choice">
        <Slider
          id="grid-side"
          title="The result"
          value={side.value}
          least={1}
          most={16}
          show={(value) => `${value} × ${value} × 4 = ${value * value * 4} numbers`}
          changed={(value) => choose({ side: value })}
        />
        <Slider
          id="grid-size"
          title="WORKGROUP_SIZE"
          value={power.value}
          least={0}
          most={most}
          show={(value) => String(2 ** value)}
          changed={(value) => choose({ power: value })}
        />
      </div>
      {fault.value && <p class="fault">{fault.value}</p>}
      <div class="card grid-shown">{ran.value ? <Shown grid={ran.value} /> : 'Dispatching…'}</div>
      {limits.value && <Limits limits={limits.value} />}
    </>
  )
}

const clocks: Record<Grid['clock'], string> = {
  timestamps: 'by the GPU’s timestamps',
  'wall clock': 'by the wall clock',
  recording: 'when it was recorded',
}

function Shown({ grid }: { grid: Grid }) {
  const { wanted, workgroups, size, stored, ms, rounds, clock } = grid
  const groups = workgroups[0] * workgroups[1]
  const { width, height, ...paths } = drawingOf(stored, size)
  const idle = stored.length - stored.reduce((sum, one) => sum + one, 0)
  return (
    <>
      <p id="grid-said" role="status" aria-live="polite">
        ⌈{count(wanted)} / {size}⌉ = <b>{count(groups)}</b>{' '}
        {groups === 1 ? 'workgroup' : 'workgroups'} × {size} = <b>{count(stored.length)}</b>{' '}
        invocations, of which <b>{count(idle)}</b> stored nothing.{' '}
        <span>
          {took(ms)} {clocks[clock]}, best of {rounds}.
        </span>
      </p>
      <div class="grid-figures">
        <svg
          class="grid-drawing"
          role="img"
          aria-label={`${groups} workgroups of ${size} invocations, ${idle} of them idle`}
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="xMinYMin meet"
        >
          <path class="frames" d={paths.frames} />
          <path class="idle" d={paths.idle} />
          <path class="stored" d={paths.stored} />
        </svg>
        <Times />
      </div>
      <p class="note">
        Blue: stored a number. Grey: idle. Framed: a workgroup.{' '}
        {clock === 'recording'
          ? 'There is no GPU here: who stores follows from the line above, and the times were recorded.'
          : 'Who stored something was written down by the invocations themselves.'}
      </p>
    </>
  )
}

/** A bar for each size that was timed with this result. */
function Times() {
  const sizes = Array.from({ length: Math.floor(Math.log2(limits.value?.most ?? 64)) + 1 })
  const most = Math.max(...times.value.values())
  return (
    <div class="grid-timed">
      <dl class="grid-times" aria-label="Time of the dispatch by size of the workgroup">
        {sizes.map((_, power) => {
          const ms = times.value.get(2 ** power)
          return (
            <div key={power}>
              <dt>{2 ** power}</dt>
              <dd>
                <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                  <rect width={most > 0 ? (100 * (ms ?? 0)) / most : 0} height={10} />
                </svg>
                {ms === undefined ? <i>not tried yet</i> : took(ms)}
              </dd>
            </div>
          )
        })}
      </dl>
      <div class="buttons">
        <button
          type="button"
          id="grid-all"
          disabled={timing.value || !limits.value}
          onClick={timeAll}
        >
          Time all sizes
        </button>
      </div>
      <p class="note">
        Each bar is the best of its runs, with this result. Another result begins anew.
      </p>
    </div>
  )
}

function took(ms: number): string {
  if (!Number.isFinite(ms)) return '–'
  return `${Number((ms * 1000).toPrecision(3))} µs`
}

function Limits({ limits: { most, workgroups, adapter, by, software } }: { limits: GridLimits }) {
  const who = by === 'GPU' ? `This adapter (${adapter})` : 'Any adapter'
  return (
    <p class="note prose">
      {who} takes workgroups of up to {count(most)} invocations, and {count(workgroups)} workgroups
      along one dimension; a longer grid is folded into rows, that is, the rest of it goes along a
      second dimension. On a real GPU invocations run in bundles of 32 or 64, so a workgroup of 1
      leaves most of a bundle unused. These kernels take 64: it fills whole bundles of either width,
      every adapter takes it, and at most 63 invocations idle.
      {by === 'recording' && ` The times are of ${adapter}.`}
      {software &&
        ' Here a CPU plays the GPU, and the price is the start of each workgroup: the fewer, the better, until there are few anyway.'}
    </p>
  )
}

export const grid: Lesson = {
  name: 'grid',
  title: 'The grid',
  aim: 'Say how many workgroups a dispatch needs, and how many of its invocations idle.',
  minutes: 4,
  View: GridLesson,
  question: {
    ask: 'A result has 7 × 7 × 4 = 196 numbers, one invocation per number, in workgroups of 64. How many invocations have nothing to do?',
    answer: 60,
    because:
      '196 / 64 is a little more than 3, so 4 workgroups run: 256 invocations, 60 more than numbers.',
  },
}
