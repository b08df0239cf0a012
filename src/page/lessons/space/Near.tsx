// Continuity: how much the picture changes when z changes a little.

import { signal, useComputed } from '@preact/signals'
import {
  combine,
  type Latent,
  lengthOf,
  orthogonalDirections,
  stack,
} from '../../../gan/latent/latent'
import { into } from '../../parts/Field'
import { useLive } from '../../parts/live'
import { Slider } from '../parts/Slider'
import { Axes, type Box } from '../plot/Axes'
import { Drawing, useWidth } from '../plot/Drawing'
import { Readings } from '../plot/Readings'
import { line, marks, type Place, scale } from '../plot/scale'
import { apart } from './geometry'
import { Shot } from './Shot'
import {
  direction,
  draw,
  drawn,
  FAR,
  latent,
  problem,
  STEP,
  start,
  TINY,
  unrelated,
  walked,
  zAt,
} from './state'
import { text } from './text'

interface Walk {
  z: Latent
  /** Pictures at each step, starting at z itself. */
  images: readonly Float32Array[]
  /** ‖G(z + δ) − G(z)‖ at each step. */
  far: readonly number[]
  /** The same divided by ‖δ‖, for the first step. */
  slope: number
}

export const walk = signal<Walk | undefined>(undefined)

export function Near() {
  useLive(
    walk,
    () => {
      const z = zAt(start.value)
      if (!z) return undefined
      const [away = z] = orthogonalDirections(1, { latent: latent.value, seed: direction.value })
      const at = (length: number) => combine([z, away], [1, length])
      return async () => {
        const images = await draw(stack([at(TINY), ...marks(0, FAR, STEP).map(at)]))
        const [tiny, first, ...others] = images
        if (!tiny || !first) throw new Error('nothing was drawn')
        const shown = [first, ...others]
        const far = shown.map((image) => apart(image, first))
        return { z, images: shown, far, slope: apart(tiny, first) / TINY }
      }
    },
    problem,
  )
  const { near } = text.value
  const step = Math.round(walked.value / STEP)
  const { z, images, far, slope } = walk.value ?? {}
  const [from, to] = [images?.[0], images?.[step]]
  const change = useComputed(() => {
    const { images: all } = walk.value ?? {}
    const [before, after] = [all?.[0], all?.[Math.round(walked.value / STEP)]]
    return before && after?.map((v, i) => v - (before[i] ?? 0))
  })
  const distance = far?.[step]
  return (
    <section class="card stack" aria-label={near.label}>
      <div class="controls space-controls">
        <Slider
          id="space-walk"
          title={near.walk}
          value={walked.value}
          least={0}
          most={FAR}
          step={STEP}
          show={(value) => value.toFixed(1)}
          changed={into(walked)}
        />
        <div class="buttons">
          <button
            type="button"
            id="space-other-z"
            onClick={() => {
              start.value = (start.value + 1) % (drawn.value?.z.length ?? 1)
            }}
          >
            {near.otherZ}
          </button>
          <button
            type="button"
            id="space-other-way"
            onClick={() => {
              direction.value++
            }}
          >
            {near.otherWay}
          </button>
        </div>
      </div>
      <div class="space-pair sheet">
        <div class="space-shots">
          <Shot id="space-here" label={near.here} image={from}>
            G(z)
          </Shot>
          <Shot id="space-there" label={near.there} image={to}>
            G(z + δ)
          </Shot>
          <Shot id="space-change" label={near.change} image={change.value} reach={2}>
            {near.difference}
          </Shot>
        </div>
        <Curve far={far} slope={slope} />
      </div>
      <Readings
        rows={[
          {
            id: 'space-z',
            tex: String.raw`\lVert z \rVert`,
            value: z ? lengthOf(z).toFixed(2) : '–',
            says: near.says.z(latent.value),
          },
          {
            id: 'space-delta',
            tex: String.raw`\lVert \delta \rVert`,
            value: walked.value.toFixed(1),
            says: near.says.delta,
          },
          {
            id: 'space-far',
            tex: String.raw`\lVert G(z + \delta) - G(z) \rVert`,
            value: distance?.toFixed(2) ?? '–',
            says: near.says.far(unrelated.value?.toFixed(1) ?? '–'),
          },
          {
            id: 'space-slope',
            tex: String.raw`\lambda`,
            value: slope?.toFixed(2) ?? '–',
            says: near.says.slope,
          },
        ]}
      />
    </section>
  )
}

const HEIGHT = 220
const MOST = 24

function Curve({ far, slope }: { far: readonly number[] | undefined; slope: number | undefined }) {
  const [width, host] = useWidth(400)
  const box: Box = { left: 32, top: 8, right: width - 12, bottom: HEIGHT - 38 }
  const x = scale([0, FAR], [box.left, box.right])
  const y = scale([0, MOST], [box.bottom, box.top])
  const { value: apartOnAverage = 0 } = unrelated
  const places = far?.map((value, i): Place => [x(i * STEP), y(value)])
  const here = far?.[Math.round(walked.value / STEP)]
  const until = slope === undefined ? 0 : Math.min(FAR / 2, MOST / slope)
  return (
    <Drawing {...{ host, width }} id="space-curve" height={HEIGHT} label={text.value.near.curve}>
      <Axes
        {...{ x, y, box }}
        across={marks(0, FAR, 2)}
        up={marks(0, MOST, 8)}
        name={text.value.near.axis}
      />
      {apartOnAverage > 0 && (
        <line
          class="probe"
          x1={box.left}
          x2={box.right}
          y1={y(apartOnAverage)}
          y2={y(apartOnAverage)}
        />
      )}
      {slope !== undefined && (
        <path
          class="tangent"
          d={line([
            [x(0), y(0)],
            [x(until), y(until * slope)],
          ])}
        />
      )}
      {places && <path class="space-line" d={line(places)} />}
      {here !== undefined && <circle class="space-dot" cx={x(walked.value)} cy={y(here)} r={6} />}
    </Drawing>
  )
}
