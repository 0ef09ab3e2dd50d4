import { languageCodes } from './language-codes.ts'
import { judgeTime, parseTimeInterval } from './time-types.ts'

/**
 * What a data type says of a value: good; good with something to report; loose, that is against the book but in a way that
 * authoring tools write, so that the tolerant profile takes it; or not of this type, with the book's code.
 */
export type Verdict =
  | { readonly kind: 'valid'; readonly finding?: string }
  | { readonly kind: 'loose'; readonly reason: string }
  | { readonly kind: 'wrong'; readonly reason: string; readonly error?: '406' | '407' }

export type DataType = (value: string) => Verdict

export const valid: Verdict = { kind: 'valid' }
export const excess = (finding: string): Verdict => ({ kind: 'valid', finding })
export const loose = (reason: string): Verdict => ({ kind: 'loose', reason })
export const wrong = (reason: string): Verdict => ({ kind: 'wrong', reason })
const outOfRange = (reason: string): Verdict => ({ kind: 'wrong', reason, error: '407' })

const charactersMax = 65_536

/** A size that every LMS must take. More is stored and reported; over `most`, a bound of our own, it is refused. */
export function judgeSize(
  value: string,
  guaranteed: number,
  most: number = charactersMax,
): Verdict {
  if (value.length > most) return wrong(`${value.length} characters; at most ${most} are stored`)
  if (value.length <= guaranteed) return valid
  return excess(`${value.length} characters; SCORM 2004 guarantees only ${guaranteed}`)
}

/** characterstring with its smallest permitted maximum [RTE 4.1.1.1]. */
export const characterString =
  (guaranteed: number, most?: number): DataType =>
  (value) =>
    judgeSize(value, guaranteed, most)

const tagPattern = /^[a-z]{1,8}(?:-[a-z0-9]{1,8})*$/i

/** language_type: a code of ISO 639, `i` or `x`, then subcodes [RTE 4.1.1.6]. A well-formed tag with another code is loose. */
export function judgeLanguage(tag: string): Verdict {
  if (!tagPattern.test(tag)) return wrong(`${JSON.stringify(tag)} is no language`)
  const [code = '', ...subcodes] = tag.toLowerCase().split('-')
  const isKnown = languageCodes.has(code) || ((code === 'i' || code === 'x') && subcodes.length > 0)
  return isKnown ? valid : loose(`${code} is no language code of ISO 639`)
}

export const language: DataType = (value) => (value === '' ? valid : judgeLanguage(value))

const languagePrefix = /^\{lang=([^}]*)\}/

/** The text of a localized_string_type and its language, where it names one. */
export function localized(value: string): { readonly text: string; readonly language?: string } {
  const prefix = languagePrefix.exec(value)
  return prefix ? { text: value.slice(prefix[0].length), language: prefix[1]! } : { text: value }
}

/** localized_string_type: `{lang=...}` and a text [RTE 4.1.1.3]; the size is the text's. */
export const localizedString =
  (guaranteed: number): DataType =>
  (value) => {
    const { text, language: tag } = localized(value)
    const spoken = tag === undefined ? valid : judgeLanguage(tag)
    return spoken.kind === 'valid' ? judgeSize(text, guaranteed) : spoken
  }

const uriCharacters = /^[\w.\-~:/?#@!$&'()*+,;=%]+$/
const urnPattern = /^urn:[a-z0-9][a-z0-9-]{0,31}:.+$/i

const identifier =
  (guaranteed: number): DataType =>
  (value) => {
    if (value.trim() === '') return wrong('an identifier has at least one character')
    if (!uriCharacters.test(value)) return loose('the identifier has characters that no URI has')
    if (/^urn:/i.test(value) && !urnPattern.test(value)) return loose('the URN is incomplete')
    return judgeSize(value, guaranteed)
  }

/** long_identifier_type [RTE 4.1.1.4] */
export const longIdentifier = identifier(4_000)
/** short_identifier_type [RTE 4.1.1.5] */
export const shortIdentifier = identifier(250)

/** state: exactly one of the words, in their letter case [RTE 4.1.1.9]. */
export const state =
  (...words: readonly string[]): DataType =>
  (value) =>
    words.includes(value)
      ? valid
      : wrong(`must be one of ${words.map((word) => `"${word}"`).join(', ')}`)

const realPattern = /^-?\d+(?:\.\d+)?$/
const looseRealPattern = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/

interface Range {
  readonly from?: number
  readonly to?: number
}

/**
 * real(10,7), in a range if there is one [RTE 4.1.1.8]. A plus sign, a bare point and an exponent, which scripts write for very
 * small numbers, are loose.
 */
export const real =
  ({ from = -Infinity, to = Infinity }: Range = {}): DataType =>
  (value) => {
    const isNumber = value.length <= 255 && looseRealPattern.test(value)
    if (!isNumber || !Number.isFinite(Number(value))) return wrong('must be a number')
    const isPlain = realPattern.test(value)
    const number = Number(value)
    if (!isPlain && (number < from || number > to)) return wrong('must be a number in range')
    if (number < from || number > to) {
      const bounds = [
        ...(from > -Infinity ? [`at least ${from}`] : []),
        ...(to < Infinity ? [`at most ${to}`] : []),
      ]
      return outOfRange(`must be ${bounds.join(' and ')}`)
    }
    return isPlain ? valid : loose('not the plain form of a number')
  }

/** time(second,10,0) */
export const time: DataType = (value) => {
  const judged = judgeTime(value)
  if (judged === 'exact') return valid
  return judged === 'loose'
    ? loose('the zone must follow a fraction of a second of at most two digits')
    : wrong('must be a time, YYYY-MM-DDThh:mm:ss.sTZD, from 1970 to 2038')
}

/** timeinterval(second,10,2) */
export const timeInterval: DataType = (value) => {
  const interval = parseTimeInterval(value)
  if (!interval) return wrong('must be a time interval, P1Y2M3DT4H5M6.78S')
  return interval.decimals <= 2 ? valid : loose('the seconds have more than two decimals')
}

const resultWords = ['correct', 'incorrect', 'unanticipated', 'neutral']

/** A word, or a number [RTE 4.2.9.2, result]. */
export const interactionResult: DataType = (value) => {
  if (resultWords.includes(value)) return valid
  const number = real()(value)
  return number.kind === 'wrong'
    ? wrong(`must be ${resultWords.map((word) => `"${word}"`).join(', ')} or a number`)
    : number
}
