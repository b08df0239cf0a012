// The page's side in Deno, which has WebGPU and no page: calls are lines of its standard input, answers lines of its
// standard output (src/cli/runtime/denoRuntime.ts). The entry that fills the registry is its argument.

import type { Outcome } from './callPage'
import type { Envelope } from './parcel'

declare const Deno: {
  readonly args: readonly string[]
  readonly stdin: { readonly readable: ReadableStream<Uint8Array<ArrayBuffer>> }
  exit(): never
}

export interface DenoCall {
  id: number
  name: string
  given: Envelope
}

/** Answer to a call; without an id, an error that belongs to none, or the sign that the entry is loaded. */
export type DenoAnswer = { id: number; outcome: Outcome } | { problem: string } | { loaded: true }

// Vite's client prints as well: Node leaves out lines that are no object.
const say = (answer: DenoAnswer) => console.log(JSON.stringify(answer))

const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

async function serve(): Promise<never> {
  addEventListener('error', (event) => {
    event.preventDefault()
    say({ problem: textOf(event.error) })
  })
  addEventListener('unhandledrejection', (event) => {
    event.preventDefault()
    say({ problem: textOf(event.reason) })
  })
  await import('./callPage')
  await import(/* @vite-ignore */ new URL(Deno.args[0] ?? '', import.meta.url).href)
  say({ loaded: true })

  let rest = ''
  for await (const text of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const { id, name, given } = JSON.parse(line) as DenoCall
      globalThis.ganvasAnswer(name, given).then((outcome) => say({ id, outcome }))
    }
  }
  // Node has ended, or closed this runtime.
  Deno.exit()
}

if ('Deno' in globalThis) await serve()
