import type { Act, Keep, Portion } from './carry-out.ts'
import { erasedHomePage } from './erase-statements.ts'
import { redactText } from './redact-value.ts'
import { type TextPlace, textPlaces } from './store.ts'

const scannedAtOnce = 500
const rewrittenAtOnce = 100

/** Goes through what is kept besides statements, place by place. */
export async function eraseTexts(act: Act, keep: Keep): Promise<void> {
  const { parts, erasure, trace } = act
  const [place, after] = placeOf(erasure.position)
  const page = await parts.store.scanTexts(place, after, scannedAtOnce)
  const about = page.items.filter(({ text }) => trace.isIn(text))
  const hits = about.slice(0, rewrittenAtOnce)
  const audit = place === 'audit' ? hits.map(({ at }) => (JSON.parse(at) as [number])[0]) : []
  if (audit.length > 0) await parts.observer.prepare()
  await parts.store.transact(async (tx) => {
    for (const { at } of hits) {
      await tx.changeText(place, at, (text) => newText(act, place, text))
    }
    if (audit.length > 0) {
      await parts.observer.erased(tx, { statements: [], audit, registrations: [] }, erasure)
    }
    const end = about.length > hits.length ? hits.at(-1)!.at : page.end
    await keep(tx, { position: positionBehind(place, end), counts: countsOf(place, hits.length) })
  })
}

const placeOf = (position: string): readonly [TextPlace, string] =>
  position === '' ? [textPlaces[0], ''] : (JSON.parse(position) as [TextPlace, string])

function positionBehind(place: TextPlace, end: string | undefined): string | undefined {
  if (end !== undefined) return JSON.stringify([place, end])
  const next = textPlaces[textPlaces.indexOf(place) + 1]
  return next && JSON.stringify([next, ''])
}

function newText(act: Act, place: TextPlace, text: string): string | undefined {
  if (place === 'request') return undefined
  const { erasure, identity, trace, parts } = act
  const by = { homePage: erasedHomePage(parts.appUrl), pseudonym: erasure.pseudonym }
  if (place !== 'audit') return redactText(text, trace, by)
  const entry = JSON.parse(text) as AuditTexts
  // From where somebody came says something of them.
  const network = identity.ids.includes(entry.actor) ? '' : entry.network
  const isOwn = identity.ids.includes(entry.about.trim().split(' ')[0]!)
  const details = isOwn ? withoutWords(entry.details, erasure.pseudonym) : entry.details
  return redactText(JSON.stringify({ ...entry, network, details }), trace, by)
}

interface AuditTexts {
  readonly actor: string
  readonly network: string
  readonly about: string
  readonly details: Readonly<Record<string, unknown>>
}

/** What the subject was called at some time, in entries about nobody else. */
function withoutWords(details: AuditTexts['details'], pseudonym: string): AuditTexts['details'] {
  const personal = ['name', 'code', 'email', 'login']
  return Object.fromEntries(
    Object.entries(details).map(([part, value]) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return [part, value]
      const members = Object.entries(value).map(([name, inner]) => [
        name,
        personal.includes(name) && typeof inner === 'string' ? pseudonym : inner,
      ])
      return [part, Object.fromEntries(members)]
    }),
  )
}

function countsOf(place: TextPlace, count: number): NonNullable<Portion['counts']> {
  if (place === 'audit') return { auditEntries: count }
  if (place === 'request') return { requests: count }
  return { otherTexts: count }
}
