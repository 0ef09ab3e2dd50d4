import {
  type DataType,
  excess,
  judgeLanguage,
  judgeSize,
  localized,
  loose,
  real,
  shortIdentifier,
  type Verdict,
  valid,
} from './data-types.ts'

/**
 * The forms of responses and of correct response patterns, by type of interaction [RTE 4.2.9.1, Table 4.2.9.1a]. Delimiters:
 * `[,]` between parts, `[.]` in a pair, `[:]` in a range; `{case_matters=}`, `{order_matters=}` and `{lang=}` before a text.
 */
interface ResponseForm {
  readonly response: DataType
  readonly pattern: DataType
  /** How many patterns one question may have; absent: as many as fit. */
  readonly patternsMax?: 1
  /** Two patterns that mean the same are one too many. */
  readonly isUnique?: 'as sets' | 'in order'
}

const partsOf = (value: string): string[] => (value === '' ? [] : value.split('[,]'))

/** The first verdict that is not plainly good, if any. */
function worst(verdicts: readonly Verdict[]): Verdict {
  const rank = { wrong: 3, loose: 2, valid: 0 }
  const rankOf = (one: Verdict) => (one.kind === 'valid' && one.finding ? 1 : rank[one.kind])
  return verdicts.reduce((a, b) => (rankOf(b) > rankOf(a) ? b : a), valid)
}

const counted = (count: number, guaranteed: number): Verdict =>
  count <= guaranteed ? valid : excess(`${count} parts; SCORM 2004 guarantees only ${guaranteed}`)

/** What is no well-formed response stays readable text, so tolerance takes it. */
const malformed = (verdict: Verdict): Verdict =>
  verdict.kind === 'wrong' ? loose(verdict.reason) : verdict

const setOf =
  (guaranteed: number, isSet: boolean): DataType =>
  (value) => {
    const parts = partsOf(value)
    const isTwice = isSet && new Set(parts).size < parts.length
    if (isTwice) return loose('a choice stands twice in a set')
    return malformed(worst([...parts.map(shortIdentifier), counted(parts.length, guaranteed)]))
  }

const trueFalse: DataType = (value) =>
  value === 'true' || value === 'false' ? valid : loose('must be "true" or "false"')

/** `{case_matters=...}` and `{order_matters=...}`, in either order, once each. */
function withoutMatters(value: string, names: readonly string[]) {
  const pattern = new RegExp(`^\\{(${names.join('|')})=([^}]*)\\}`)
  let rest = value
  let verdict = valid
  const seen = new Set<string>()
  for (let match = pattern.exec(rest); match; match = pattern.exec(rest)) {
    const [prefix, name, flag] = match as unknown as [string, string, string]
    if (seen.has(name)) break
    seen.add(name)
    if (flag !== 'true' && flag !== 'false') verdict = loose(`${name} must be true or false`)
    rest = rest.slice(prefix.length)
  }
  return { rest, verdict }
}

function judgeText(value: string, guaranteed: number): Verdict {
  const { text, language } = localized(value)
  return worst([
    language === undefined ? valid : malformed(judgeLanguage(language)),
    judgeSize(text, guaranteed),
  ])
}

const texts: DataType = (value) => {
  const parts = value.split('[,]')
  return worst([...parts.map((part) => judgeText(part, 250)), counted(parts.length, 10)])
}

const fillInPattern: DataType = (value) => {
  const { rest, verdict } = withoutMatters(value, ['case_matters', 'order_matters'])
  return worst([verdict, texts(rest)])
}

const longText: DataType = (value) => judgeText(value, 4_000)

const longTextPattern: DataType = (value) => {
  const { rest, verdict } = withoutMatters(value, ['case_matters'])
  return worst([verdict, longText(rest)])
}

const matching: DataType = (value) => {
  const parts = partsOf(value)
  const verdicts = parts.map((part) => {
    const pair = part.split('[.]')
    if (pair.length !== 2) return loose('a match is source[.]target')
    return malformed(worst(pair.map(shortIdentifier)))
  })
  return worst([...verdicts, counted(parts.length, 36)])
}

const numberOrNothing = (value: string): Verdict =>
  value === '' ? valid : malformed(real()(value))

/** `min[:]max`, where either may be left out. */
const range: DataType = (value) => {
  const bounds = value.split('[:]')
  if (bounds.length !== 2) return loose('a range is min[:]max')
  const judged = worst(bounds.map(numberOrNothing))
  if (judged.kind !== 'valid') return judged
  const [min, max] = bounds as [string, string]
  return min !== '' && max !== '' && Number(min) > Number(max)
    ? loose('the range ends before it begins')
    : valid
}

/** One step of a performance: name, answer, or both; in a pattern the answer may be a range. */
function judgeStep(step: string, isPattern: boolean): Verdict {
  const pair = step.split('[.]')
  if (pair.length !== 2) return loose('a step is name[.]answer')
  const [name, answer] = pair as [string, string]
  if (name === '' && answer === '') return loose('a step has a name or an answer')
  return worst([
    name === '' ? valid : malformed(shortIdentifier(name)),
    isPattern && answer.includes('[:]') ? range(answer) : judgeSize(answer, 250),
  ])
}

const steps =
  (isPattern: boolean): DataType =>
  (value) => {
    const parts = value.split('[,]')
    return worst([...parts.map((step) => judgeStep(step, isPattern)), counted(parts.length, 250)])
  }

const performancePattern: DataType = (value) => {
  const { rest, verdict } = withoutMatters(value, ['order_matters'])
  return worst([verdict, steps(true)(rest)])
}

const number: DataType = (value) => malformed(real()(value))
const likert: DataType = (value) => malformed(shortIdentifier(value))
const other: DataType = (value) => judgeSize(value, 4_000)

export const responseForms: Readonly<Record<string, ResponseForm>> = {
  'true-false': { response: trueFalse, pattern: trueFalse, patternsMax: 1 },
  choice: { response: setOf(36, true), pattern: setOf(36, true), isUnique: 'as sets' },
  'fill-in': { response: texts, pattern: fillInPattern },
  'long-fill-in': { response: longText, pattern: longTextPattern },
  likert: { response: likert, pattern: likert, patternsMax: 1 },
  matching: { response: matching, pattern: matching },
  performance: { response: steps(false), pattern: performancePattern },
  sequencing: { response: setOf(36, false), pattern: setOf(36, false), isUnique: 'in order' },
  numeric: { response: number, pattern: range, patternsMax: 1 },
  other: { response: other, pattern: other, patternsMax: 1 },
}

/** Whether two patterns of a question mean the same, where that is forbidden. */
export function isSamePattern(form: ResponseForm | undefined, a: string, b: string): boolean {
  if (form?.isUnique === undefined) return false
  if (form.isUnique === 'in order') return a === b
  return [...partsOf(a)].sort().join('[,]') === [...partsOf(b)].sort().join('[,]')
}
