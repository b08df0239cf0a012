// Types that the page and the worker of Lab share.

import type { RowName } from '../../../bench/choose'
import type { KernelName } from '../../catalogue/index'
import type { Judgement, Scope } from '../../catalogue/own'

/** Work of the worker. */
export type Work = 'checking' | 'racing' | 'training' | 'measuring'

export type Suspect = Judgement['suspects'][number]

/** Shapes of the inputs, and the op's options. */
export interface Typed {
  shapes: Readonly<Record<string, readonly number[]>>
  options: unknown
}

/** A row, at the size of its layer or at one that was typed. */
export interface At {
  row: RowName
  typed?: Typed
}

export interface Text {
  op: KernelName
  /** File in whose place it runs. */
  file: string
  source: string
  /** Scope of an exercise: the entry point that it must have, and the tensors that are compared. */
  entry?: string
  scope?: Scope
}

/** A dispatch of the user's kernel, and the constants that it gets. */
export interface Dispatched {
  entry: string
  constants: Readonly<Record<string, number>>
  workgroups: number
}
