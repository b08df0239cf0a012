// Ctrl-C, where what was done so far is to be kept.

/** Ctrl-C, `kill`, and a terminal that was closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Milliseconds within which requests are one: npm sends on what the terminal sent to all of its group. */
const ONE_REQUEST = 500

/** Remembers that somebody asked to stop; a second request ends the process at once. */
export class Stop {
  asked = false
  #since = 0
  readonly #when: string
  say: (line: string) => void = console.log

  /** @param when  it will stop */
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
