// There is one GPU. A view that computes on it for long registers here, so that a view that needs the GPU for
// itself can pause the others without knowing them.

import { computed, signal } from '@preact/signals'

export interface GpuUser {
  title: string
  /** Does it compute, or will it in a moment? Reads signals. */
  isBusy: () => boolean
  /** Pauses it, where it can be paused now. */
  pause: () => void
}

const users = signal<readonly GpuUser[]>([])

export function registerGpuUser(user: GpuUser): void {
  users.value = [...users.peek(), user]
}

/** Title of a view that is busy. */
export const busyView = computed(() => users.value.find(({ isBusy }) => isBusy())?.title)

export function pauseGpuUsers(): void {
  for (const { pause } of users.peek()) pause()
}
