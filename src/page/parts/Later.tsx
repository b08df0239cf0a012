// A view whose code is loaded when it is first opened.

import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { speak } from '../core/language'
import { text } from '../core/text'

export function later(load: () => Promise<() => JSX.Element>): () => JSX.Element {
  let loaded: (() => JSX.Element) | undefined
  return function Later() {
    const [View, show] = useState(() => loaded)
    const [isMissing, miss] = useState(false)
    useEffect(() => {
      if (View) return
      load().then(
        async (view) => {
          // Before it is shown, so that no text appears in one language and then in the other.
          await speak()
          loaded = view
          show(() => view)
        },
        () => miss(true),
      )
    }, [])
    if (View) return <View />
    if (!isMissing) return <main aria-busy="true">{text.value.frame.loading}</main>
    return (
      <main>
        <p role="alert">{text.value.frame.notLoaded}</p>
      </main>
    )
  }
}
