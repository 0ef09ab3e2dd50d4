const timespanPattern = /^(\d{2,4}):(\d{2}):(\d{2})(?:\.(\d{1,2}))?$/
const centisecondsMax = ((9_999 * 60 + 59) * 60 + 59) * 100 + 99

/**
 * Reads a CMITimespan, `HHHH:MM:SS.SS` [RTE 3.4.3]: two to four digits of hours, two of minutes and seconds, and one or
 * two decimals if any. Minutes and seconds up to 99 are read as they stand, since the book sets no bound.
 * @returns hundredths of a second, or undefined if the text is no timespan
 */
export function parseTimespan(text: string): number | undefined {
  const match = timespanPattern.exec(text)
  if (!match) return undefined
  const [, hours, minutes, seconds, fraction = ''] = match
  const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)
  return whole * 100 + Number(fraction.padEnd(2, '0'))
}

/** Writes hundredths of a second as `HHHH:MM:SS.SS`; what a CMITimespan cannot hold becomes its greatest value. */
export function formatTimespan(centiseconds: number): string {
  const total = Math.min(Math.max(0, Math.round(centiseconds)), centisecondsMax)
  const digits = (value: number, width: number) => String(Math.floor(value)).padStart(width, '0')
  const seconds = Math.floor(total / 100)
  const clock = [
    digits(seconds / 3_600, 4),
    digits((seconds / 60) % 60, 2),
    digits(seconds % 60, 2),
  ]
  return `${clock.join(':')}.${digits(total % 100, 2)}`
}
