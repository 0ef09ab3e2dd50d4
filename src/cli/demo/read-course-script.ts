import { posix } from 'node:path'
import { runInNewContext } from 'node:vm'
import { type Activity, activitiesOf, type Course } from '../../runtime/index.ts'
import type { CourseScript, QuestionScript, QuizScript, ScoScript } from './course-script.ts'
import type { Random } from './seeded-random.ts'

/**
 * Reads from a sample course's own sources what its learners meet: the pages of each SCO and the questions of its quiz. Only
 * sources of this repository are read, never an uploaded package.
 * @param files of the package by path
 */
export function readCourseScript(files: SourceFiles, course: Course, random: Random): CourseScript {
  const launchable = activitiesOf(course).filter(({ kind }) => kind !== 'cluster')
  return {
    scos: Object.fromEntries(launchable.map((one) => [one.id, readSco(files, one, random)])),
  }
}

function readSco(files: SourceFiles, activity: Activity, random: Random): ScoScript {
  if (activity.kind === 'asset') return { pages: [], isAsset: true }
  const path = decodeURIComponent(new URL(activity.href!, 'file:///').pathname).slice(1)
  const html = textOf(files, path)
  const pages = [...html.matchAll(/<section data-page="([^"]+)"/g)].map(([, page]) => page!)
  const scripts = scriptsOf(html, (src) => textOf(files, posix.join(posix.dirname(path), src)))
  const definition = scripts.flatMap((source) => quizIn(source, activity))[0]
  return { pages, ...(definition && { quiz: quizOf(definition, activity, random) }) }
}

type SourceFiles = ReadonlyMap<string, Buffer>

function textOf(files: SourceFiles, path: string): string {
  const content = files.get(path)
  if (!content) throw new Error(`the sample package has no file ${path}`)
  return content.toString()
}

/** The page's own scripts; the shared ones have no content of the course. */
const scriptsOf = (html: string, read: (src: string) => string): string[] =>
  [...html.matchAll(/<script src="([^"]+)"/g)]
    .map(([, src]) => src!)
    .filter((src) => !src.includes('shared/'))
    .map(read)

/** A quiz as the sample courses define it (sample-packages/shared/src/quiz.js). */
interface QuizDefinition {
  readonly id: string
  readonly mastery: number
  readonly statusAfter: (isPassed: boolean) => string
  readonly questions: readonly QuestionDefinition[]
}

interface QuestionDefinition {
  readonly id: string
  readonly type: string
  readonly objective: string
  readonly right?: string
  readonly isMultiple?: boolean
  readonly options?: readonly (readonly [key: string, label: unknown])[]
  readonly lines?: readonly (readonly [key: string, label: unknown])[]
}

/** What a script hands to `Course.start`: it is run with no more of a browser than that asks for. */
function quizIn(source: string, { dataFromLms = '' }: Activity): QuizDefinition[] {
  if (!source.includes('Course.start(')) return []
  const found: QuizDefinition[] = []
  const start = (definition?: QuizDefinition) => void (definition && found.push(definition))
  const get = (element: string) => (element === 'cmi.launch_data' ? dataFromLms : '')
  runInNewContext(source, { window: { Course: { start }, Sco: { get } } }, { timeout: 1_000 })
  return found
}

const quizOf = (definition: QuizDefinition, activity: Activity, random: Random): QuizScript => ({
  id: definition.id,
  mastery: Number(activity.masteryScore) || definition.mastery,
  isGraded:
    activity.masteryScore !== undefined ||
    definition.statusAfter(true) !== definition.statusAfter(false),
  statusAfter: definition.statusAfter,
  questions: definition.questions.map((question) => questionOf(question, random)),
})

const questionOf = (question: QuestionDefinition, random: Random): QuestionScript => ({
  id: question.id,
  type: question.type,
  objective: question.objective,
  ...(question.right !== undefined && { right: question.right }),
  others: responsesTo(question, random).filter((response) => response !== question.right),
})

/** Responses that learners may give, most of them wrong. */
function responsesTo(question: QuestionDefinition, random: Random): string[] {
  const keys = (question.options ?? []).map(([key]) => key)
  const several = (make: () => string) => [...new Set(Array.from({ length: 8 }, make))]
  switch (question.type) {
    case 'choice':
      return question.isMultiple ? several(() => someOf(keys, random).join(',')) : keys
    case 'likert':
      return keys
    case 'true-false':
      return ['t', 'f']
    case 'numeric':
      return [-1, 1, 2, 10].map((more) => String(Number(question.right) + more))
    case 'matching':
      return several(() =>
        question.lines!.map(([line]) => `${line}.${random.pick(keys)}`).join(','),
      )
    case 'sequencing':
      return several(() => shuffled(keys, random).join(','))
    default:
      return ['không rõ', 'chưa biết']
  }
}

function someOf(keys: readonly string[], random: Random): string[] {
  const some = keys.filter(() => random.chance(0.5))
  return some.length > 0 ? some : [random.pick(keys)]
}

function shuffled(keys: readonly string[], random: Random): string[] {
  const rest = [...keys]
  return keys.map(() => rest.splice(random.whole(0, rest.length - 1), 1)[0]!)
}
