import type {
  AttachmentEntry,
  AttachmentFile,
  Seq,
  StatementReader,
} from '../../xapi/statements/store.ts'
import { collection } from './collection.ts'
import { type Kept, keep, pieceCollection, readKept } from './pieces.ts'
import type { View } from './view.ts'

interface AttachmentRow {
  /** SHA-2 of the content, lower-case hexadecimal. */
  _id: string
  content: Kept
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
  for (const [_id, bytes] of contents) {
    const content = await keep(view, attachmentPieces, { of: _id, bytes })
    await view.in(attachments).insert({ _id, content })
  }
  await view
    .in(statementFiles)
    .insert(...brought.map(({ seq, files }) => ({ _id: seq, files: entriesOf(files) })))
}

const hashOf = ({ sha2 }: AttachmentEntry): string => sha2.toLowerCase()

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
    return entriesOf(seqs.flatMap((seq) => bySeq.get(seq) ?? []))
  },

  async readAttachment(sha2) {
    const of = sha2.toLowerCase()
    const row = await view.in(attachments).findOne({ _id: of })
    return row && readKept(view, attachmentPieces, { of, kept: row.content })
  },
})
