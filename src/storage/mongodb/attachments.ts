import type {
  AttachmentEntry,
  AttachmentFile,
  Seq,
  StatementReader,
} from '../../xapi/statements/store.ts'
import { collection } from './collection.ts'
import { type Kept, keep, pieceCollection, readKept, removeKept } from './pieces.ts'
import type { View } from './view.ts'

interface AttachmentRow {
  /** SHA-2 of the content, lower-case hexadecimal. */
  _id: string
  content: Kept
  /** Counted by whoever brings it again: of two transactions, one of which erases it, the later one sees the other. */
  brought?: number
}

/** Which files came with the statement at a position. */
interface StatementFilesRow {
  _id: Seq
  files: AttachmentEntry[]
}

const attachments = collection<AttachmentRow>('attachments')
const attachmentPieces = pieceCollection('attachmentPieces')
const statementFiles = collection<StatementFilesRow>('statementFiles')

export const attachmentCollections = [attachments, attachmentPieces, statementFiles]

/** Keeps the files of new statements: each content once, whoever sent it. */
export async function keepAttachments(
  view: View,
  brought: readonly { readonly seq: Seq; readonly files: readonly AttachmentFile[] }[],
): Promise<void> {
  if (brought.length === 0) return
  const contents = new Map(
    brought.flatMap(({ files }) => files.map((file) => [hashOf(file), file.content] as const)),
  )
  const stored = await view
    .in(attachments)
    .find({ _id: { $in: [...contents.keys()] } }, { fields: { _id: 1 } })
  for (const { _id } of stored) contents.delete(_id)
  if (stored.length > 0) {
    const again = stored.map(({ _id }) => _id)
    await view.in(attachments).updateAll({ _id: { $in: again } }, { $inc: { brought: 1 } })
  }
  for (const [_id, bytes] of contents) {
    const content = await keep(view, attachmentPieces, { of: _id, bytes })
    await view.in(attachments).insert({ _id, content })
  }
  await view
    .in(statementFiles)
    .insert(...brought.map(({ seq, files }) => ({ _id: seq, files: entriesOf(files) })))
}

/** Takes a file from a statement. */
export async function loseFile(view: View, seq: Seq, sha2: string): Promise<void> {
  const row = await view.in(statementFiles).findOne({ _id: seq })
  if (!row) return
  const files = row.files.filter((file) => file.sha2 !== sha2)
  if (files.length > 0) await view.in(statementFiles).put({ _id: seq, files })
  else await view.in(statementFiles).remove({ _id: seq })
}

const hashesAtOnce = 50

/** Removes the contents of these hashes that no statement has. @param hashes in lower case */
export async function removeUnusedFiles(view: View, hashes: readonly string[]): Promise<void> {
  for (let from = 0; from < hashes.length; from += hashesAtOnce) {
    const some = hashes.slice(from, from + hashesAtOnce)
    // Senders spell hashes as they like.
    const spelled = { 'files.sha2': { $regex: `^(?:${some.join('|')})$`, $options: 'i' } }
    const used = new Set(
      (await view.in(statementFiles).find(spelled)).flatMap(({ files }) => files.map(hashOf)),
    )
    const unused = some.filter((sha2) => !used.has(sha2))
    await view.in(attachments).remove({ _id: { $in: unused } })
    await removeKept(
      view,
      attachmentPieces,
      unused.map((of) => ({ of, isCut: true })),
    )
  }
}

const hashOf = ({ sha2 }: AttachmentEntry): string => sha2.toLowerCase()

const byHash = (a: AttachmentEntry, b: AttachmentEntry): number => (a.sha2 < b.sha2 ? -1 : 1)

/** Each content once, the first time that it is named. */
function entriesOf(files: readonly AttachmentEntry[]): AttachmentEntry[] {
  const first = new Map<string, AttachmentEntry>()
  for (const { sha2, contentType } of files) {
    const key = sha2.toLowerCase()
    if (!first.has(key)) first.set(key, { sha2, contentType })
  }
  return [...first.values()]
}

export const attachmentReader = (
  view: View,
): Pick<StatementReader, 'listAttachments' | 'readAttachment'> => ({
  async listAttachments(seqs) {
    const rows = await view.in(statementFiles).find({ _id: { $in: [...seqs] } })
    const bySeq = new Map(rows.map(({ _id, files }) => [_id, files]))
    return entriesOf(seqs.flatMap((seq) => (bySeq.get(seq) ?? []).toSorted(byHash)))
  },

  async readAttachment(sha2) {
    const of = sha2.toLowerCase()
    const row = await view.in(attachments).findOne({ _id: of })
    return row && readKept(view, attachmentPieces, { of, kept: row.content })
  },
})
