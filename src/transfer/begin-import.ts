import type { Clock } from '../base/clock.ts'
import { newUuid } from '../base/ids.ts'
import { mayDo, type Principal } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import type { Transactor } from '../base/transactor.ts'
import { type AddressRules, readReceiverUrl, type SecretSealer } from '../feeds/index.ts'
import { seqOf, storedOf } from '../xapi/index.ts'
import { type FileSource, type ImportJob, type JobPrincipal, noCounts } from './import-job.ts'
import { secretOwner } from './pull-statements.ts'
import type { TransferWriter } from './store.ts'
import type { StatementImportPull } from './wire.ts'

export interface BeginParts extends AddressRules {
  readonly store: Transactor<TransferWriter>
  readonly clock: Clock
  readonly secrets: SecretSealer
}

interface Asked {
  readonly by: Principal
  readonly keepsAuthority: boolean
}

/**
 * Puts a file in the queue of imports; resolves when that is durable.
 * @throws Problem forbidden if authorities are to be kept and the principal may not vouch for everybody.
 */
export const beginFileImport =
  ({ store, clock }: Pick<BeginParts, 'store' | 'clock'>) =>
  async (asked: Asked, source: FileSource): Promise<ImportJob> => {
    requireVouching(asked)
    const job = newJob(asked, clock(), newUuid(), source)
    await store.transact((tx) => tx.insertImportJob(job))
    return job
  }

/**
 * Puts the statements of another record store in the queue; its secret is kept sealed.
 * @throws Problem forbidden, address-refused, invalid-request.
 */
export const beginPull =
  ({ store, clock, secrets, ...rules }: BeginParts) =>
  async (by: Principal, pull: StatementImportPull): Promise<ImportJob> => {
    const asked = { by, keepsAuthority: pull.keepAuthority === true }
    requireVouching(asked)
    const id = newUuid()
    const job = newJob(asked, clock(), id, {
      kind: 'pull',
      endpoint: endpointOf(pull.endpoint, rules),
      key: pull.key,
      secret: secrets.seal(pull.secret, secretOwner(id)),
      ...(pull.since !== undefined && { since: timeOf(pull.since) }),
    })
    await store.transact((tx) => tx.insertImportJob(job))
    return job
  }

const newJob = (
  { by, keepsAuthority }: Asked,
  now: Date,
  id: string,
  source: ImportJob['source'],
): ImportJob => ({
  id,
  state: 'waiting',
  source,
  by: jobPrincipal(by),
  keepsAuthority,
  createdAt: now.toISOString(),
  milliseconds: 0,
  bytesRead: 0,
  counts: noCounts,
})

const jobPrincipal = ({ kind, id, name, scopes, issuer }: Principal): JobPrincipal => ({
  kind,
  id,
  name,
  scopes,
  ...(issuer !== undefined && { issuer }),
})

function requireVouching({ by, keepsAuthority }: Asked): void {
  if (!keepsAuthority || mayDo(by, 'all')) return
  throw new Problem('forbidden', 'Keeping the authorities of others needs the scope all.', {
    pointer: 'keepAuthority',
    facts: { scope: 'all' },
  })
}

function endpointOf(text: string, rules: AddressRules): string {
  try {
    return readReceiverUrl(text, rules).replace(/\/?$/, '/')
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new Problem(error.code, error.message, { ...error.detail, pointer: '/endpoint' })
  }
}

function timeOf(text: string): string {
  const seq = seqOf(text)
  if (seq !== undefined) return storedOf(seq)
  throw new Problem('invalid-request', '/since must be a timestamp.', { pointer: '/since' })
}
