// A line of text in the state of the page, such as a status. It is kept as a function, so that its words follow the
// language.

import { batch, computed, type ReadonlySignal, signal } from '@preact/signals'

/** Text in the current language. */
export type Said = () => string

export class Line {
  readonly #said = signal<Said>(() => '')
  readonly #isRefusal = signal(false)
  readonly #words: ReadonlySignal<string> = computed(() => this.#said.value())

  constructor(first?: Said) {
    if (first) this.#said.value = first
  }

  get value(): string {
    return this.#words.value
  }

  /** The function of the present words, without a subscription. */
  get said(): Said {
    return this.#said.peek()
  }

  /** Does it say why an action was refused? */
  get isRefusal(): boolean {
    return this.#isRefusal.value
  }

  say(said: Said): void {
    this.#set(said, false)
  }

  refuse(said: Said): void {
    this.#set(said, true)
  }

  #set(said: Said, isRefusal: boolean): void {
    batch(() => {
      this.#said.value = said
      this.#isRefusal.value = isRefusal
    })
  }
}
