import { signal } from '@preact/signals'

/** Title of the part of the view that is shown, such as a lesson; empty for none. */
export const partTitle = signal('')

/** Title of the page: `Losses – Lessons – Ganvas` */
export const pageTitle = (view: string): string =>
  [partTitle.value, view, 'Ganvas'].filter((part) => part !== '').join(' – ')
