// What the paths of files say: which are nobody's pictures, and what each picture shows.

/** What systems leave in folders and archives unasked. */
const LEFT_BEHIND = /^(__MACOSX|Thumbs\.db|desktop\.ini|Icon\r)$/i

/** Is it, or lies it in, what is hidden or was left behind? */
export const isJunk = (path: string): boolean =>
  path.split('/').some((part) => part.startsWith('.') || LEFT_BEHIND.test(part))

/** Folders of a set's halves, which are no classes. */
const HALF = /^(train(ing)?|test(ing)?|val(id(ation)?)?)$/i

/** Is it the name of such a folder? */
export const isHalf = (name: string): boolean => HALF.test(name)

/** Labels are bytes. */
export const MOST_CLASSES = 256

export interface Classes {
  names: string[]
  /** [count] */
  labels: Uint8Array<ArrayBuffer>
}

/**
 * The class of each file is the first folder by which paths differ, in the order of names, as torchvision's
 * ImageFolder has it; folders such as train and test are passed over. None where a file lies in no such folder, or
 * there are more than 256.
 */
export function classesOf(paths: readonly string[]): Classes | undefined {
  let folders = paths.map((path) => path.split('/').slice(0, -1))
  while (folders.length > 0) {
    const firsts = [...new Set(folders.map(([first]) => first))]
    if (firsts.includes(undefined) || firsts.length > MOST_CLASSES) return undefined
    const passed = firsts.length === 1 || firsts.every((name) => isHalf(name ?? ''))
    if (!passed) {
      const names = firsts.map((name) => name ?? '').sort(byName)
      const numbers = new Map(names.map((name, i) => [name, i]))
      const labels = Uint8Array.from(folders, ([first]) => numbers.get(first ?? '') ?? 0)
      return { names, labels }
    }
    folders = folders.map((parts) => parts.slice(1))
  }
  return undefined
}

/** 2 before 10. */
const byName = new Intl.Collator('en', { numeric: true }).compare
