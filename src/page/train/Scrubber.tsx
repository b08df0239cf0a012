// Slider over the drawings of earlier steps; at its right end it follows the run.

import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { type Film, lookedAt } from '../core/frames'
import { text } from './text'

/** Milliseconds of playing all frames, and the least and most for each frame. */
const PLAY = { all: 8000, least: 60, most: 400 }

const playing = signal(false)

export function Scrubber<Frame extends { step: number }>({ film }: { film: Film<Frame> }) {
  const frames = film.frames.value
  const last = frames.length - 1
  const shown = film.shown.value
  const step = shown?.step ?? 0
  // The newest frame is not always kept.
  const kept = frames.findLastIndex((frame) => frame.step <= step)
  const place = lookedAt.value === undefined ? last : Math.max(0, kept)
  const go = (to: number) => {
    lookedAt.value = to >= last ? undefined : frames[to]?.step
  }
  useEffect(() => {
    if (!playing.value) return
    if (lookedAt.value === undefined) {
      playing.value = false
      return
    }
    const pace = Math.min(PLAY.most, Math.max(PLAY.least, PLAY.all / frames.length))
    const timer = setTimeout(() => go(place + 1), pace)
    return () => clearTimeout(timer)
  }, [playing.value, lookedAt.value])
  const words = text.value.scrubber
  return (
    <div class="scrubber">
      <button
        type="button"
        id="replay"
        disabled={last < 1}
        aria-label={playing.value ? words.stop : words.play}
        onClick={() => {
          playing.value = !playing.value
          if (playing.value) lookedAt.value = frames[0]?.step
        }}
      >
        {playing.value ? '■' : '▶'}
      </button>
      <input
        id="scrub"
        type="range"
        min={0}
        max={Math.max(1, last)}
        value={last < 1 ? 1 : place}
        disabled={last < 1}
        aria-label={words.back}
        aria-valuetext={words.at(step)}
        onInput={({ currentTarget }) => {
          playing.value = false
          go(currentTarget.valueAsNumber)
        }}
      />
    </div>
  )
}
