// Training of translators of points: the plane, the losses, and what became of the seeds.

import { useEffect } from 'preact/hooks'
import { CheckField } from '../../parts/Field'
import { faultOf } from '../parts/fault'
import { Drawing, useWidth } from '../plot/Drawing'
import { Readings } from '../plot/Readings'
import { scale } from '../plot/scale'
import type { Shown } from './pointCycle'
import { centres, clustersOf, has, outcomeOf, outcomes, REACH, STEPS, settingOf } from './points'
import * as state from './state'
import { text } from './text'

export function Points() {
  useEffect(() => {
    void state.begin()
    return () => {
      state.running.value = false
    }
  }, [])
  const { points: words } = text.value
  const { targets, shown, seed } = state
  const said = seed.value > 0 ? targets.value : undefined
  return (
    <section class="card stack" aria-label={words.label}>
      <Switches />
      <div class="cycle-points">
        <Plane />
        <div class="stack">
          <Readings
            rows={[
              {
                id: 'cycle-targets',
                name: words.targets,
                value:
                  said?.map((target) => (target === undefined ? '?' : target + 1)).join(' ') ?? '–',
                says: words.says.targets,
              },
              {
                id: 'cycle-outcome',
                name: words.outcome,
                value: said ? words.outcomes[outcomeOf(said)] : '–',
                says: words.says.outcome,
              },
              {
                id: 'cycle-missed',
                name: words.missed,
                value: said ? (shown.value?.missed.toFixed(2) ?? '–') : '–',
                says: words.says.missed,
              },
            ]}
          />
          <Counts />
        </div>
      </div>
    </section>
  )
}

function Switches() {
  const { points: words } = text.value
  const { setting, running, shown, fault, source, seed } = state
  const [cycle, identity] = [has(setting.value, 'c'), has(setting.value, 'i')]
  const { controls, status } = words
  const says = () => {
    if (fault.value) return faultOf(fault.value)
    if (!shown.value) return status.opening
    if (seed.value === 0) return status.ready
    if (source.value === 'recording') return status.recorded(seed.value)
    return status.at(seed.value, shown.value.step, STEPS)
  }
  return (
    <>
      <div class="controls cycle-switches">
        <CheckField
          id="cycle-cycle"
          title={controls.cycle}
          value={cycle}
          disabled={running.value}
          changed={(on) => state.choose(settingOf(on, identity))}
        />
        <CheckField
          id="cycle-identity"
          title={controls.identity}
          value={identity}
          disabled={running.value}
          changed={(on) => state.choose(settingOf(cycle, on))}
        />
        <div class="buttons">
          <button
            type="button"
            id="cycle-train"
            disabled={source.value === 'opening' || !state.recording.value}
            onClick={() => void state.train()}
          >
            {running.value ? controls.stop : controls.train}
          </button>
        </div>
      </div>
      <p class="note" id="cycle-status" role="status">
        {says()}
      </p>
    </>
  )
}

/** Greatest width of the plane in pixels, and its lowest and highest point: the triangle does not reach as far down. */
const MOST = 440
const [LOW, HIGH] = [-1.4, 2.1]

function Plane() {
  const [width, host] = useWidth(MOST)
  const side = Math.min(width, MOST)
  const x = scale([-REACH, REACH], [0, side])
  const height = (side * (HIGH - LOW)) / (2 * REACH)
  const y = scale([LOW, HIGH], [height, 0])
  const { shown, seed } = state
  const { points: words } = text.value
  return (
    <figure class="cycle-plane">
      <Drawing {...{ host, width: side }} id="cycle-plane" height={height} label={words.plane}>
        {shown.value && <Cloud {...{ x, y, shown: shown.value, moved: seed.value > 0 }} />}
        {centres.a.map(([a, b], i) => (
          <text key={i} class="cycle-number" x={x(a)} y={y(b) + 5} text-anchor="middle">
            {i + 1}
          </text>
        ))}
        {centres.b.map(([a, b], i) => (
          <text
            key={i}
            class="cycle-number"
            x={x(1.32 * a)}
            y={y(1.32 * b) + 5}
            text-anchor="middle"
          >
            {i + 1}
          </text>
        ))}
      </Drawing>
      <figcaption class="note">{words.legend}</figcaption>
    </figure>
  )
}

interface CloudProps {
  x: (value: number) => number
  y: (value: number) => number
  shown: Shown
  /** Are the translated points shown? */
  moved: boolean
}

function Cloud({ x, y, shown: { a, b, toB }, moved }: CloudProps) {
  const clusters = clustersOf(a, 'a')
  const dots = (points: Float32Array, r: number, name: (i: number) => string) =>
    Array.from({ length: points.length / 2 }, (_, i) => (
      <circle
        key={i}
        class={name(i)}
        cx={x(points[2 * i] ?? 0)}
        cy={y(points[2 * i + 1] ?? 0)}
        r={r}
      />
    ))
  return (
    <>
      <g class="cycle-real">{dots(b, 4, () => '')}</g>
      {moved && (
        <g class="cycle-ways">
          {clusters.map((cluster, i) => (
            <line
              key={i}
              class={`cycle-${cluster + 1}`}
              x1={x(a[2 * i] ?? 0)}
              y1={y(a[2 * i + 1] ?? 0)}
              x2={x(toB[2 * i] ?? 0)}
              y2={y(toB[2 * i + 1] ?? 0)}
            />
          ))}
        </g>
      )}
      <g class="cycle-given">{dots(a, 2, (i) => `cycle-${(clusters[i] ?? 0) + 1}`)}</g>
      {moved && <g>{dots(toB, 3, (i) => `cycle-${(clusters[i] ?? 0) + 1}`)}</g>}
    </>
  )
}

/** Recorded seeds by outcome, and the user's own. */
function Counts() {
  const { points: words } = text.value
  const { counts, mine, setting, recording } = state
  const many = recording.value?.settings.none.outcomes.length
  return (
    <div class="cycle-table">
      <table class="compared" id="cycle-counts">
        <caption class="note">{words.counted(many ?? 0)}</caption>
        <thead>
          <tr>
            <th scope="col">{words.losses}</th>
            {outcomes.map((name) => (
              <th key={name} scope="col">
                {words.outcomes[name]}
              </th>
            ))}
            <th scope="col">{words.mine}</th>
          </tr>
        </thead>
        <tbody>
          {counts.value.map(({ name, ...of }) => (
            <tr key={name} class={name === setting.value ? 'chosen' : ''}>
              <th scope="row">{words.settings[name]}</th>
              {outcomes.map((outcome) => (
                <td key={outcome}>{many ? of[outcome] : '–'}</td>
              ))}
              <td id={`cycle-mine-${name}`}>
                {mine.value[name].map(({ outcome }) => words.short[outcome]).join(' ') || '–'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="note">{words.key}</p>
    </div>
  )
}
