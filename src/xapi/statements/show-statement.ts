import type { Principal } from '../../base/principal.ts'
import { Problem } from '../../base/problem.ts'
import { rowKeysOf } from '../row-filter.ts'
import type { StatementDetail } from '../wire.ts'
import { type RowRules, statementRows } from './list-statements.ts'
import type { StatementReader, StoredStatement } from './store.ts'

const referrersMax = 100

/** A file that came with a statement, or that it only points to. */
interface FoundAttachment {
  readonly contentType: string
  readonly content: Buffer
}

/** Finds one statement for a person who may read all: whether voided or not, with what refers to it. */
export function showStatement(store: StatementReader, rules: RowRules) {
  /** @throws Problem statement-not-found, also for a statement that the principal may not read. */
  async function find(
    principal: Principal,
    id: string,
  ): Promise<{ stored: StoredStatement; isVoided: boolean }> {
    const within = rowKeysOf(principal)
    for (const isVoided of [false, true]) {
      const stored = await store.findStatement(id, isVoided, within)
      if (stored) return { stored, isVoided }
    }
    throw new Problem('statement-not-found', `No statement has the id ${id}.`, { pointer: 'id' })
  }

  return {
    async detail(
      principal: Principal,
      id: string,
      acceptLanguage: string | undefined,
    ): Promise<StatementDetail> {
      const { stored, isVoided } = await find(principal, id)
      const referrers = await store.listReferrers(id, referrersMax, rowKeysOf(principal))
      const [row, ...rows] = await statementRows([stored, ...referrers], acceptLanguage, rules)
      return { ...row!, isVoided, referrers: rows }
    },

    /** The JSON text as it is stored, byte for byte. */
    async source(principal: Principal, id: string): Promise<Buffer> {
      return (await find(principal, id)).stored.json
    },

    /**
     * @param sha2 in whatever case.
     * @throws Problem statement-not-found if the statement has no such file here, or only points to it by `fileUrl`.
     */
    async attachment(principal: Principal, id: string, sha2: string): Promise<FoundAttachment> {
      const { stored } = await find(principal, id)
      // A statement may name the hash of a file that came with another, which this caller may not read.
      const files = await store.listAttachments([stored.seq])
      const file = files.find((one) => one.sha2.toLowerCase() === sha2.toLowerCase())
      const content = file && (await store.readAttachment(sha2))
      if (!content)
        throw new Problem('statement-not-found', 'No such file came with the statement.', {
          pointer: 'sha2',
        })
      return { contentType: file.contentType, content }
    },
  }
}
