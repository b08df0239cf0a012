// The book: its chapters, in their order. A chapter is a folder here with a `lesson.tsx`, and a name in the list.

import type { Lesson } from './parts/lesson'

const order = [
  'onestep',
  'pixel',
  'grid',
  'tiles',
  'transposed',
  'batchnorm',
  'tape',
  'microscope',
  'losses',
  'distance',
  'space',
  'styles',
  'adapt',
  'cycle',
]

export interface NamedLesson extends Lesson {
  /** Its folder, and its place in the address: #lessons/NAME. */
  name: string
}

const lessons = import.meta.glob<{ lesson: Lesson }>('./*/lesson.tsx', { eager: true })

export const book: readonly NamedLesson[] = order.map((name) => {
  const found = lessons[`./${name}/lesson.tsx`]
  if (!found) throw new Error(`there is no lesson in lessons/${name}`)
  return { name, ...found.lesson }
})
