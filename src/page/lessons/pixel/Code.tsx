// The text of a kernel as compiled. Lines that an invocation ran light up.

import { useSignal } from '@preact/signals'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { ask } from './ask'
import type { Token } from './highlight'
import type { LitLines } from './lit'
import { text as words } from './text'
import type { KernelText } from './tools'

interface Props {
  text: KernelText
  /** Lines that an invocation of this kernel ran. */
  lit: LitLines | undefined
}

export function Code({ text, lit }: Props) {
  const box = useRef<HTMLElement>(null)
  const { code, entry, lines, reads } = text
  const loads = new RegExp(`\\b(?:${reads.join('|') || '(?!)'})\\[`)
  const set = useSet(code)
  const copies = copiesOf(lines)
  useEffect(() => {
    const head = box.current?.querySelector(`[data-entry="${entry}"]`)
    if (box.current && head instanceof HTMLElement) box.current.scrollTop = head.offsetTop - 24
  }, [code, entry])
  // Scrolls to lit lines that load.
  useEffect(() => {
    const first = box.current?.querySelector('.loads')
    if (!box.current || !(first instanceof HTMLElement)) return
    const { scrollTop, clientHeight } = box.current
    const away = first.offsetTop - scrollTop
    if (away < 0 || away > clientHeight - 48) {
      box.current.scrollTop = first.offsetTop - clientHeight / 3
    }
  }, [lit])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys
    <section class="wgsl" ref={box} tabIndex={0} aria-label={words.value.kernel.text(text.file)}>
      <pre>
        <code>
          {set.map(({ line, tokens }, at) => {
            const from = lines[at] ?? -1
            const times = lit?.ran.get(from)
            const named = /^fn (\w+)/.exec(line)?.[1]
            return (
              <span
                key={at}
                class={classOf({ times, stores: lit?.store === from, loads: loads.test(line) })}
                data-entry={named === entry ? entry : undefined}
                data-ran={times && copies.get(from) === 1 ? `${times}×` : undefined}
              >
                {tokens}
              </span>
            )
          })}
        </code>
      </pre>
    </section>
  )
}

function classOf(line: { times: number | undefined; stores: boolean; loads: boolean }): string {
  if (!line.times) return 'line'
  return `line ran${line.loads ? ' loads' : ''}${line.stores ? ' stores' : ''}`
}

/** Coloured lines, made once per text, independent of the lit lines. Plain until they are ready. */
function useSet(code: string) {
  const kept = useSignal<{ code: string; set: ReturnType<typeof typeset> } | undefined>(undefined)
  useEffect(() => {
    let stale = false
    ask('pixelColours', code).then(
      (lines) => {
        if (!stale) kept.value = { code, set: typeset(lines) }
      },
      // The text is readable without colours.
      () => undefined,
    )
    return () => {
      stale = true
    }
  }, [code])
  const plain = useMemo(() => typeset(code.split('\n').map((text) => [{ kind: '', text }])), [code])
  return kept.value?.code === code ? kept.value.set : plain
}

function typeset(lines: readonly (readonly Token[])[]) {
  return lines.map((pieces, at) => ({
    line: pieces.map(({ text }) => text).join(''),
    tokens: (
      <>
        {pieces.map(({ kind, text }) => (kind ? <i class={kind}>{text}</i> : text))}
        {at < lines.length - 1 && '\n'}
      </>
    ),
  }))
}

/** Number of lines of the text by the line of the file they came from. */
function copiesOf(lines: readonly number[]): Map<number, number> {
  const copies = new Map<number, number>()
  for (const line of lines) copies.set(line, (copies.get(line) ?? 0) + 1)
  return copies
}
