import { figuresDelta, figuresOf } from '../registrations/index.ts'
import type { Act, Keep } from './carry-out.ts'

const atOnce = 20

/** Registrations with all that hangs on them; the summaries of their packages follow. */
export async function eraseRegistrations(
  { parts, erasure, identity }: Act,
  keep: Keep,
): Promise<void> {
  const from = Number(erasure.position || '0')
  const known = identity.registrations.slice(from, from + atOnce)
  // Who was registered after the order is found only now.
  const ids = known.length > 0 ? known : await lateRegistrations(parts, identity)
  await parts.observer.prepare()
  await parts.store.transact(async (tx) => {
    let count = 0
    for (const id of ids) {
      const registration = await tx.findRegistration(id)
      if (!registration) continue
      await tx.addToSummary(registration.package, figuresDelta(figuresOf(registration), {}))
      await tx.forgetRegistration(erasure.id, id)
      count++
    }
    if (ids.length > 0) {
      await parts.observer.erased(tx, { statements: [], audit: [], registrations: ids }, erasure)
    }
    const position = ids.length === 0 ? undefined : String(from + known.length)
    await keep(tx, { position, counts: { registrations: count } })
  })
}

async function lateRegistrations(
  { store }: Act['parts'],
  { ids }: Act['identity'],
): Promise<readonly string[]> {
  return ids.length === 0 ? [] : (await store.personTraces(ids)).registrations.slice(0, atOnce)
}

/** The learner, their accounts, and what is kept of their agents. */
export function forgetPeople({ parts, identity }: Act, keep: Keep): Promise<void> {
  return parts.store.transact(async (tx) => {
    for (const id of identity.ids) {
      await tx.forgetPerson(id)
      await tx.forgetAccount(id)
    }
    const documents = await tx.forgetAgents(identity.agents)
    const counts = { documents, accounts: Math.max(0, identity.ids.length - 1) }
    await keep(tx, { position: undefined, counts })
  })
}
