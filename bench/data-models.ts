/**
 * How long GetValue and SetValue take with 500 interactions stored, in both standards: node bench/data-models.ts
 * The bar is 50 microseconds at the median; exit status 1 if it is missed.
 */
import { type Course, defaultSequencing, engines } from '../src/runtime/index.ts'

const barMicroseconds = 50
const interactions = 500
const calls = 20_000
const at = '2026-03-02T01:00:00.000Z'

const sco = { title: 'SCO', kind: 'sco', href: 'a.html', isVisible: true, children: [] } as const
const activities = [{ id: 'sco', ...sco }]

const courses: readonly Course[] = [
  { standard: 'scorm12', id: 'course', title: 'Course', activities },
  {
    standard: 'scorm2004',
    id: 'course',
    title: 'Course',
    activities,
    scorm2004: {
      edition: '4th',
      objectivesGlobalToSystem: true,
      sharedDataGlobalToSystem: true,
      sequencing: { controlMode: { ...defaultSequencing.controlMode, flow: true } },
    },
  },
]

/** A SCO that runs and has answered many questions. */
function play(course: Course) {
  const engine = engines[course.standard]
  const mode = { credit: 'credit', lessonMode: 'normal' } as const
  let attempt = engine.start(course, { id: 'l', name: 'Nguyễn Thị Ánh' }, mode, { seed: 's' })
  for (const step of engine.follow(course, attempt, engine.beginning(course, attempt)!)) {
    const applied = engine.apply(course, attempt, { n: 1, at, ...step })
    if (applied.refused !== undefined) throw new Error(applied.refused)
    attempt = applied.attempt
  }
  const call = (name: 'initialize' | 'getValue' | 'setValue', ...args: string[]) => {
    const answer = engine.call(course, attempt, { function: name, args, at, lastError: '0' })
    if (answer.error !== '0') throw new Error(`${args.join(' ')}: ${answer.diagnostic}`)
    attempt = answer.attempt
    return answer.result
  }
  call('initialize', '')
  const response = course.standard === 'scorm12' ? 'student_response' : 'learner_response'
  for (let n = 0; n < interactions; n += 1) {
    call('setValue', `cmi.interactions.${n}.id`, `question-${n}`)
    call('setValue', `cmi.interactions.${n}.type`, 'choice')
    call('setValue', `cmi.interactions.${n}.${response}`, 'a')
    call('setValue', `cmi.interactions.${n}.correct_responses.0.pattern`, 'a')
    call('setValue', `cmi.interactions.${n}.result`, 'correct')
    call('setValue', `cmi.interactions.${n}.weighting`, '1')
  }
  call('setValue', 'cmi.suspend_data', 'trang=3;'.repeat(500))
  return { call, response }
}

function medianOf(work: (n: number) => void): number {
  const times: number[] = []
  for (let n = 0; n < calls; n += 1) {
    const begun = performance.now()
    work(n)
    times.push(performance.now() - begun)
  }
  times.sort((a, b) => a - b)
  return times[calls / 2]! * 1_000
}

let isMissed = false
for (const course of courses) {
  const { call, response } = play(course)
  const field = (n: number) => `cmi.interactions.${n % interactions}.${response}`
  const medians = {
    'GetValue of the suspend data': medianOf(() => call('getValue', 'cmi.suspend_data')),
    'SetValue of the suspend data': medianOf((n) => call('setValue', 'cmi.suspend_data', `${n}`)),
    'SetValue of a response': medianOf((n) => call('setValue', field(n), n % 2 ? 'a' : 'b')),
  }
  for (const [what, median] of Object.entries(medians)) {
    isMissed ||= median > barMicroseconds
    console.log(`${course.standard} ${what}: ${median.toFixed(1)} µs at the median`)
  }
}
process.exitCode = isMissed ? 1 : 0
