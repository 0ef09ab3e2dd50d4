import type { SessionWords } from '../../../words/index.ts'
import type { LogLine, SessionLog } from './queries.ts'

/** A line of the log in words: what happened, to what, and what was said about it. */
export interface LineText {
  readonly what: string
  /** Element, path or title. */
  readonly about: string
  readonly value: string
  /** Error with its meaning, or why something was refused. */
  readonly result: string
}

export const isTrouble = ({ what, refusal }: LogLine): boolean =>
  refusal !== undefined ||
  what === 'failed-call' ||
  what === 'finding' ||
  what === 'missing-file' ||
  what === 'silent-activity'

export function textOf(line: LogLine, log: SessionLog, words: SessionWords): LineText {
  const title = titleOf(line.activity, log)
  const what = words.what[line.what]
  switch (line.what) {
    case 'decision': {
      const say = words.decision[line.decision as keyof SessionWords['decision']]
      const facts = line.facts ?? {}
      return {
        what: say ? say(title, facts) : (line.decision ?? ''),
        about: line.process ?? '',
        value: '',
        result: '',
      }
    }
    case 'navigate': {
      const request = words.request[line.request as keyof SessionWords['request']] ?? line.request
      return {
        what: `${what}: ${request}`,
        about: titleOf(line.target, log),
        value: '',
        result: line.refusal ?? '',
      }
    }
    case 'failed-call':
      return {
        what: line.function ?? what,
        about: line.element ?? '',
        value: line.value ?? '',
        result: errorOf(line, log),
      }
    case 'finding':
      return { what, about: title, value: '', result: line.diagnostic ?? '' }
    case 'missing-file':
      return { what, about: line.path ?? '', value: '', result: '404' }
    case 'set':
      return { what, about: line.element ?? '', value: shownValue(line), result: '' }
    default:
      return { what, about: title, value: '', result: '' }
  }
}

const titleOf = (activity: string | undefined, { titles }: SessionLog): string =>
  activity === undefined ? '' : (titles[activity] ?? activity)

const errorOf = ({ error = '', diagnostic }: LogLine, { errors }: SessionLog): string =>
  [`${error} ${errors[error] ?? ''}`.trim(), diagnostic].filter(Boolean).join(' – ')

const shownValue = ({ value = '', length }: LogLine): string =>
  length === undefined ? value : `${value}… (${length})`

/** Whether the line has the text in it, whatever its case. */
export function matches(text: LineText, wanted: string): boolean {
  const all = `${text.what} ${text.about} ${text.value} ${text.result}`
  return all.toLocaleLowerCase('vi').includes(wanted.toLocaleLowerCase('vi'))
}
