import type { Attempt } from '../attempt.ts'
import type { ContentsEntry, LookAhead } from '../navigation.ts'
import type { Running } from '../run.ts'
import type { Named } from './element-name.ts'
import { lookAhead } from './look-ahead.ts'

const known = new WeakMap<Attempt, LookAhead>()

/** What would come after the attempt as it is now; asked for once for each state of it, since SCOs ask in rows. */
function lookAheadOnce({ course, attempt }: Running): LookAhead {
  const found = known.get(attempt) ?? lookAhead(course, attempt)
  known.set(attempt, found)
  return found
}

/**
 * adl.nav.request_valid [SN 5.6.5]: whether a request would be honoured if the SCO ended now. A jump goes to any activity
 * that this attempt has [SN 4.3.2]; the rules that bind choices do not bind it.
 */
export function requestValid(
  running: Running,
  asked: Extract<Named, { kind: 'requestValid' }>,
): 'true' | 'false' {
  const { controls, contents } = lookAheadOnce(running)
  if (!('target' in asked)) return controls[asked.request].isAllowed ? 'true' : 'false'
  const entry = entryNamed(contents, asked.target)
  if (asked.request === 'choice') return entry?.isAllowed ? 'true' : 'false'
  return entry ? 'true' : 'false'
}

function entryNamed(entries: readonly ContentsEntry[], id: string): ContentsEntry | undefined {
  for (const entry of entries) {
    const found = entry.activity === id ? entry : entryNamed(entry.children, id)
    if (found) return found
  }
  return undefined
}
