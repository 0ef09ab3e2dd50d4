/**
 * What the two engines may write differently, one to one: the place in the sequence that each gives to a statement. SQLite has
 * single microseconds; MongoDB has those that belong to its lanes (docs/decisions/0019). It is seen as
 *
 * - a moment, `2026-11-02T01:00:01.000064Z`: `stored`, a `timestamp` that the sender left out, and wherever a program may name
 *   a position as a time;
 * - a position, sixteen digits: ids of the feed's events;
 * - a cursor with a position in it: the JSON of a `more` link is compared, its signature follows from it. Cursors of other lists hold
 *   whatever an engine sorts by: which belong together is kept for each list, and tried when they are followed;
 * - the number of an audit entry, `"seq":7`, which MongoDB takes from the sequence.
 *
 * Nothing else may differ. What belongs together must do so everywhere, one to one; positions must be in the same order on both.
 */
const moment = String.raw`\d{4}-\d\d-\d\dT\d\d(?::|%3A)\d\d(?::|%3A)\d\d\.\d{6}Z`
const position = String.raw`(?<![\d.])1[789]\d{14}(?!\d)`
const cursor = String.raw`(?<![\w-])(?:ey|W)[\w-]{3,}(?:\.[\w-]{22})?(?![\w-])`
const entry = String.raw`(?<="seq":)\d{1,15}(?!\d)`
const movable = new RegExp(`(${moment}|${position}|${entry}|${cursor})`)

export class Bijection {
  readonly #rightOf = new Map<number, number>()
  /** In order. */
  readonly #left: number[] = []
  readonly #cursors = new Map<string, string>()
  /** How many positions were paired. */
  get size(): number {
    return this.#left.length
  }

  /**
   * @param list the path that was asked for: what its cursors belong to
   * @returns what is wrong, or undefined where the second text says the same as the first.
   */
  compare(left: string, right: string, list: string): string | undefined {
    const [ours, others] = [left.split(movable), right.split(movable)]
    for (let n = 0; n < Math.max(ours.length, others.length); n++) {
      const [a = '', b = ''] = [ours[n], others[n]]
      const isSame = n % 2 === 0 ? a === b : this.#pair(a, b, list)
      if (!isSame) return differenceAt(ours, others, n)
    }
    return undefined
  }

  /** A text of the first server, in the words of the second. */
  translate(text: string, list: string): string {
    return text
      .split(movable)
      .map((part, n) => (n % 2 === 0 ? part : this.#translated(part, list)))
      .join('')
  }

  #translated(part: string, list: string): string {
    const known = this.#cursors.get(`${list} ${part}`)
    if (known !== undefined) return known
    const micros = microsOf(part)
    const other = micros === undefined ? undefined : this.#rightOf.get(micros)
    if (other === undefined) return part
    const text = part.includes('T') ? momentOf(other) : String(other)
    return part.includes('%3A') ? encodeURIComponent(text) : text
  }

  #pair(left: string, right: string, list: string): boolean {
    const [ours, others] = [microsOf(left), microsOf(right)]
    if (ours !== undefined && others !== undefined)
      return left.length === right.length && this.#pairPositions(ours, others)
    const [a, b] = [cursorJson(left), cursorJson(right)]
    if (a === undefined || b === undefined) return left === right
    const isSigned = left.includes('.')
    if (isSigned !== right.includes('.')) return false
    if (isSigned && this.compare(a, b, list) !== undefined) return false
    const known = this.#cursors.get(`${list} ${left}`)
    this.#cursors.set(`${list} ${left}`, right)
    return known === undefined || known === right
  }

  #pairPositions(left: number, right: number): boolean {
    const known = this.#rightOf.get(left)
    // A time that a sender gave is the same on both; one of whole milliseconds may look like a position of the first.
    if (left === right) return known === undefined || known === right || left % 1_000 === 0
    if (known !== undefined) return known === right
    const at = this.#placeOf(left)
    const [before, after] = [this.#left[at - 1], this.#left[at]]
    const isInOrder =
      (before === undefined || this.#rightOf.get(before)! < right) &&
      (after === undefined || right < this.#rightOf.get(after)!)
    if (!isInOrder) return false
    this.#left.splice(at, 0, left)
    this.#rightOf.set(left, right)
    return true
  }

  /** How many known positions of the first server are below this one. */
  #placeOf(left: number): number {
    let [low, high] = [0, this.#left.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#left[middle]! < left) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Whether two bounds are one: a position that the request named, or a time. */
  isSameBound(left: string, right: string): boolean {
    return left === right || this.#rightOf.get(microsOf(left)!) === microsOf(right)
  }
}

/** Microseconds since 1970, which a number holds exactly until the year 2255. */
export function microsOf(written: string): number | undefined {
  const text = written.replaceAll('%3A', ':')
  if (/^\d{16}$/.test(text)) return Number(text)
  const match = /^(.{19})\.(\d{6})Z$/.exec(text)
  const milliseconds = match ? Date.parse(`${match[1]}Z`) : Number.NaN
  // A leap second is no date, and no position either.
  return Number.isNaN(milliseconds) ? undefined : milliseconds * 1_000 + Number(match![2])
}

/** As the servers write it, with six digits of the second's fraction. */
export const momentOf = (micros: number): string =>
  `${new Date(Math.floor(micros / 1_000)).toISOString().slice(0, -1)}${String(micros % 1_000).padStart(3, '0')}Z`

/** Of a number too, which stands for itself. */
function cursorJson(text: string): string | undefined {
  if (/^\d+$/.test(text)) return '[]'
  const json = Buffer.from(text.split('.')[0]!, 'base64url').toString()
  try {
    JSON.parse(json)
    return json
  } catch {
    return undefined
  }
}

function differenceAt(ours: readonly string[], others: readonly string[], n: number): string {
  const around = (parts: readonly string[]) => {
    const before = parts.slice(0, n).join('').slice(-120)
    const part = parts[n] ?? ''
    const other = (parts === ours ? others : ours)[n] ?? ''
    let same = 0
    while (same < part.length && part[same] === other[same]) same++
    return `${(before + part.slice(0, same)).slice(-160)}⟪${part.slice(same)}${parts.slice(n + 1).join('')}`.slice(
      0,
      400,
    )
  }
  return `\n  sqlite:  …${around(ours)}\n  mongodb: …${around(others)}`
}
