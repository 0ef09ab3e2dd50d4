/**
 * Durations [xAPI-Data 4.6]: ISO 8601:2004(E) 4.4.3.2, `PnYnMnDTnHnMnS` or `PnW`. At least one component; no component
 * twice or out of order; only the last one may have a fraction. The alternative format (`P0003-06-04T12:00:00`) is none.
 */
export function isDuration(text: string): boolean {
  if (text.length > 200 || text[0] !== 'P') return false
  let position = 1
  let order = 0
  let isInTime = false
  let isFractionSeen = false
  while (position < text.length) {
    if (text[position] === 'T') {
      if (isInTime || position === text.length - 1) return false
      isInTime = true
      position++
      continue
    }
    const number = numberAt(text, position)
    if (!number || isFractionSeen) return false
    const designator = text[number.end] ?? ''
    const rank = designator === '' ? -1 : (isInTime ? 'HMS' : 'YMDW').indexOf(designator)
    const next = rank + (isInTime ? 10 : 1)
    if (rank < 0 || next <= order) return false
    if (designator === 'W') return order === 0 && number.end === text.length - 1
    order = next
    isFractionSeen = number.hasFraction
    position = number.end + 1
  }
  return order > 0
}

/** The digits at `position`, with a fraction behind them if there is one; `end` is the place after them. */
function numberAt(
  text: string,
  position: number,
): { end: number; hasFraction: boolean } | undefined {
  const whole = digitsEnd(text, position)
  if (whole === position) return undefined
  if (text[whole] !== '.' && text[whole] !== ',') return { end: whole, hasFraction: false }
  const end = digitsEnd(text, whole + 1)
  return end === whole + 1 ? undefined : { end, hasFraction: true }
}

function digitsEnd(text: string, position: number): number {
  let end = position
  while (end < text.length && text[end]! >= '0' && text[end]! <= '9') end++
  return end
}

/**
 * The duration as two statements are compared by it: as written, except that what is finer than a hundredth of a second
 * does not count. Units are not converted: `PT60S` is not `PT1M` [xAPI-Data 2.3.1].
 */
export const comparableDuration = (text: string): string =>
  text.replace(/(\d+)[.,](\d{0,2})\d*S$/, (_, whole: string, hundredths: string) => {
    const fraction = hundredths.replace(/0+$/, '')
    return fraction === '' ? `${whole}S` : `${whole}.${fraction}S`
  })

const unitSeconds = { Y: 31_536_000, W: 604_800, D: 86_400, H: 3_600, S: 1 } as const

/**
 * The length of a valid duration in seconds, a year counted as 365 days and a month as 30: durations of learning have neither,
 * as a rule.
 */
export function secondsOfDuration(text: string): number {
  const [date = '', time = ''] = text.slice(1).split('T')
  const sum = (part: string, minuteOrMonth: number) =>
    [...part.matchAll(/([\d.,]+)([A-Z])/g)].reduce((seconds, [, number, unit]) => {
      const each = unit === 'M' ? minuteOrMonth : unitSeconds[unit as keyof typeof unitSeconds]
      return seconds + Number(number!.replace(',', '.')) * each
    }, 0)
  return sum(date, 2_592_000) + sum(time, 60)
}
