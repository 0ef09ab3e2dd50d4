import type { Agent, Statement } from '../xapi/index.ts'
import type { ErasureSubject } from './erasure.ts'
import { type FoundSubject, findSubject } from './find-subject.ts'
import { rolesIn, type StatementRole } from './redact-statement.ts'
import { type ErasingStore, type TextPlace, textPlaces } from './store.ts'
import { Trace } from './trace.ts'
import type { ErasurePreview } from './wire.ts'

const rowsPerScan = 1_000

/** What an act would erase. It reads every statement, some at a time, so that others get their turn. */
export const previewErasure =
  (store: ErasingStore, appUrl: string) =>
  async (subject: ErasureSubject, besides: readonly Agent[] = []): Promise<ErasurePreview> => {
    const found = await findSubject(store, appUrl)(subject, besides)
    const { identity } = found
    const trace = new Trace(identity)
    const { registrations, classes, ...traces } = await store.personTraces(identity.ids)
    const texts = await countTexts(store, trace)
    return {
      ...describedSubject(found),
      agents: identity.agents,
      statements: await countStatements(store, trace),
      documents: await store.countDocuments(identity.agents),
      ...traces,
      registrations: registrations.length,
      classes: classes.length,
      accounts: found.accounts.length,
      requests: texts.request ?? 0,
      auditEntries: texts.audit ?? 0,
      otherTexts: Object.entries(texts).reduce(
        (sum, [place, count]) => (place === 'audit' || place === 'request' ? sum : sum + count),
        0,
      ),
      holds: found.person
        ? (await store.holdsOn(found.person.id)).map(({ kind, reason }) => ({ kind, reason }))
        : [],
      isImporting: await store.isImporting(),
      isNameShared: !identity.hasNamesAlone,
      copies: await copiesElsewhere(store),
      confirmation: found.confirmation,
    }
  }

const describedSubject = ({ person }: FoundSubject): Pick<ErasurePreview, 'learner'> =>
  person
    ? {
        learner: {
          id: person.id,
          name: person.name,
          ...(person.code !== undefined && { code: person.code }),
          ...(person.email !== undefined && { email: person.email }),
        },
      }
    : {}

async function countStatements(
  store: ErasingStore,
  trace: Trace,
): Promise<ErasurePreview['statements']> {
  const counts: Record<StatementRole, number> = {
    actor: 0,
    member: 0,
    object: 0,
    instructor: 0,
    team: 0,
    authority: 0,
    context: 0,
    text: 0,
  }
  let all = 0
  let attachments = 0
  for (let after: string | undefined = '0'; after !== undefined; ) {
    const page = await store.scanStatements(after, rowsPerScan)
    for (const { json } of page.items) {
      const text = json.toString()
      const statement = JSON.parse(text) as Statement
      const roles = rolesIn(statement, text, trace)
      for (const role of roles) counts[role]++
      if (roles.length > 0) all++
      if (roles.includes('actor') || roles.includes('member')) {
        attachments += statement.attachments?.length ?? 0
      }
    }
    after = page.end
    await new Promise(setImmediate)
  }
  return { ...counts, all, attachments }
}

async function countTexts(
  store: ErasingStore,
  trace: Trace,
): Promise<Partial<Record<TextPlace, number>>> {
  const counts: Partial<Record<TextPlace, number>> = {}
  for (const place of countedPlaces) {
    for (let after: string | undefined = ''; after !== undefined; ) {
      const page = await store.scanTexts(place, after, rowsPerScan)
      const found = page.items.filter(({ text }) => trace.isIn(text)).length
      counts[place] = (counts[place] ?? 0) + found
      after = page.end
      await new Promise(setImmediate)
    }
  }
  return counts
}

/** Documents of the subject are counted by themselves; what earlier acts say of themselves is no find. */
const countedPlaces = textPlaces.filter((place) => place !== 'document' && place !== 'erasure')

/** Record stores and programs to which statements went, and where no act of ours reaches them. */
export const copiesElsewhere = async (
  store: Pick<ErasingStore, 'listDestinations'>,
): Promise<ErasurePreview['copies']> =>
  (await store.listDestinations())
    .filter(({ lastDeliveredAt }) => lastDeliveredAt !== undefined)
    .map(({ kind, name, url, lastDeliveredAt }) => ({
      kind,
      name,
      url,
      lastDeliveredAt: lastDeliveredAt!.toISOString(),
    }))
