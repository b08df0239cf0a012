// Files that are dragged over the page. Train takes them, unless the view that is shown does.

import { signal } from '@preact/signals'

/** Are files dragged over the page? */
export const dragging = signal(false)

/** Takes dropped files during their event. `target`: what they were dropped on. */
export type DropTaker = (files: DataTransfer, target: EventTarget | null) => void

/** Handler of the current view. */
export const dropTaker = signal<DropTaker | undefined>(undefined)
