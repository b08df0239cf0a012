// What a chapter of the book is.

import type { ReadonlySignal } from '@preact/signals'
import type { JSX } from 'preact'

export interface Lesson {
  /** In the address: #lessons/NAME. */
  name: string
  /** Minutes of reading and playing. */
  minutes: number
  View: () => JSX.Element
  /** In the language that is read (language.ts); a chapter may have more of them. */
  text: ReadonlySignal<LessonText>
}

export interface LessonText {
  title: string
  /** What one can say after it, a line. */
  aim: string
  question: Question
}

/** The page checks the answer. */
export interface Question {
  ask: string
  /** One of these, or, without them, a number. */
  choices?: readonly string[]
  answer: string | number
  /** Why it is so; shown after an answer, right or wrong. */
  because: string
}
