// Information from the paths of files: which to ignore, and the class of each picture.

/** Files that systems leave in folders and archives. */
const LEFT_BEHIND = /^(__MACOSX|Thumbs\.db|desktop\.ini|Icon\r)$/i

/** Is it hidden or left behind by a system, or in such a folder? */
export const isJunk = (path: string): boolean =>
  path.split('/').some((part) => part.startsWith('.') || LEFT_BEHIND.test(part))

/** Is it the name of a folder that holds a part of a set? Such folders are no classes. */
export const isPart = (name: string): boolean =>
  /^(train(ing)?|test(ing)?|val(id(ation)?)?)$/i.test(name)

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
    const passed = firsts.length === 1 || firsts.every((name) => isPart(name ?? ''))
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

/** Order of names, 2 before 10. */
export const byName = new Intl.Collator('en', { numeric: true }).compare
