// Runs and pictures that this browser keeps for the next visit, in IndexedDB: it works in the page and in the worker,
// and a transaction writes everything or nothing.

import type { NamedSet } from '../../data/imageSet'
import type { Both } from '../../gan/translate/cycleStep'
import type { Curves } from './history'
import type { OwnSummary, Picture, StateEntry, StoredAbout, StoredRun } from './protocol'
import type { OwnAbout, Place } from './translation'

/** Everything that a run goes on from, except for its training images. */
export interface StoredState {
  /** Text of config.json at this step. */
  config: string
  step: number
  /** Seconds trained until then. */
  seconds: number
  state: Map<string, Uint32Array<ArrayBuffer>>
  curves: Curves
  /** Text of log.jsonl, of a translation. */
  log?: string
}

interface StoredPictures {
  id: string
  at: number
  bytes: number
}

/** The user's pictures in Train, without their pixels. */
export interface StoredSet extends StoredPictures {
  place?: undefined
  summary: OwnSummary
}

/** Kept runs of Translate. */
export interface StoredPart extends StoredPictures {
  place: Place
  about: OwnAbout
}

/** Pixels of one set, or of pairs. */
export type PartPixels = NamedSet | Both<NamedSet>

/** States kept of each run: where one cannot be read, the one before can. */
const STATES = 2

const DATABASE = 'ganvas'
const STORES = ['runs', 'states', 'sets', 'pixels'] as const
type Store = (typeof STORES)[number]

/**
 * A run with one more state, and the states that make room for it.
 *
 * @param last  time of the state that the writer wrote last, or went on from
 * @returns undefined where another tab has written to the run since: the writer takes a new id
 */
export function withState(
  earlier: StoredRun | undefined,
  entry: StateEntry,
  last: number | undefined,
): { states: StateEntry[]; dropped: StateEntry[] } | undefined {
  const before = earlier?.states ?? []
  if (before[0] && before[0].at !== last) return undefined
  const states = [entry, ...before]
  return { states: states.slice(0, STATES), dropped: states.slice(STATES) }
}

/** Adds a state to a run, in place of its oldest. `last`: see `withState`. */
export async function keepRun(
  run: StoredAbout & { id: string; picture: Picture; curves: Curves },
  { state, last }: { state: StoredState; last: number | undefined },
): Promise<StoredRun> {
  const { step } = state
  // Two states of a run never have one time.
  const at = Math.max(Date.now(), (last ?? 0) + 1)
  const entry = { at, step, bytes: bytesOf(state) + run.picture.pixels.byteLength }
  return transact('readwrite', async (store) => {
    const earlier: StoredRun | undefined = await done(store('runs').get(run.id))
    const next = withState(earlier, entry, last)
    const id = next ? run.id : crypto.randomUUID()
    const kept = { ...run, id, states: next?.states ?? [entry] }
    for (const { at: old } of next?.dropped ?? []) store('states').delete([id, old])
    store('states').put(state, [id, at])
    store('runs').put(kept, id)
    return kept
  })
}

/** Kept runs, the newest first. */
export async function keptRuns(): Promise<StoredRun[]> {
  const runs = await transact('readonly', (store) => done<StoredRun[]>(store('runs').getAll()))
  return runs.toSorted((a, b) => timeOf(b) - timeOf(a))
}

export const timeOf = ({ states }: StoredRun): number => states[0]?.at ?? 0

/** A run and its states, the newest first. */
export function readRunKept(
  id: string,
): Promise<{ run: StoredRun; states: StoredState[] } | undefined> {
  return transact('readonly', async (store) => {
    const run: StoredRun | undefined = await done(store('runs').get(id))
    if (!run) return undefined
    const read = run.states.map(({ at }) =>
      done<StoredState | undefined>(store('states').get([id, at])),
    )
    const states = await Promise.all(read)
    return { run, states: states.flatMap((state) => state ?? []) }
  })
}

export function deleteRun(id: string): Promise<void> {
  return transact('readwrite', async (store) => {
    store('states').delete(IDBKeyRange.bound([id], [id, []]))
    store('runs').delete(id)
  })
}

/** Keeps the user's pictures. */
export function keepSet(set: StoredSet | StoredPart, pixels: PartPixels): Promise<void> {
  return transact('readwrite', async (store) => {
    store('pixels').put(pixels, set.id)
    store('sets').put(set, set.id)
  })
}

/** Kept pictures of the user, the newest first. */
export async function keptSets(): Promise<(StoredSet | StoredPart)[]> {
  const sets = await transact('readonly', (store) =>
    done<(StoredSet | StoredPart)[]>(store('sets').getAll()),
  )
  return sets.toSorted((a, b) => b.at - a.at)
}

export const readSetKept = (id: string) => readPictures<StoredSet, NamedSet>(id)
export const readPartKept = (id: string) => readPictures<StoredPart, PartPixels>(id)

function readPictures<Set, Pixels>(id: string): Promise<{ set: Set; pixels: Pixels } | undefined> {
  return transact('readonly', async (store) => {
    const set: Set | undefined = await done(store('sets').get(id))
    const pixels: Pixels | undefined = await done(store('pixels').get(id))
    return set && pixels ? { set, pixels } : undefined
  })
}

export function deleteSet(id: string): Promise<void> {
  return transact('readwrite', async (store) => {
    store('pixels').delete(id)
    store('sets').delete(id)
  })
}

function bytesOf({ state }: StoredState): number {
  return [...state.values()].reduce((sum, { byteLength }) => sum + byteLength, 0)
}

/** Runs requests in one transaction: all of them take effect, or none. */
async function transact<Value>(
  mode: IDBTransactionMode,
  work: (store: (name: Store) => IDBObjectStore) => Promise<Value>,
): Promise<Value> {
  const database = await opened()
  try {
    const transaction = database.transaction(STORES, mode)
    const over = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error ?? new Error('the storage is closed'))
    })
    over.catch(() => undefined)
    const value = await work((name) => transaction.objectStore(name))
    await over
    return value
  } finally {
    database.close()
  }
}

function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1)
  request.onupgradeneeded = () => {
    for (const name of STORES) request.result.createObjectStore(name)
  }
  return done(request)
}

function done<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
