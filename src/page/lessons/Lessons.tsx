// The book: its contents, or the chapter that the address names.

import './lessons.css'
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { book } from './book'
import { done } from './done'
import { Legend } from './Legend'
import type { Lesson } from './lesson'
import { Question } from './Question'

const named = (): Lesson | undefined => {
  const [, name] = location.hash.split('/')
  return book.find((lesson) => lesson.name === name)
}

export function Lessons() {
  const lesson = useSignal(named())
  useEffect(() => {
    const changed = () => {
      lesson.value = named()
      scrollTo(0, 0)
    }
    addEventListener('popstate', changed)
    return () => removeEventListener('popstate', changed)
  }, [])
  return (
    <main class="lessons">{lesson.value ? <Chapter lesson={lesson.value} /> : <Contents />}</main>
  )
}

function Contents() {
  return (
    <>
      <h2>How a GAN becomes compute shaders</h2>
      <p class="prose">
        A short book to touch: each chapter runs the kernels that train on this page, and ends with
        a question.
      </p>
      <ol class="contents">
        {book.map(({ name, title, aim, minutes }) => (
          <li key={name} class="card">
            <a href={`#lessons/${name}`}>{title}</a>
            <p>{aim}</p>
            <p class="note">
              {minutes} minutes{done.value.has(name) ? ', done ✓' : ''}
            </p>
          </li>
        ))}
      </ol>
    </>
  )
}

function Chapter({ lesson }: { lesson: Lesson }) {
  const place = book.indexOf(lesson)
  const [before, after] = [book[place - 1], book[place + 1]]
  const { View } = lesson
  return (
    <article key={lesson.name}>
      <p class="note">
        <a href="#lessons">All lessons</a>
      </p>
      <h2>
        {place + 1}. {lesson.title}
      </h2>
      <Legend key={lesson.name}>
        <View />
      </Legend>
      <Question key={lesson.name} lesson={lesson} />
      <nav class="turn" aria-label="Chapters">
        {before ? <a href={`#lessons/${before.name}`}>← {before.title}</a> : <span />}
        {after && <a href={`#lessons/${after.name}`}>{after.title} →</a>}
      </nav>
    </article>
  )
}
