/** Ctrl-C, `kill`, and a terminal that was closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Milliseconds within which requests count as one: npm repeats the signal that the terminal sent to its group. */
const ONE_REQUEST = 500

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
