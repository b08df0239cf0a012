// The landing view: drawings that come about, one sentence, and three doors.

import './home.css'
import { useEffect } from 'preact/hooks'
import { Bitmap } from '../parts/Bitmap'
import { playing, show, shown } from './state'
import { text } from './text'

/** Side of four drawings in a row. */
const SIDE = 128

export function Home() {
  useEffect(() => {
    const end = new AbortController()
    void show(end.signal)
    return () => end.abort()
  }, [])
  const { title, aim, ways, doors } = text.value
  return (
    <main class="home">
      <div class="home-say">
        <h2>{title}</h2>
        <p>{aim}</p>
      </div>
      <Drawings />
      <ul class="doors" aria-label={ways}>
        {doors.map(({ to, title, about, also }) => (
          <li key={to} class="card door">
            <h3>
              <a href={`#${to}`}>{title}</a>
            </h3>
            <p>{about}</p>
            <p class="also">
              {also.map((way) => (
                <a key={way.to} href={`#${way.to}`}>
                  {way.title}
                </a>
              ))}
            </p>
          </li>
        ))}
      </ul>
    </main>
  )
}

function Drawings() {
  const { value: now } = shown
  const { drawings, play, pause } = text.value
  return (
    <figure class="home-drawings">
      <Bitmap
        id="home-drawings"
        label={drawings}
        picture={now?.picture}
        width={SIDE}
        height={SIDE}
      />
      <figcaption>
        <span id="home-said">{caption()}</span>
        <button
          type="button"
          id="home-play"
          onClick={() => {
            playing.value = !playing.value
          }}
        >
          {playing.value ? pause : play}
        </button>
      </figcaption>
    </figure>
  )
}

function caption(): string {
  const { coming, recorded, live, own } = text.value
  const { value: now } = shown
  if (!now) return coming
  if (now.by === 'live') return live(now.gpu)
  return now.by === 'run' ? own(now.step) : recorded(now.step)
}
