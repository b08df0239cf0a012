// A view whose code is loaded when it is first opened.

import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'

export function later(load: () => Promise<() => JSX.Element>): () => JSX.Element {
  let loaded: (() => JSX.Element) | undefined
  return function Later() {
    const [View, show] = useState(() => loaded)
    const [problem, tell] = useState('')
    useEffect(() => {
      if (View) return
      load().then(
        (view) => {
          loaded = view
          show(() => view)
        },
        () => tell('This part of the page could not be loaded. Reload the page to try again.'),
      )
    }, [])
    if (View) return <View />
    if (!problem) return <main aria-busy="true">Loading…</main>
    return (
      <main>
        <p role="alert">{problem}</p>
      </main>
    )
  }
}
