// The book: its contents, or the chapter that the address names.

import './lessons.css'
import { useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { spoken } from '../core/language'
import { partTitle } from '../core/title'
import { book, type NamedLesson } from './book'
import { done } from './done'
import { Legend } from './parts/Legend'
import { addressOf, place, readPlace } from './parts/place'
import { EndingHere } from './parts/Steps'
import { text } from './parts/text'
import { Question } from './Question'

const named = (): NamedLesson | undefined => {
  const [, name] = location.hash.split('/')
  return book.find((lesson) => lesson.name === name)
}

export function Lessons() {
  const lesson = useSignal(named())
  useMemo(readPlace, [])
  useEffect(() => {
    const changed = () => {
      lesson.value = named()
      readPlace()
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
  const number = book.indexOf(lesson)
  const { View } = lesson
  const { question, inSteps } = text.value
  const ending = {
    title: question,
    text: (
      <>
        <Question key={lesson.name} lesson={lesson} />
        <Neighbours number={number} />
      </>
    ),
  }
  return (
    <article key={lesson.name}>
      <div class="chapter-head">
        <a href="#lessons">{text.value.all}</a>
        <h2>
          {number + 1}. {lesson.text.value.title}
        </h2>
        {place.value === 'all' && <a href={addressOf(0)}>{inSteps}</a>}
      </div>
      <EndingHere.Provider value={ending}>
        <Legend key={lesson.name}>
          <View />
        </Legend>
      </EndingHere.Provider>
    </article>
  )
}

/** Links to the chapters before and after. */
function Neighbours({ number }: { number: number }) {
  const [before, after] = [book[number - 1], book[number + 1]]
  return (
    <nav class="turn" aria-label={text.value.chapters}>
      {before ? <a href={`#lessons/${before.name}`}>← {before.text.value.title}</a> : <span />}
      {after && <a href={`#lessons/${after.name}`}>{after.text.value.title} →</a>}
    </nav>
  )
}
