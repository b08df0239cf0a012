import { report } from './json'

/** Ctrl-C, `kill`, and a terminal that was closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Milliseconds within which requests count as one: npm repeats the signal that the terminal sent to its group. */
const ONE_REQUEST = 500

/** End of work that was asked to stop, and leaves nothing behind. */
export class Stopped extends Error {
  override name = 'Stopped'
}

/** Does work that may be asked to stop before there is anything to save. It then says so. */
export async function unlessStopped(
  so: { step: number; steps: number },
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Stopped)) throw error
    report(so)
    console.log('stopped    before the first step; nothing was saved')
  }
}

/** A request to stop, which may come at any time. */
export type Asked = Pick<Stop, 'asked'>

/** @throws Stopped */
export function stopIfAsked(stop: Asked | undefined): void {
  if (stop?.asked) throw new Stopped('stopped')
}

/** Records a request to stop; a second request ends the process at once. */
export class Stop {
  asked = false
  #since = 0
  readonly #when: string
  say: (line: string) => void = console.log

  /** @param when  words for the moment at which it will stop */
  constructor(when = 'at the next step') {
    this.#when = when
    for (const signal of SIGNALS) process.on(signal, this.#ask)
  }

  #ask = () => {
    const now = performance.now()
    if (this.asked) {
      if (now - this.#since > ONE_REQUEST) process.exit(130)
      return
    }
    this.asked = true
    this.#since = now
    this.say(`stopping ${this.#when} (again: at once, without saving)`)
  }

  off(): void {
    for (const signal of SIGNALS) process.off(signal, this.#ask)
  }
}
