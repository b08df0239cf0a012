// The book: its contents, or the chapter that the address names.

import './lessons.css'
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { spoken } from '../core/language'
import { partTitle } from '../core/title'
import { book, type NamedLesson } from './book'
import { done } from './done'
import { Legend } from './parts/Legend'
import { text } from './parts/text'
import { Question } from './Question'

const named = (): NamedLesson | undefined => {
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
  const title = lesson.value?.text.value.title ?? ''
  useEffect(() => {
    partTitle.value = title
    return () => {
      partTitle.value = ''
    }
  }, [title])
  return (
    <main class="lessons" lang={spoken.value}>
      {lesson.value ? <Chapter lesson={lesson.value} /> : <Contents />}
    </main>
  )
}

function Contents() {
  const { title, intro, minutes: lasts } = text.value
  return (
    <>
      <h2>{title}</h2>
      <p class="prose">{intro}</p>
      <ol class="contents">
        {book.map(({ name, minutes, text: { value: words } }) => (
          <li key={name} class="card">
            <a href={`#lessons/${name}`}>{words.title}</a>
            <p>{words.aim}</p>
            <p class="note">{lasts(minutes, done.value.has(name))}</p>
          </li>
        ))}
      </ol>
    </>
  )
}

function Chapter({ lesson }: { lesson: NamedLesson }) {
  const place = book.indexOf(lesson)
  const [before, after] = [book[place - 1], book[place + 1]]
  const { View } = lesson
  return (
    <article key={lesson.name}>
      <p class="note">
        <a href="#lessons">{text.value.all}</a>
      </p>
      <h2>
        {place + 1}. {lesson.text.value.title}
      </h2>
      <Legend key={lesson.name}>
        <View />
      </Legend>
      <Question key={lesson.name} lesson={lesson} />
      <nav class="turn" aria-label={text.value.chapters}>
        {before ? <a href={`#lessons/${before.name}`}>← {before.text.value.title}</a> : <span />}
        {after && <a href={`#lessons/${after.name}`}>{after.text.value.title} →</a>}
      </nav>
    </article>
  )
}
