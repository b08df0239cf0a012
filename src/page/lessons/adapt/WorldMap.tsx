// Map of features: discs of the source, crosses of the target, a colour for each digit.

import { Drawing, useWidth } from '../plot/Drawing'
import { type Place, scale } from '../plot/scale'
import { byClass, crosses, discs, meanPlace, rangeOf } from './geometry'
import { before, digits } from './state'
import type { Seen } from './world'

export interface WorldMapProps {
  id: string
  label: string
  target: Seen | undefined
}

/** Most pixels along a side. */
const MOST = 400
const MARGIN = 10

/** A range with room around it: the copy's features spread farther. */
const wider = ([least, most]: readonly [number, number]): [number, number] => {
  const room = 0.12 * (most - least)
  return [least - room, most + room]
}

export function WorldMap({ id, label, target }: WorldMapProps) {
  const [width, host] = useWidth(320)
  const side = Math.min(width, MOST)
  const home = before.value
  const labels = digits.value
  const { source, target: start } = home ?? {}
  const all = source && start ? [source.places, start.places] : [Float32Array.of(-1, -1, 1, 1)]
  const ends = [MARGIN, side - MARGIN] as const
  const x = scale(wider(rangeOf(0, ...all)), ends)
  const y = scale(wider(rangeOf(1, ...all)), [ends[1], ends[0]])
  // Points that leave the map stay at its edge.
  const inside = (pixels: number) => Math.min(ends[1], Math.max(ends[0], pixels))
  const placesOf = ({ places }: Seen, numbers: readonly number[]) =>
    numbers.map((n): Place => [inside(x(places[2 * n] ?? 0)), inside(y(places[2 * n + 1] ?? 0))])
  return (
    <Drawing {...{ host, width: side, label, id }} height={side} class="adapt-map">
      {home &&
        labels &&
        byClass(labels.source.labels).map((numbers, digit) => (
          <path
            key={digit}
            class={`known digit-${digit}`}
            d={discs(placesOf(home.source, numbers))}
          />
        ))}
      {target &&
        labels &&
        byClass(labels.target.labels).map((numbers, digit) => (
          <path key={digit} class={`away digit-${digit}`} d={crosses(placesOf(target, numbers))} />
        ))}
      {home &&
        labels &&
        byClass(labels.source.labels).map((numbers, digit) => {
          const middle = meanPlace(placesOf(home.source, numbers))
          return (
            middle && (
              <text key={digit} x={middle[0]} y={middle[1] + 6} text-anchor="middle">
                {digit}
              </text>
            )
          )
        })}
    </Drawing>
  )
}
