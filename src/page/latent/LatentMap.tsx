// A map: a grid of drawings of a plane, and an enlarged drawing of the point under the pointer.

import { signal } from '@preact/signals'
import { type Latent, stack } from '../../gan/latent/latent'
import { Bitmap } from '../parts/Bitmap'
import { ChoiceField, into, optionsOf } from '../parts/Field'
import { useLive } from '../parts/live'
import { ask } from './ask'
import type { Drawings, Looked } from './jobs'
import { sheet } from './pictures'
import { directions, plane, planeName, SIDE, shareAt } from './plane'
import { Result } from './Result'
import { Clear, type Named, Slots, usePlaces } from './Slots'
import { contrast, from, label, problem, runOf, source, space } from './state'
import { isStudied, looked } from './study'
import { text } from './text'
import { WayField } from './WayField'

/** Position of the point, as shares of width and height. */
const point = signal<readonly [number, number]>([0.5, 0.5])
const KEY = 1 / 36

const drawings = signal<Named | undefined>(undefined)
const backdrop = signal<Drawings | undefined>(undefined)
const under = signal<(Looked & { z: Latent; at: readonly [number, number] }) | undefined>(undefined)

export function LatentMap() {
  usePlaces('map', drawings)
  useLive(
    directions,
    () => {
      // Not at every step: the axes should stay fixed while you look.
      void [source.value, label.value, runOf(source.value)]
      const value = from.peek()
      if (planeName.value === 'corners' || !space.value) return undefined
      return () => ask('latentDirections', value)
    },
    problem,
  )
  useLive(
    backdrop,
    () => {
      const { value } = from
      const at = plane.value
      if (!at) return undefined
      const shares = Array.from({ length: SIDE }, (_, i) => i / (SIDE - 1))
      const z = stack(shares.flatMap((y) => shares.map((x) => at(x, y))))
      return () => ask('latentDraw', value, z)
    },
    problem,
  )
  useLive(
    under,
    () => {
      const { value } = from
      void isStudied.value
      const at = point.value
      const z = plane.value?.(shareAt(at[0]), shareAt(at[1]))
      return z && (async () => ({ ...looked(await ask('latentLook', value, z)), z, at }))
    },
    problem,
  )
  const { pixels, nearest, z, at } = under.value ?? {}
  const corners = planeName.value === 'corners'
  const words = text.value.map
  return (
    <>
      <p class="note">
        {words.intro[planeName.value]} {words.move}
      </p>
      <div class="choices">
        <Slots of="map" drawings={drawings} {...(corners ? {} : { letter: 'A' })} />
        <ChoiceField
          id="plane"
          title={words.plane}
          value={planeName.value}
          options={optionsOf(['corners', 'around'], words.planes)}
          changed={into(planeName)}
        />
        <WayField />
        <Clear of="map" />
      </div>
      <div class="mapped">
        <Area />
        <Result
          id="map-point"
          label={words.under}
          pixels={pixels}
          nearest={nearest}
          caption={at ? words.at(at.map((share) => share.toFixed(2)).join(', ')) : ''}
          z={z}
        />
      </div>
    </>
  )
}

function Area() {
  const [x, y] = point.value
  return (
    <div
      id="map"
      class="area"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a point in a plane has no element of its own
      tabIndex={0}
      role="application"
      aria-roledescription={text.value.map.role}
      aria-label={text.value.map.label(x.toFixed(2), y.toFixed(2))}
      onPointerDown={follow}
      onPointerMove={follow}
      onKeyDown={step}
    >
      <Bitmap
        picture={sheet(backdrop.value?.pixels, space.value?.imageSize ?? 32, SIDE)}
        id="map-backdrop"
        width={SIDE * 32}
        height={SIDE * 32}
        contrast={contrast.value}
      />
      <i class="point" style={{ left: `${100 * x}%`, top: `${100 * y}%` }} />
    </div>
  )
}

const within = (share: number): number => Math.min(1, Math.max(0, share))

function follow({
  currentTarget,
  clientX,
  clientY,
}: PointerEvent & { currentTarget: HTMLElement }) {
  const { left, top, width, height } = currentTarget.getBoundingClientRect()
  point.value = [within((clientX - left) / width), within((clientY - top) / height)]
}

function step(event: KeyboardEvent): void {
  const moves: Record<string, readonly [number, number]> = {
    ArrowLeft: [-KEY, 0],
    ArrowRight: [KEY, 0],
    ArrowUp: [0, -KEY],
    ArrowDown: [0, KEY],
  }
  const move = moves[event.key]
  if (!move) return
  event.preventDefault()
  const [x, y] = point.value
  point.value = [within(x + move[0]), within(y + move[1])]
}
