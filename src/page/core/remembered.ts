// A promise that is kept for whoever asks next.

export interface Remembered<Value> {
  get(): Promise<Value>
  /** The next `get` opens another. */
  forget(): void
}

/** Calls `open` when it is first needed. A promise that fails is forgotten, so that the next `get` tries again. */
export function remembered<Value>(open: () => Promise<Value>): Remembered<Value> {
  let kept: Promise<Value> | undefined
  const forget = () => {
    kept = undefined
  }
  return {
    get() {
      if (kept) return kept
      const opened = open()
      kept = opened
      opened.catch(() => kept === opened && forget())
      return opened
    },
    forget,
  }
}
