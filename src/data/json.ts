// Guards for JSON from outside.

import { DataError } from './imageSet'

/** Parses JSON; undefined where the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A shape: whole numbers that are not negative. */
export function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0)
}

/** A value as JSON on one line, cut so that a message stays readable. */
export function quote(value: unknown): string {
  const json = JSON.stringify(value) ?? 'missing'
  return json.length > 80 ? `${json.slice(0, 77)}...` : json
}

/**
 * Refuses what JSON.parse accepts: a key given twice, where it keeps the last, and deep nesting, which costs far more
 * memory than text. Any other fault is left to JSON.parse.
 *
 * @throws DataError
 */
export function refuseLoose(
  json: string,
  { where, depth, advice }: { where: string; depth: number; advice: string },
): void {
  const keys: Set<string>[] = []
  for (let i = 0; i < json.length; i++) {
    const character = json[i]
    if (character === '{' || character === '[') {
      keys.push(new Set())
      if (keys.length > depth) {
        throw new DataError(`${where} nests deeper than ${depth} levels. ${advice}`)
      }
    } else if (character === '}' || character === ']') {
      keys.pop()
    } else if (character === '"') {
      const start = i
      for (i++; i < json.length && json[i] !== '"'; i++) if (json[i] === '\\') i++
      let next = i + 1
      while (/\s/.test(json[next] ?? '')) next++
      if (json[next] !== ':') continue
      const key = String(JSON.parse(json.slice(start, i + 1)))
      if (keys.at(-1)?.has(key)) throw new DataError(`${where} has ${quote(key)} twice. ${advice}`)
      keys.at(-1)?.add(key)
    }
  }
}
