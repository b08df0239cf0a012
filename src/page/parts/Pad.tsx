// A drawing pad: by pointer, finger, or arrow keys.

import './pad.css'
import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { Bitmap } from './Bitmap'
import { type Drawing, type Point, pictureOf } from './strokes'
import { text } from './text'

interface PadProps {
  /** Its pixels have this id and `-pixels`. */
  id: string
  drawing: Drawing | undefined
  /** Size in pixels until there is a drawing. */
  size: { height: number; width: number }
  /** Called with the ends of each piece of a line, in pixels from the pad's corner. */
  stroke: (from: Point, to: Point) => void
}

export function Pad({ id, drawing, size, stroke }: PadProps) {
  const last = useRef<Point>(undefined)
  /** Position of the pen for arrow keys, as shares of width and height. */
  const pen = useSignal<Point>([0.5, 0.25])
  const { height, width } = drawing ?? size
  const draw = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const box = event.currentTarget.getBoundingClientRect()
    const at: Point = [
      ((event.clientX - box.left) / box.width) * width,
      ((event.clientY - box.top) / box.height) * height,
    ]
    stroke(last.current ?? at, at)
    last.current = at
  }
  const move = (event: KeyboardEvent) => {
    const step = steps[event.key]
    if (!step) return
    event.preventDefault()
    const [x, y] = pen.value
    const next: Point = [within(x + step[0] / width), within(y + step[1] / height)]
    if (event.shiftKey) stroke([x * width, y * height], [next[0] * width, next[1] * height])
    pen.value = next
  }
  const [x, y] = pen.value
  const { role, label, hint } = text.value.pad
  return (
    <figure>
      <div
        id={id}
        class="pad"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a pen has no element of its own
        tabIndex={0}
        role="application"
        aria-roledescription={role}
        aria-label={label}
        onKeyDown={move}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          last.current = undefined
          draw(event)
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) draw(event)
        }}
      >
        <Bitmap
          id={`${id}-pixels`}
          picture={drawing && pictureOf(drawing)}
          width={width}
          height={height}
        />
        <i class="point" style={{ left: `${100 * x}%`, top: `${100 * y}%` }} />
      </div>
      <figcaption>{hint}</figcaption>
    </figure>
  )
}

const steps: Record<string, Point> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

const within = (share: number): number => Math.min(1, Math.max(0, share))
