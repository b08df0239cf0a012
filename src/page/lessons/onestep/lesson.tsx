import '../plot/plot.css'
import './onestep.css'
import { useEffect, useRef } from 'preact/hooks'
import { count } from '../../core/words'
import { ChoiceField, optionsOf } from '../../parts/Field'
import { usePainted } from '../../parts/painted'
import { paintPlane } from '../../parts/paintPlane'
import { useScheme } from '../../parts/scheme'
import { faultOf } from '../parts/fault'
import type { Lesson } from '../parts/lesson'
import { Steps } from '../parts/Steps'
import { Readings } from '../plot/Readings'
import { gameNames } from './games'
import * as state from './state'
import { text } from './text'

const SIDE = 640

function View() {
  useEffect(() => {
    void state.begin()
    return () => {
      state.running.value = false
    }
  }, [])
  const { intro, step, controls, games, says, parts } = text.value
  const { game, readings } = state
  const { real, fake, push, reached } = readings.value ?? {}
  const shown = (value: number | undefined) => value?.toFixed(3) ?? '–'
  return (
    <Steps
      all={[
        {
          title: parts.players,
          text: (
            <>
              <p class="prose">{intro}</p>
              <p class="prose">{step}</p>
            </>
          ),
          figure: (
            <div class="onestep-game">
              <Board />
              <Readings
                rows={[
                  { id: 'onestep-real', name: controls.real, value: shown(real), says: says.real },
                  { id: 'onestep-fake', name: controls.fake, value: shown(fake), says: says.fake },
                  { id: 'onestep-push', name: controls.push, value: shown(push), says: says.push },
                  {
                    id: 'onestep-reached',
                    name: controls.reached,
                    value: reached === undefined ? '–' : `${reached} / 8`,
                    says: says.reached,
                  },
                ]}
              />
            </div>
          ),
        },
        {
          title: parts.games,
          text: (
            <>
              <div class="controls">
                <ChoiceField
                  id="onestep-game"
                  title={controls.game}
                  value={game.value}
                  options={optionsOf(gameNames, {
                    fair: games.fair.title,
                    win: games.win.title,
                    collapse: games.collapse.title,
                  })}
                  changed={state.choose}
                />
              </div>
              <p class="prose" id="onestep-about">
                {games[game.value].text}
              </p>
              <Buttons />
              <p class="prose">{games[game.value].look}</p>
            </>
          ),
        },
      ]}
    />
  )
}

function Buttons() {
  const { shown, running, busy, source, fault, more } = state
  const { controls, status } = text.value
  const waits = !shown.value || running.value || busy.value
  const ended = source.value === 'recording' && !more.value
  return (
    <>
      <div class="controls">
        <button
          type="button"
          id="onestep-turn"
          disabled={waits || ended}
          onClick={() => void state.turn()}
        >
          {controls.turn(shown.value?.next ?? 'D')}
        </button>
        <button
          type="button"
          id="onestep-run"
          disabled={!shown.value || (ended && !running.value)}
          onClick={() => void state.run()}
        >
          {running.value ? controls.stop : controls.run}
        </button>
        <button
          type="button"
          id="onestep-begin"
          disabled={waits}
          onClick={() => void state.begin()}
        >
          {controls.begin}
        </button>
      </div>
      <p class="note" id="onestep-status" role="status">
        {fault.value
          ? faultOf(fault.value)
          : shown.value
            ? status[source.value === 'recording' ? 'recording' : 'GPU'](
                count(shown.value.round),
                shown.value.next,
              )
            : status.opening}
      </p>
    </>
  )
}

/** The plane: D's probability as colour, real and generated points, and the pushes. */
function Board() {
  const canvas = useRef<HTMLCanvasElement>(null)
  const scheme = useScheme()
  const layers = state.shown.value?.layers
  const paint = (context: CanvasRenderingContext2D) => {
    if (layers) paintPlane(context, layers, { without: new Set(['mesh']) })
  }
  usePainted(canvas, paint, [layers, scheme])
  return (
    <figure class="card">
      <canvas
        ref={canvas}
        id="onestep-plane"
        class="bitmap plane"
        role="img"
        aria-label={text.value.plane}
        width={SIDE}
        height={SIDE}
      />
      <figcaption class="note">{text.value.legend}</figcaption>
    </figure>
  )
}

export const lesson: Lesson = { minutes: 5, View, text }
