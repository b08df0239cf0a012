// There is one GPU. A view that computes on it for long registers here, so that a view that needs the GPU for
// itself can pause the others without knowing them.

import { computed, signal } from '@preact/signals'
import type { en } from './en'

export type ViewName = keyof typeof en.views

export interface GpuUser {
  view: ViewName
  /** Does it compute, or will it in a moment? Reads signals. */
  isBusy: () => boolean
  /** Pauses it, where it can be paused now. */
  pause: () => void
}

const users = signal<readonly GpuUser[]>([])

export function registerGpuUser(user: GpuUser): void {
  users.value = [...users.peek(), user]
}

/** A view that is busy. */
export const busyView = computed(() => users.value.find(({ isBusy }) => isBusy())?.view)

export function pauseGpuUsers(): void {
  for (const { pause } of users.peek()) pause()
}
