// Meanings of the symbols in a chapter's formulas. Pointing at a symbol, or moving to it by arrow keys, shows
// its meaning and its current number.

import { type Signal, signal, useSignal } from '@preact/signals'
import { type ComponentChildren, createContext } from 'preact'
import { useContext, useLayoutEffect, useRef } from 'preact/hooks'

export interface Meaning {
  meaning: string
  now: string | number
}

/** Meanings by TeX. */
type Known = Signal<ReadonlyMap<string, Meaning>>

export const KnownHere = createContext<Known>(signal(new Map()))

/** Registers the meaning of a symbol for the chapter's formulas. */
export function useMeaning(tex: string | undefined, meaning: string, now: string | number): void {
  const known = useContext(KnownHere)
  useLayoutEffect(() => {
    if (tex !== undefined) known.value = new Map(known.peek()).set(tex, { meaning, now })
  }, [known, tex, meaning, now])
  useLayoutEffect(
    () => () => {
      const others = [...known.peek()].filter(([name]) => name !== tex)
      known.value = new Map(others)
    },
    [known, tex],
  )
}

export interface MeansProps extends Meaning {
  tex: string
}

/** A symbol explained in formulas only. */
export function Means({ tex, meaning, now }: MeansProps) {
  useMeaning(tex, meaning, now)
  return null
}

interface Shown {
  symbol: Element
  left: number
  top: number
}

/** Greatest width of an explanation, in pixels. */
const WIDEST = 288

export function Legend({ children }: { children: ComponentChildren }) {
  const known = useSignal<ReadonlyMap<string, Meaning>>(new Map())
  const shown = useSignal<Shown | undefined>(undefined)
  const host = useRef<HTMLDivElement>(null)
  const show = (symbol: Element | null | undefined) => {
    light(shown.peek()?.symbol, false)
    const around = host.current?.getBoundingClientRect()
    if (!symbol || !around) {
      shown.value = undefined
      return
    }
    light(symbol, true)
    const { left } = symbol.getBoundingClientRect()
    // Below the whole formula, so that an explanation hides no other symbol.
    const { bottom } = (symbol.closest('.formula') ?? symbol).getBoundingClientRect()
    const most = Math.max(0, around.width - WIDEST)
    shown.value = { symbol, left: Math.min(most, left - around.left), top: bottom - around.top + 6 }
  }
  return (
    <KnownHere.Provider value={known}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it handles events of its formulas */}
      <div
        ref={host}
        class="legend-host sheet"
        onPointerOver={({ target }) => {
          if (!(target instanceof Element) || target.closest('.tip')) return
          const symbol = target.closest('[data-symbol]')
          if (symbol !== shown.peek()?.symbol) show(symbol)
        }}
        onPointerLeave={({ pointerType }) => {
          // A touch ends with a leave event, but the explanation should stay readable.
          if (pointerType !== 'touch') show(undefined)
        }}
        onFocusIn={({ target }) => show(symbolsOf(target)[0])}
        onFocusOut={() => show(undefined)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') show(undefined)
          const next = neighbour(event, shown.peek()?.symbol)
          if (!next) return
          event.preventDefault()
          show(next)
        }}
      >
        {children}
        <Tip known={known} shown={shown} />
      </div>
    </KnownHere.Provider>
  )
}

function Tip({ known, shown }: { known: Known; shown: Signal<Shown | undefined> }) {
  const { symbol, left = 0, top = 0 } = shown.value ?? {}
  const said = known.value.get(nameOf(symbol))
  return (
    <p class="tip" role="status" style={{ left: `${left}px`, top: `${top}px` }}>
      {said && (
        <>
          {said.meaning}: <b>{said.now}</b>
        </>
      )}
    </p>
  )
}

const nameOf = (symbol: Element | undefined): string => symbol?.getAttribute('data-symbol') ?? ''

/** Marks all occurrences of a symbol in its formula. */
function light(symbol: Element | undefined, on: boolean): void {
  for (const each of symbol?.closest('.formula')?.querySelectorAll('[data-symbol]') ?? []) {
    if (nameOf(each) === nameOf(symbol)) each.classList.toggle('lit', on)
  }
}

function symbolsOf(target: EventTarget | null): Element[] {
  if (!(target instanceof Element) || !target.matches('.formula')) return []
  const all = [...target.querySelectorAll('[data-symbol]')]
  const names = all.map(nameOf)
  return all.filter((symbol, i) => names.indexOf(nameOf(symbol)) === i)
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
}

/** The symbol that an arrow key moves to. */
function neighbour({ key, target }: KeyboardEvent, now: Element | undefined): Element | undefined {
  const step = STEPS[key]
  const all = symbolsOf(target)
  if (step === undefined) return undefined
  const at = all.findIndex((symbol) => nameOf(symbol) === nameOf(now))
  return all[(at + step + all.length) % all.length]
}
