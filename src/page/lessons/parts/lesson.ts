import type { ReadonlySignal } from '@preact/signals'
import type { JSX } from 'preact'

export interface Lesson {
  minutes: number
  View: () => JSX.Element
  /** Texts in the reader's language (language.ts); a chapter may have more. */
  text: ReadonlySignal<LessonText>
}

export interface LessonText {
  title: string
  /** Goal of the chapter, in one line. */
  aim: string
  question: Question
}

/** A question whose answer the page checks. */
export interface Question {
  ask: string
  /** Possible answers; without them, the answer is a number. */
  choices?: readonly string[]
  answer: string | number
  /** Explanation, shown after a right or wrong answer. */
  because: string
}
