import { parseTimespan } from './timespan.ts'

/** What a data type says of a value: good, good with something to report, or not of this type. */
export type Verdict =
  | { readonly isValid: true; readonly finding?: string }
  | { readonly isValid: false; readonly reason: string }

/** Reads another element of the same record, e.g. `type` for a response. */
export type Sibling = (name: string) => string | undefined

export type DataType = (value: string, sibling: Sibling) => Verdict

export const valid: Verdict = { isValid: true }
export const invalid = (reason: string): Verdict => ({ isValid: false, reason })
export const tolerated = (finding: string): Verdict => ({ isValid: true, finding })

const decimalPattern = /^-?(?:\d+\.?\d*|\.\d+)$/
const charactersMax = 65_536

/**
 * A text with a size that every LMS must take [RTE 3.4.3]. The size is a minimum guarantee, so a longer text is stored and
 * reported; only `most` characters, a limit of our own, is refused.
 */
export const text =
  (guaranteed: number, most: number = charactersMax): DataType =>
  (value) => {
    if (value.length > most)
      return invalid(`${value.length} characters; at most ${most} are stored`)
    if (value.length <= guaranteed) return valid
    return tolerated(`${value.length} characters; SCORM 1.2 guarantees only ${guaranteed}`)
  }

/** CMIString255. */
export const string255 = text(255)

/** CMIIdentifier: 1 to 255 printable ASCII characters without a space. Others are stored and reported. */
export const identifier: DataType = (value, sibling) => {
  if (value === '') return invalid('an identifier has at least one character')
  const size = string255(value, sibling)
  if (!size.isValid || size.finding || /^[\x21-\x7e]+$/.test(value)) return size
  return tolerated('the identifier has characters other than printable ASCII without spaces')
}

/** CMIVocabulary: exactly one of the words, in their letter case. */
export const vocabulary =
  (...words: readonly string[]): DataType =>
  (value) =>
    words.includes(value)
      ? valid
      : invalid(`must be one of ${words.map((w) => `"${w}"`).join(', ')}`)

/** CMIDecimal: digits, perhaps with a sign and a decimal point; within the range if one is given. */
export const decimal =
  (range?: { readonly from: number; readonly to: number }): DataType =>
  (value) => {
    if (!decimalPattern.test(value) || value.length > 255)
      return invalid('must be a decimal number')
    const isInside = !range || (Number(value) >= range.from && Number(value) <= range.to)
    return isInside ? valid : invalid(`must be from ${range.from} to ${range.to}`)
  }

/** A score: CMIDecimal from 0 to 100, or blank. */
export const score: DataType = (value, sibling) =>
  value === '' ? valid : decimal({ from: 0, to: 100 })(value, sibling)

/** CMISInteger within the element's own range. */
export const signedInteger =
  (from: number, to: number): DataType =>
  (value) => {
    const isInside = /^[+-]?\d{1,5}$/.test(value) && Number(value) >= from && Number(value) <= to
    return isInside ? valid : invalid(`must be an integer from ${from} to ${to}`)
  }

/** CMITime: a time of day, `HH:MM:SS` with at most two decimals. */
export const timeOfDay: DataType = (value) =>
  /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,2})?$/.test(value)
    ? valid
    : invalid('must be a time of day, HH:MM:SS.SS')

/** CMITimespan. */
export const timespan: DataType = (value) =>
  parseTimespan(value) === undefined ? invalid('must be a timespan, HHHH:MM:SS.SS') : valid

/** CMIVocabulary (Result): a word of it, or a CMIDecimal. */
export const interactionResult: DataType = (value, sibling) =>
  ['correct', 'wrong', 'unanticipated', 'neutral'].includes(value)
    ? valid
    : decimal()(value, sibling).isValid
      ? valid
      : invalid('must be "correct", "wrong", "unanticipated", "neutral" or a decimal number')

const choices = /^(?:[0-9a-z](?:,[0-9a-z])*|\{[0-9a-z](?:,[0-9a-z])*\})?$/
const pairs =
  /^(?:[0-9a-z]\.[0-9a-z](?:,[0-9a-z]\.[0-9a-z])*|\{[0-9a-z]\.[0-9a-z](?:,[0-9a-z]\.[0-9a-z])*\})?$/

/** The form of a response by interaction type [RTE 3.4.4, CMIFeedback]. */
const responseForms: Readonly<Record<string, RegExp>> = {
  'true-false': /^[01tf]$/,
  choice: choices,
  'fill-in': /^/,
  numeric: decimalPattern,
  likert: /^[0-9a-z]?$/,
  matching: pairs,
  performance: /^/,
  sequencing: choices,
}

/**
 * CMIFeedback. Authoring tools write readable answers where the book wants single characters; to refuse them would lose
 * what the learner did, so they are stored and reported.
 */
export const feedback: DataType = (value, sibling) => {
  const size = string255(value, sibling)
  if (!size.isValid || size.finding) return size
  const type = sibling('type') ?? ''
  const form = Object.hasOwn(responseForms, type) ? responseForms[type] : undefined
  return !form || form.test(value) ? valid : tolerated(`not the form of a ${type} response`)
}
