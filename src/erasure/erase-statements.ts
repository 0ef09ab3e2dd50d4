import type { Statement, StoredStatement } from '../xapi/index.ts'
import { newPseudonym } from './begin-erasure.ts'
import type { Act, Keep } from './carry-out.ts'
import { plainText, type Redaction, redactStatement, rolesIn } from './redact-statement.ts'
import type { RewrittenStatement } from './store.ts'

const scannedAtOnce = 1_000
/** Each is a few milliseconds in which nobody else writes. */
const rewrittenAtOnce = 25

/** Home page of the accounts that stand for erased persons. */
export const erasedHomePage = (appUrl: string): string => `${appUrl}/erased`

/** The context extension of statements that were rewritten. */
export const erasedExtensionIri = (appUrl: string): string => `${appUrl}/xapi/extensions/erased`

/** Reads on from where the act stands and rewrites what is about the subject. */
export async function eraseStatements(act: Act, keep: Keep): Promise<void> {
  const { parts, erasure, trace } = act
  const page = await parts.store.scanStatements(erasure.position || '0', scannedAtOnce)
  const about = page.items.filter(({ json }) => {
    const text = json.toString()
    return rolesIn(JSON.parse(text) as Statement, text, trace).length > 0
  })
  const hits = about.slice(0, rewrittenAtOnce)
  // What was written since is looked at in the next portion.
  const position = about.length > hits.length ? String(hits.at(-1)!.seq) : page.end
  const rewritten = await Promise.all(
    hits.map(async (hit) => ({ seq: hit.seq, ...(await redact(act, hit)) })),
  )
  if (hits.length > 0) await parts.observer.prepare()
  await parts.store.transact(async (tx) => {
    for (const { seq, ...one } of rewritten) await tx.rewriteStatement(erasure.id, seq, one)
    if (hits.length > 0) {
      const sources = { statements: hits.map(({ seq }) => seq), audit: [], registrations: [] }
      await parts.observer.erased(tx, sources, erasure)
    }
    const attachments = rewritten.reduce((sum, { lostFiles }) => sum + lostFiles.length, 0)
    await keep(tx, { position, counts: { statements: hits.length, attachments } })
  })
}

async function redact(act: Act, { seq, json }: StoredStatement): Promise<RewrittenStatement> {
  const { parts, erasure, trace } = act
  const { appUrl } = parts
  const { isLinked, id, createdAt } = erasure
  const redaction: Redaction = {
    trace,
    homePage: erasedHomePage(appUrl),
    pseudonym: isLinked ? erasure.pseudonym : newPseudonym(),
    marker: {
      iri: erasedExtensionIri(appUrl),
      // Without a link, the act must not be one either.
      value: isLinked
        ? { at: createdAt.toISOString(), erasure: id }
        : { at: createdAt.toISOString().slice(0, 10) },
    },
    isLinked,
    taintedFiles: await taintedFiles(act, seq),
  }
  return redactStatement(json.toString(), redaction)
}

/** Files of a statement in which the subject stands. */
async function taintedFiles({ parts, trace }: Act, seq: number): Promise<ReadonlySet<string>> {
  const tainted = new Set<string>()
  for (const { sha2, contentType } of await parts.store.listAttachments([seq])) {
    const content = await parts.store.readAttachment(sha2)
    if (!content) continue
    const text = content.toString()
    const isJson = /json/i.test(contentType)
    if (trace.mentions(text) || trace.names(text) || (isJson && isInJson(text, trace))) {
      tainted.add(sha2.toLowerCase())
    }
  }
  return tainted
}

function isInJson(text: string, trace: Act['trace']): boolean {
  try {
    return trace.isIn(plainText(text))
  } catch {
    return false
  }
}
