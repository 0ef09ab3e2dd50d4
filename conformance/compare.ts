import type { Command } from './cases.ts'
import type { Answered } from './stage.ts'

/** Says of each command whose answer is not the expected one what it was. */
export const differencesOf = (
  commands: readonly Command[],
  answers: readonly Answered[],
  learner: string,
): string[] =>
  commands.flatMap((command, index) => {
    const answered = answers[index]
    if (!answered) return [`${nameOf(command)}: not called`]
    return isRight(command, answered, learner) ? [] : [sentenceOf(command, answered)]
  })

const nameOf = ({ call, element, arg, value }: Command): string =>
  `${call}(${[element ?? arg, value]
    .filter((part) => part !== undefined)
    .map((part) => short(part))
    .join(', ')})`

function sentenceOf(command: Command, { value, error }: Answered): string {
  if (command.ids) return `cmi.objectives has ${value}, not ${command.ids.join(' ')}`
  const expected = `${short(command.expect ?? '')} ${command.error}`
  return `${nameOf(command)} gave ${short(value)} ${error}, not ${expected}`
}

const lengthShown = 70
const short = (text: string): string =>
  JSON.stringify(text.length > lengthShown ? `${text.slice(0, lengthShown)}…` : text)

/** What the test suite takes for the right answer; where it is lenient, README.md says how. */
function isRight(command: Command, { value, error }: Answered, learner: string): boolean {
  const { expect, ids } = command
  if (ids) return sameSet(ids, value === '' ? [] : value.split(' '))
  if (expect === undefined) return true
  const lenient = lenientAnswer(command)
  if (lenient) return lenient(value, error)
  if (error !== command.error) return false
  if (command.expectLearner) return isLearner(command, value, learner)
  if (command.call !== 'GetValue') return isExpectedWord(command, value)
  const sought = soughtId(command)
  if (sought !== undefined && expect === '') return value === sought
  return isSameValue(command, value)
}

type Lenient = (value: string, error: string) => boolean

function lenientAnswer({ lenient, element = '' }: Command): Lenient | undefined {
  if (lenient === undefined) return undefined
  if (element.startsWith('adl.nav.request_valid.')) {
    return (value, error) => ['true', 'false', 'unknown'].includes(value) && error === '0'
  }
  return (_, error) => ['0', '301', '401', '403'].includes(error)
}

const isLearner = ({ element }: Command, value: string, learner: string): boolean =>
  element === 'cmi.learner_id' ? value === learner : value !== ''

/** Answers of the other functions: a word, or a text of which only the length is laid down. */
function isExpectedWord({ call, expect = '' }: Command, value: string): boolean {
  if (expect === 'less255') return value.length <= 255
  if (expect === 'emptyCS') return value === ''
  // One command expects SetValue to answer neither true nor false: a slip of the case, whose code is right.
  if (call === 'SetValue' && !['true', 'false'].includes(expect)) return true
  return value === expect
}

/** A case finds an index by asking for the id, and expects no value of that. */
const soughtId = ({ element = '' }: Command): string | undefined =>
  /\.&([^&]+)&\.id$/.exec(element)?.[1]

function isSameValue(
  { element = '', expect = '', interactionType }: Command,
  value: string,
): boolean {
  if (value === expect) return true
  if (element.endsWith('._children')) return sameSet(expect.split(','), value.split(','))
  if (/\.(total_time|session_time|latency)$|\.max_time_allowed$/.test(element)) {
    return sameNumber(centisecondsOf(value), centisecondsOf(expect))
  }
  if (interactionType === 'numeric') return sameRange(expect, value)
  if (interactionType !== undefined && withoutDefaults(value) === withoutDefaults(expect))
    return true
  return sameNumber(realOf(value), realOf(expect))
}

const sameSet = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length &&
  [...one].sort().join(' ') ===
    [...other]
      .map((part) => part.trim())
      .sort()
      .join(' ')

const sameRange = (expect: string, value: string): boolean => {
  const [wanted, given] = [expect.split('[:]'), value.split('[:]')]
  return (
    wanted.length === given.length &&
    wanted.every(
      (part, index) => part === given[index] || sameNumber(realOf(part), realOf(given[index]!)),
    )
  )
}

const defaults = ['{lang=en}', '{case_matters=false}', '{order_matters=true}']

/** A response, each part without the delimiters that only say what holds without them, and the others in one order. */
const withoutDefaults = (response: string): string =>
  response
    .split('[,]')
    .map((part) => {
      const [head = ''] = /^(\{(lang|case_matters|order_matters)=[^}]*\})*/.exec(part) ?? []
      const delimiters = (head.match(/\{[^}]*\}/g) ?? []).filter((one) => !defaults.includes(one))
      return [...delimiters.sort(), part.slice(head.length)].join('')
    })
    .join('[,]')

const sameNumber = (one: number | undefined, other: number | undefined): boolean =>
  one !== undefined && one === other

const realOf = (text: string): number | undefined =>
  /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined

const units = [31_557_600, 2_629_800, 86_400, 3600, 60, 1] as const

/** ISO 8601 duration, in hundredths of a second; a year and a month by their mean length. */
function centisecondsOf(text: string): number | undefined {
  const match =
    /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(
      text,
    )
  if (!match) return undefined
  const seconds = units.reduce((sum, unit, index) => sum + unit * Number(match[index + 1] ?? 0), 0)
  return Math.round(seconds * 100)
}
