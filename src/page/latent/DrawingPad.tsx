import { signal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { Bitmap } from '../parts/Bitmap'
import { pad, pictureOf, stroke } from './pad'
import { space } from './state'

type Point = readonly [x: number, y: number]

/** Position of the pen for arrow keys, as shares of width and height. */
const pen = signal<Point>([0.5, 0.25])

export function Pad() {
  const last = useRef<Point>(undefined)
  const { height = 28, width = 28 } = pad.value ?? space.value ?? {}
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
  return (
    <figure>
      <div
        id="pad"
        class="pad"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a pen has no element of its own
        tabIndex={0}
        role="application"
        aria-roledescription="drawing pad"
        aria-label="Drawing pad. Arrow keys move the pen, with Shift they draw"
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
          id="pad-pixels"
          picture={pad.value && pictureOf(pad.value)}
          width={width}
          height={height}
        />
        <i class="point" style={{ left: `${100 * x}%`, top: `${100 * y}%` }} />
      </div>
      <figcaption>draw here; by keyboard: Shift and arrow keys</figcaption>
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
