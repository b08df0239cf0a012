// Accuracy of a classifier, class by class.

/** Label of a class that the classifier does not know. It is not counted. */
export const UNKNOWN = 255

export interface Measured {
  /** Share of the labels that are named correctly. */
  accuracy: number
  /** Images counted. */
  count: number
  /** [classes][classes], counts: a row for each class, a column for the class that it is taken for. */
  confusion: number[][]
}

/** @param named  class of each image, as a classifier names it */
export function measure(named: Uint8Array, labels: Uint8Array, classes: number): Measured {
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
  let [right, count] = [0, 0]
  for (const [n, label] of labels.entries()) {
    const row = confusion[label]
    const taken = named[n] ?? UNKNOWN
    if (!row || label === UNKNOWN) continue
    row[taken] = (row[taken] ?? 0) + 1
    count++
    if (taken === label) right++
  }
  return { accuracy: count > 0 ? right / count : 0, count, confusion }
}

/** Share of the images that two classifiers name differently. */
export function changedShare(a: Uint8Array, b: Uint8Array): number {
  return a.filter((label, n) => label !== b[n]).length / Math.max(1, a.length)
}
