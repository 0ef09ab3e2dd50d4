/** One line of the scoreboard: a promise, and the measurement that would show it broken. One file in `lines/`. */
export interface Line {
  /** What stands on the scoreboard. */
  readonly title: string
  /** What the figure must be. */
  readonly bar: string
  /** Nothing else is measured while it is. */
  readonly judgesTime?: true
  /** It begins first, so that the others are measured beside it and not before. */
  readonly takesLong?: true
  readonly measure: (length: Length) => Promise<Outcome>
}

/** `long` is what the bar asks for; `quick` the same with small numbers, a few minutes for all lines. */
export type Length = 'quick' | 'long'

export interface Outcome {
  /** `notRun` is neither kept nor broken: the figure says why it could not be tried. */
  readonly state: 'kept' | 'broken' | 'notRun'
  readonly figure: string
}

/** A line that cannot be measured yet, or not here. */
export const notRun = (title: string, bar: string, reason: string): Line => ({
  title,
  bar,
  measure: async () => ({ state: 'notRun', figure: reason }),
})

export const number = (value: number): string => Math.round(value).toLocaleString('en-US')
