// The roofline: each kernel by its FLOP per byte and GFLOP/s, below the adapter's
// limits. The table has the same numbers.

import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { nameOf } from '../../../bench/compare'
import { number, percent } from '../../../bench/report'
import { axes, type Line, type Roofs, roofLines } from './axes'
import { familyNames } from './families'
import { Mark } from './Mark'
import { Plot, type Point } from './Plot'
import { rowTitle } from './rowTitle'
import * as state from './state'
import { text } from './text'

/** Height in pixels, of a wide and of a narrow plot. */
const HEIGHT = { wide: 390, narrow: 320 }
/** Least width in pixels of a wide plot. */
const WIDE = 560
/** Margins in pixels, for the numbers of the axes. */
const AROUND = { left: 48, top: 12, right: 20, bottom: 40 }

export function Roofline() {
  const host = useRef<HTMLDivElement>(null)
  const width = useSignal(640)
  useEffect(() => {
    if (!host.current) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry) width.value = Math.max(200, Math.round(entry.contentRect.width))
    })
    observer.observe(host.current)
    return () => observer.disconnect()
  }, [])
  const height = width.value < WIDE ? HEIGHT.narrow : HEIGHT.wide
  const wanted = new Set(state.chosen.value.rows.map(nameOf))
  const measured = [...state.measured.value.values()].filter((row) => wanted.has(nameOf(row)))
  const rows = measured.filter(({ gflops }) => gflops > 0)
  const { peak, memory, cache } = state.report.value?.probes ?? state.limits.value
  const roofs: Roofs = { peak: peak?.gflops, memory: memory?.gbs, cache: cache?.gbs }
  const spots = rows.map(({ gflops, gbs }) => ({ intensity: gflops / gbs, gflops }))
  const box = {
    left: AROUND.left,
    top: AROUND.top,
    right: width.value - AROUND.right,
    bottom: height - AROUND.bottom,
  }
  const { x, y } = axes(spots, roofs, box)
  const points = rows
    .map((row, i): Point => {
      const { intensity = 1, gflops = 1 } = spots[i] ?? {}
      return { row, name: nameOf(row), x: x.at(intensity), y: y.at(gflops) }
    })
    .toSorted((a, b) => a.x - b.x || a.y - b.y)
  const lines = roofLines({ x, y }, roofs)
  const words = text.value.roofline
  return (
    <figure class="card roofline">
      <figcaption>
        <h2>{words.title}</h2>
        <span>{words.by}</span>
      </figcaption>
      <div ref={host}>
        <Plot points={points} size={{ width: width.value, height }}>
          <g class="grid">
            {x.marks.map((mark) => (
              <g key={mark}>
                <path d={`M${x.at(mark)} ${box.top}V${box.bottom}`} />
                <text class="x" data-mark={mark} x={x.at(mark)} y={box.bottom + 16}>
                  {mark}
                </text>
              </g>
            ))}
            {y.marks.map((mark) => (
              <g key={mark}>
                <path d={`M${box.left} ${y.at(mark)}H${box.right}`} />
                <text class="y" data-mark={mark} x={box.left - 6} y={y.at(mark) + 4}>
                  {mark}
                </text>
              </g>
            ))}
            <text class="title" x={(box.left + box.right) / 2} y={height - 4}>
              {words.across}
            </text>
          </g>
          <g class="roofs">
            <Roof name="memory" line={lines.memory} />
            <Roof name="cache" line={lines.cache} />
            <Roof name="peak" line={lines.peak} />
          </g>
        </Plot>
      </div>
      <Readout measured={measured.length} points={points} />
      <Legend roofs={roofs} />
    </figure>
  )
}

function Roof({ name, line }: { name: keyof Roofs; line: Line | undefined }) {
  if (!line) return null
  return (
    <path
      id={`roof-${name}`}
      class={`roof ${name}`}
      d={`M${line.from.join(' ')}L${line.to.join(' ')}`}
    />
  )
}

function Readout({ measured, points }: { measured: number; points: readonly Point[] }) {
  const point = points.find(({ name }) => name === state.pointed.value)
  const without = measured - points.length
  const words = text.value.roofline
  return (
    <p id="roofline-readout" class="note" aria-live="polite">
      {point
        ? `${rowTitle(point.row)}: ${wordsOf(point.row)}`
        : without > 0
          ? `${words.point} ${words.without(without)}`
          : words.point}
    </p>
  )
}

function wordsOf({ gflops, gbs, ofPeak, ofBandwidth }: state.MeasuredRow): string {
  const { at, shares } = text.value.roofline
  const said = at(number(gflops), number(gflops / gbs))
  return ofPeak === null ? said : said + shares(percent(ofPeak), percent(ofBandwidth))
}

function Legend({ roofs }: { roofs: Roofs }) {
  const { legend, families } = text.value.roofline
  const line = (name: keyof Roofs, unit: string) => (
    <li key={name}>
      <svg class="stroke" viewBox="0 0 28 8" aria-hidden="true">
        <path class={`roof ${name}`} d="M0 4h28" />
      </svg>
      {legend[name]}
      <span>
        {roofs[name] === undefined ? '–' : number(roofs[name])} {unit}
      </span>
    </li>
  )
  return (
    <ul class="roofline-legend">
      {line('peak', 'GFLOP/s')}
      {line('cache', 'GB/s')}
      {line('memory', 'GB/s')}
      {familyNames.map((family) => (
        <li key={family}>
          <Mark family={family} />
          {families[family]}
        </li>
      ))}
    </ul>
  )
}
