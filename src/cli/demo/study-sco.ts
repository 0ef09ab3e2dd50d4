import type { QuestionScript, ScoScript } from './course-script.ts'
import type { MovingClock } from './moving-clock.ts'
import type { Random } from './seeded-random.ts'
import type { SimulatedPlayer } from './simulated-player.ts'
import type { StudyStep } from './study-steps.ts'

export type ScoStep = Exclude<StudyStep, { do: 'read' }>

/** One run of a SCO of the sample courses: makes the calls that its pages make, so that a real browser can go on from here. */
export interface ScoRun {
  readonly activity: string
  take(step: ScoStep): void
  /** The page goes away before the end. */
  suspend(): void
}

/** What the sample courses keep in cmi.suspend_data. */
interface Notes {
  visited: string[]
  quiz: QuizNotes | null
}

interface QuizNotes {
  at: number
  answers: Record<string, string>
  checked: boolean
  isDone: boolean
}

interface Run {
  readonly player: SimulatedPlayer
  readonly clock: MovingClock
  readonly random: Random
  /** How slowly the learner reads; 1 is the usual. */
  readonly pace: number
  readonly sco: ScoScript
  readonly startedAt: Date
  readonly notes: Notes
}

/** An asset is open for a while; it makes no calls. */
export function readAsset(
  activity: string,
  { player, clock, random, pace }: Pick<Run, 'player' | 'clock' | 'random' | 'pace'>,
): void {
  player.open(activity)
  clock.wait(random.between(30, 120) * pace)
  player.abandon()
}

/** Opens the SCO and does what the courses do at their start. */
export function beginScoRun(
  activity: string,
  parts: Pick<Run, 'player' | 'clock' | 'random' | 'pace' | 'sco'>,
): ScoRun {
  const { player, clock } = parts
  player.open(activity)
  clock.wait(1.4)
  player.initialize()
  const status = player.get('cmi.core.lesson_status')
  if (status === 'not attempted') player.set('cmi.core.lesson_status', 'incomplete')
  player.set('cmi.core.exit', 'suspend')
  const notes = recall(player.get('cmi.suspend_data'))
  const run: Run = { ...parts, startedAt: clock.now(), notes }
  commit(run)
  return {
    activity,
    take: (step) => takeStep(run, step),
    suspend: () => finish(run, 'suspend'),
  }
}

function takeStep(run: Run, step: ScoStep): void {
  if (step.do === 'page') showPage(run, step.page)
  else if (step.do === 'answer') answer(run, step.question, step.response)
  else if (step.do === 'result') tellResult(run, step.raw)
  else if (step.do === 'retry') retry(run)
  else end(run)
}

function showPage(run: Run, page: string): void {
  const { notes } = run
  if (!notes.visited.includes(page)) notes.visited.push(page)
  if (page === 'quiz') notes.quiz ??= newQuiz()
  run.player.set('cmi.core.lesson_location', page)
  keep(run)
  run.clock.wait(page === 'quiz' ? 2 : run.random.between(18, 110) * run.pace)
}

/** Writes one interaction with its objective. */
function answer(run: Run, question: QuestionScript, response: string): void {
  const { player, clock, notes } = run
  const latency = run.random.between(6, 55) * run.pace
  clock.wait(latency)
  const quiz = notes.quiz ?? newQuiz()
  notes.quiz = quiz
  const isRight = question.right === response
  const n = `cmi.interactions.${player.get('cmi.interactions._count')}`
  player.set(`${n}.id`, `${run.sco.quiz!.id}.${question.id}`)
  player.set(`${n}.type`, question.type)
  player.set(`${n}.objectives.0.id`, question.objective)
  player.set(`${n}.time`, timeOfDay(clock.now()))
  if (question.right) player.set(`${n}.correct_responses.0.pattern`, question.right)
  player.set(`${n}.weighting`, question.right ? 1 : 0)
  player.set(`${n}.student_response`, response)
  player.set(`${n}.result`, question.right ? (isRight ? 'correct' : 'wrong') : 'neutral')
  player.set(`${n}.latency`, timespan(latency * 1000))
  if (question.right) tellObjective(player, question.objective, isRight)
  quiz.answers[question.id] = response
  quiz.at = run.sco.quiz!.questions.indexOf(question)
  quiz.checked = true
  keep(run)
}

function tellObjective(player: SimulatedPlayer, id: string, isMet: boolean): void {
  const count = Number(player.get('cmi.objectives._count'))
  let n = 0
  while (n < count && player.get(`cmi.objectives.${n}.id`) !== id) n += 1
  if (n === count) player.set(`cmi.objectives.${n}.id`, id)
  player.set(`cmi.objectives.${n}.score.raw`, isMet ? 100 : 0)
  player.set(`cmi.objectives.${n}.status`, isMet ? 'passed' : 'failed')
}

function tellResult(run: Run, raw: number): void {
  const { player, notes } = run
  const { mastery, statusAfter } = run.sco.quiz!
  run.clock.wait(run.random.between(3, 12))
  player.set('cmi.core.score.min', 0)
  player.set('cmi.core.score.max', 100)
  player.set('cmi.core.score.raw', raw)
  player.set('cmi.core.lesson_status', statusAfter(raw >= mastery))
  if (notes.quiz) notes.quiz.isDone = true
  keep(run)
}

/** Begins the quiz anew. */
function retry(run: Run): void {
  run.clock.wait(run.random.between(5, 30))
  run.notes.quiz = newQuiz()
  showPage(run, 'quiz')
}

/** The learner is through; without a quiz that means completed. */
function end(run: Run): void {
  run.clock.wait(run.random.between(3, 15))
  if (!run.sco.quiz) run.player.set('cmi.core.lesson_status', 'completed')
  finish(run, '')
}

function keep(run: Run): void {
  run.player.set('cmi.suspend_data', JSON.stringify(run.notes))
  commit(run)
}

function commit({ player, clock, startedAt }: Run): void {
  player.set('cmi.core.session_time', timespan(clock.now().getTime() - startedAt.getTime()))
  player.commit()
}

function finish(run: Run, exit: 'suspend' | ''): void {
  run.player.set('cmi.core.exit', exit)
  commit(run)
  run.player.finish()
}

const newQuiz = (): QuizNotes => ({ at: 0, answers: {}, checked: false, isDone: false })

function recall(kept: string): Notes {
  return kept === '' ? { visited: [], quiz: null } : (JSON.parse(kept) as Notes)
}

const twoDigits = (number: number): string => String(Math.floor(number)).padStart(2, '0')

/** A CMITimespan of milliseconds. */
function timespan(milliseconds: number): string {
  const seconds = milliseconds / 1000
  const clock = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(twoDigits).join(':')
  return `${clock}.${twoDigits((milliseconds % 1000) / 10)}`
}

const vietnamHours = 7

/** A CMITime: the time of day on the learner's clock. */
const timeOfDay = (time: Date): string =>
  new Date(time.getTime() + vietnamHours * 3_600_000).toISOString().slice(11, 19)
