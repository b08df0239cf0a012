import './grid.css'
import { useEffect } from 'preact/hooks'
import { faultOf } from '../parts/fault'
import type { Lesson } from '../parts/lesson'
import { Slider } from '../parts/Slider'
import { Steps } from '../parts/Steps'
import type { Grid, GridLimits } from './jobs'
import { drawingOf } from './squares'
import { choose, fault, limits, power, ran, run, side, timeAll, times, timing } from './state'
import { text } from './text'

function GridLesson() {
  useEffect(() => void (ran.value ?? run()), [])
  const most = Math.floor(Math.log2(limits.value?.most ?? 64))
  const { intro, slide, result, numbers, dispatching, parts } = text.value
  return (
    <Steps
      all={[
        {
          title: parts.groups,
          text: (
            <>
              <p class="prose">{intro}</p>
              <p class="prose">{slide}</p>
            </>
          ),
          figure: (
            <>
              <div class="grid-choice">
                <Slider
                  id="grid-side"
                  title={result}
                  value={side.value}
                  least={1}
                  most={16}
                  show={numbers}
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
              {fault.value && (
                <p class="fault" role="alert">
                  {faultOf(fault.value)}
                </p>
              )}
              <div class="card stack grid-shown">
                {ran.value ? <Shown grid={ran.value} /> : dispatching}
              </div>
            </>
          ),
        },
        { title: parts.limits, text: limits.value && <Limits limits={limits.value} /> },
      ]}
    />
  )
}

function Shown({ grid }: { grid: Grid }) {
  const { wanted, workgroups, size, stored, ms, rounds, clock } = grid
  const { width, height, ...paths } = drawingOf(stored, size)
  const dispatched = {
    wanted,
    groups: workgroups[0] * workgroups[1],
    size,
    invocations: stored.length,
    idle: stored.length - stored.reduce((sum, one) => sum + one, 0),
  }
  const { drawing, ...says } = text.value
  return (
    <>
      <p id="grid-said" role="status" aria-live="polite">
        {says.stored(dispatched)} <span>{says.took[clock](took(ms), rounds)}</span>
      </p>
      <div class="grid-figures">
        <svg
          class="grid-drawing"
          role="img"
          aria-label={drawing.label(dispatched)}
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
        {drawing.colours} {clock === 'recording' ? drawing.recorded : drawing.told}
      </p>
    </>
  )
}

/** A bar for each workgroup size that was timed for this result. */
function Times() {
  const sizes = Array.from({ length: Math.floor(Math.log2(limits.value?.most ?? 64)) + 1 })
  const most = Math.max(...times.value.values())
  const words = text.value.times
  return (
    <div class="grid-timed">
      <dl class="grid-times" aria-label={words.label}>
        {sizes.map((_, power) => {
          const ms = times.value.get(2 ** power)
          return (
            <div key={power}>
              <dt>{2 ** power}</dt>
              <dd>
                <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                  <rect width={most > 0 ? (100 * (ms ?? 0)) / most : 0} height={10} />
                </svg>
                {ms === undefined ? <i>{words.untried}</i> : took(ms)}
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
          {words.all}
        </button>
      </div>
      <p class="note">{words.note}</p>
    </div>
  )
}

function took(ms: number): string {
  if (!Number.isFinite(ms)) return '–'
  return `${Number((ms * 1000).toPrecision(3))} µs`
}

function Limits({ limits: { most, workgroups, adapter, by, software } }: { limits: GridLimits }) {
  const says = text.value.limits
  const named = by === 'GPU' ? adapter : undefined
  return (
    <p class="note prose">
      {says.takes({ adapter: named, invocations: most, workgroups })} {says.bundles}
      {by === 'recording' && ` ${says.recorded(adapter)}`}
      {software && ` ${says.software}`}
    </p>
  )
}

export const lesson: Lesson = { minutes: 4, View: GridLesson, text }
