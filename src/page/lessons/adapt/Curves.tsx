// Accuracy and D's probabilities, by step.

import { Axes, type Box } from '../plot/Axes'
import { Drawing, useWidth } from '../plot/Drawing'
import { line, marks, type Place, scale } from '../plot/scale'
import { before, frames } from './state'
import { text } from './text'

const HEIGHT = 170

/** Fewest steps across. */
const LEAST = 200

export function Curves() {
  const [width, host] = useWidth(400)
  const { label, axis } = text.value.curves
  const last = Math.max(LEAST, frames.value.at(-1)?.step ?? 0)
  const box: Box = { left: 40, top: 8, right: width - 16, bottom: HEIGHT - 38 }
  const x = scale([0, last], [box.left, box.right])
  const y = scale([0, 1], [box.bottom, box.top])
  const start = before.value?.target.accuracy
  const accuracy: Place[] = [
    ...(start === undefined ? [] : [[x(0), y(start)] as const]),
    ...frames.value.map(({ step, target }): Place => [x(step), y(target.accuracy)]),
  ]
  const d = (name: 'dSource' | 'dTarget') =>
    frames.value.flatMap(({ step, figures }): Place[] =>
      figures ? [[x(step), y(figures[name])]] : [],
    )
  return (
    <Drawing {...{ host, width }} id="adapt-curves" height={HEIGHT} label={label}>
      <Axes
        {...{ x, y, box }}
        across={marks(0, last, last > 600 ? 300 : 100)}
        up={[0, 0.25, 0.5, 0.75, 1]}
        name={axis}
      />
      <path class="adapt-curve accuracy" d={line(accuracy)} />
      <path class="adapt-curve known" d={line(d('dSource'))} />
      <path class="adapt-curve away" d={line(d('dTarget'))} />
    </Drawing>
  )
}
